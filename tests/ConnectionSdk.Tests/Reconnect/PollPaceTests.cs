using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

public sealed class PollPaceTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 4.5)]
    [InlineData(5, 10)]
    [InlineData(int.MaxValue, 10)]
    [InlineData(-1, 2)]
    public void Each_pause_is_longer_than_the_one_before_up_to_a_limit(int looks, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new PollPace(TimeSpan.FromSeconds(2), 1.5, TimeSpan.FromSeconds(10)).After(looks));

    [Fact]
    public void No_pause_is_longer_than_the_longest_whatever_the_rest_says() =>
        Assert.Equal(TimeSpan.FromSeconds(1), new PollPace(TimeSpan.MaxValue, double.MaxValue, TimeSpan.FromSeconds(1)).After(32));
}
