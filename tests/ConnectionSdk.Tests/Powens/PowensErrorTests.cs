using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

public class PowensErrorTests
{
    [Theory]
    [InlineData("error.400.wrongpass", 400, ProviderErrorKind.ChallengeRejected)]
    [InlineData("error.400.invalidValue", 400, ProviderErrorKind.InvalidRequest)]
    [InlineData("error.400.missingParameter", 400, ProviderErrorKind.InvalidRequest)]
    [InlineData("error.400.noAccount", 400, ProviderErrorKind.NotSupported)]
    [InlineData("error.400.websiteUnavailable", 400, ProviderErrorKind.Unavailable)]
    [InlineData("error.409.sync-refused", 409, ProviderErrorKind.Conflict)]
    public async Task Every_error_fixture_is_placed(string fixture, int status, ProviderErrorKind kind)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture($"powens/{fixture}.json", status);
        var failure = await ReadAndFailAsync(bed);
        Assert.Equal(kind, failure.Kind);
        Assert.Equal("987654321", failure.RequestId);
        Assert.NotNull(failure.ProviderCode);
        Assert.NotNull(failure.ProviderMessage);
        Assert.Single(bed.Stub.Requests);
    }

    [Fact]
    public async Task A_fault_of_Powens_is_read_again_and_then_reported()
    {
        using var bed = new PowensBed(options => options.Http.Retries = false);
        bed.Get().ReturnsFixture("powens/error.500.bug.json", 500);
        var failure = await ReadAndFailAsync(bed);
        Assert.Equal((ProviderErrorKind.Unavailable, "bug", true), (failure.Kind, failure.ProviderCode, failure.IsTransient));
    }

    [Fact]
    public async Task The_old_short_envelope_is_read_and_the_case_of_a_code_does_not_matter()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson("""{"code":"wrongPass","message":"no","request_id":"r-1"}""", 400);
        var failure = await ReadAndFailAsync(bed);
        Assert.Equal((ProviderErrorKind.ChallengeRejected, "wrongPass", "no", "r-1"), (failure.Kind, failure.ProviderCode, failure.ProviderMessage, failure.RequestId));
    }

    [Theory]
    [InlineData("""{"code":"webauthRequired","message":"Redirecting to https://bank.example/authorize/B2023SECRET"}""")]
    [InlineData("""{"code":"webauthRequired","description":"Redirecting to https://bank.example/authorize/B2023SECRET","message":"at B2023SECRET"}""")]
    [InlineData("""{"code":"bug","description":"fetching https://bank.example/cb?state=B2023SECRET","message":"https://bank.example/cb#state=B2023SECRET"}""")]
    public async Task The_link_of_the_bank_is_in_no_part_of_an_error(string body)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson(body, 400);
        var failure = await ReadAndFailAsync(bed);
        Assert.DoesNotContain("SECRET", $"{failure} {failure.ProviderMessage} {failure.UserMessage}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "")]
    [InlineData(401, """{"code":"unauthorized"}""")]
    [InlineData(403, "")]
    [InlineData(403, """{"code":"invalidToken"}""")]
    public async Task A_refused_token_of_the_host_is_reported_without_a_second_try(int status, string body)
    {
        using var bed = new PowensBed();
        bed.Get().Returns(StubReply.Json(body, status));
        Assert.Equal(ProviderErrorKind.CredentialRejected, (await ReadAndFailAsync(bed)).Kind);
        Assert.Single(bed.Stub.Requests);
    }

    [Fact]
    public async Task A_token_that_may_not_do_this_is_something_else()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson("""{"code":"forbidden"}""", 403);
        Assert.Equal(ProviderErrorKind.Forbidden, (await ReadAndFailAsync(bed)).Kind);
    }

    [Fact]
    public async Task A_connection_is_deleted_only_when_Powens_says_so()
    {
        using var gone = new PowensBed();
        gone.Get().ReturnsJson("""{"code":"notFound"}""", 404);
        var connection = await gone.Provider.GetAsync(PowensBed.Connection, CancellationToken.None);
        Assert.Equal((ConnectionState.Deleted, RequiredActionKind.StartOver), (connection.Status.State, connection.Status.Action.Kind));

        using var proxy = new PowensBed();
        proxy.Get().Returns(StubReply.Text("<html>no such page</html>", "text/html", 404));
        Assert.Equal(ProviderErrorKind.NotFound, (await ReadAndFailAsync(proxy)).Kind);
    }

    private static Task<ProviderException> ReadAndFailAsync(PowensBed bed) =>
        Assert.ThrowsAsync<ProviderException>(() => bed.Provider.GetAsync(PowensBed.Connection, CancellationToken.None));
}
