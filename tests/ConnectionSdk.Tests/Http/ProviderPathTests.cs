using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Http;

public sealed class ProviderPathTests
{
    [Theory]
    [InlineData("plain-id_1.~", "plain-id_1.~")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("../users", "..%2Fusers")]
    [InlineData("%2f", "%252f")]
    [InlineData("a?b#c&d=e", "a%3Fb%23c%26d%3De")]
    [InlineData("é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80")]
    public void A_value_stays_one_segment(string id, string expected) =>
        Assert.Equal($"users/{expected}/x", ProviderPath.Of($"users/{id}/x").Value);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\r\nHost: evil")]
    [InlineData("a\0")]
    public void A_value_that_cannot_be_meant_is_refused_by_name_without_repeating_it(string connectionId)
    {
        var path = ProviderPath.Of($"connections/{connectionId}");

        Assert.Null(path.Value);
        Assert.StartsWith("connectionId ", path.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", path.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        var id = new string('\ud800', 1);
        Assert.NotNull(ProviderPath.Of($"x/{id}").Refusal);
    }

    [Fact]
    public void A_value_longer_than_256_characters_is_refused_in_the_path()
    {
        var id = new string('a', 257);
        Assert.NotNull(ProviderPath.Of($"x/{id}").Refusal);
        Assert.Null(ProviderPath.Of($"x?next={id}").Refusal);
    }

    [Fact]
    public void Flags_numbers_and_dates_are_written_the_same_everywhere()
    {
        var day = new DateOnly(2026, 3, 2);
        Assert.Equal("a/-5?b=true&c=2026-03-02", ProviderPath.Of($"a/{-5L}?b={true}&c={day}").Value);
    }

    [Fact]
    public void No_text_whatever_changes_host_or_segment_count()
    {
        const string alphabet = "ab/\\.%?#&=:@ ;é€\u202e\u0001😀";
        var random = new Random(20261120);
        var origin = new Uri("https://api.fake.example/v1/");
        for (var round = 0; round < 50_000; round++)
        {
            var id = new string([.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var path = ProviderPath.Of($"users/{id}/connections?state={id}");
            if (path.Value is null) continue;

            var uri = new Uri(origin, path.Value);
            Assert.Equal("api.fake.example", uri.Host);
            Assert.Equal(5, uri.Segments.Length);
            Assert.Equal("/v1/users/", string.Concat(uri.Segments[..3]));
            Assert.DoesNotContain('&', uri.Query);
            Assert.Equal(id, Uri.UnescapeDataString(uri.Query["?state=".Length..]));
        }
    }
}
