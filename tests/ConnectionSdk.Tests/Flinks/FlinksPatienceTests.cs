using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Flinks;

/// <summary>Flinks keeps Authorize and data calls for up to 210 seconds before it answers.</summary>
public class FlinksPatienceTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(210);

    [Fact]
    public async Task A_cached_authorize_may_take_as_long_as_flinks_may_keep_it()
    {
        using var bed = new FlinksBed(clock: Clock(out var clock));
        Slow(bed, clock, "Authorize", "flinks/authorize.response.200.json");

        Assert.Equal(ConnectionState.Active, (await bed.Provider.GetAsync(FlinksBed.Connection, CancellationToken.None)).Status.State);
    }

    [Fact]
    public async Task A_live_authorize_may_take_as_long_as_flinks_may_keep_it()
    {
        using var bed = new FlinksBed(clock: Clock(out var clock));
        bed.Stub.Routes.On(HttpMethod.Post, FlinksBed.Base + "Authorize").Once().ReturnsFixture("flinks/authorize.response.200.json");
        Slow(bed, clock, "Authorize", "flinks/authorize.response.203.question.json");

        var refreshed = await bed.Provider.RefreshAsync(FlinksBed.Connection, new RefreshOptions { UserPresent = true }, CancellationToken.None);

        Assert.Equal(ConnectionState.ActionRequired, refreshed.Status.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_data_call_may_take_as_long_as_flinks_may_keep_it(bool summary)
    {
        using var bed = new FlinksBed(clock: Clock(out var clock));
        bed.Stub.Routes.On(HttpMethod.Post, FlinksBed.Base + "Authorize").ReturnsFixture("flinks/authorize.response.200.json");
        if (summary)
        {
            bed.Stub.Routes.On(HttpMethod.Post, FlinksBed.Base + "GetAccountsDetail").ReturnsJson("""{"FlinksCode":"NO_TRANSACTION"}""", 400);
            Slow(bed, clock, "GetAccountsSummary", "flinks/accounts-summary.response.200.json");
        }
        else
        {
            Slow(bed, clock, "GetAccountsDetail", "flinks/accounts-detail.response.200.json");
        }

        Assert.Equal(2, (await bed.Provider.GetAccountsAsync(FlinksBed.Connection, CancellationToken.None)).Count);
    }

    private static SimulatedClock Clock(out SimulatedClock clock) => clock = new SimulatedClock();

    private static void Slow(FlinksBed bed, SimulatedClock clock, string endpoint, string fixture) =>
        bed.Stub.Routes.On(HttpMethod.Post, FlinksBed.Base + endpoint).Once().Returns((_, cancellationToken) =>
        {
            clock.Advance(Longest);
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(StubReply.Fixture(fixture));
        });
}
