using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>Errors in the many shapes Powens and what stands before it may send them in.</summary>
public sealed class PowensRefusalTests : PowensContract
{
    private const string Synchronise = "/2.0/users/me/connections/1201?psu_requested=true&expand=connector,sources,all_accounts";

    public static TheoryData<int, string, string, ProviderErrorKind, bool> Errors => new()
    {
        // Every code of the error page and of the SDK's list.
        { 400, """{"code":"wrongpass","description":"d","message":"m","request_id":1}""", "wrongpass", ProviderErrorKind.ChallengeRejected, false },
        { 400, """{"code":"wrongPass"}""", "wrongPass", ProviderErrorKind.ChallengeRejected, false },
        { 400, """{"code":"websiteUnavailable","description":null,"message":null,"request_id":null}""", "websiteUnavailable", ProviderErrorKind.Unavailable, true },
        { 400, """{"code":"noAccount","request_id":"r-1"}""", "noAccount", ProviderErrorKind.NotSupported, false },
        { 400, """{"code":"missingParameter"}""", "missingParameter", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"code":"invalidValue"}""", "invalidValue", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"code":"config"}""", "config", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"code":"dataError"}""", "dataError", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"code":"bug"}""", "bug", ProviderErrorKind.Unavailable, true },
        { 400, """{"code":"keymanager"}""", "keymanager", ProviderErrorKind.Unavailable, true },
        { 400, """{"code":"notSupported"}""", "notSupported", ProviderErrorKind.NotSupported, false },
        { 400, """{"code":"passwordExpired"}""", "passwordExpired", ProviderErrorKind.ChallengeRejected, false },
        { 400, """{"code":"actionNeeded"}""", "actionNeeded", ProviderErrorKind.Conflict, false },
        { 400, """{"code":"bankMessage"}""", "bankMessage", ProviderErrorKind.Conflict, false },
        { 400, """{"code":"SCARequired"}""", "SCARequired", ProviderErrorKind.Conflict, false },
        { 403, """{"code":"forbidden"}""", "forbidden", ProviderErrorKind.Forbidden, false },
        { 405, """{"code":"methodNotAllowed"}""", "methodNotAllowed", ProviderErrorKind.NotSupported, false },
        { 409, """{"code":"connectionLocked"}""", "connectionLocked", ProviderErrorKind.Conflict, true },
        { 400, """{"code":"tooManySync"}""", "tooManySync", ProviderErrorKind.Conflict, true },
        { 409, """{"code":"invalidValue"}""", "invalidValue", ProviderErrorKind.Conflict, false },
        { 500, """{"code":"bug","description":"d","message":null,"request_id":"987"}""", "bug", ProviderErrorKind.Unavailable, true },
        { 500, """{"code":"dataError"}""", "dataError", ProviderErrorKind.Unavailable, true },

        // Codes of tomorrow, and bodies of another shape: the status decides.
        { 400, """{"code":"quantumFlux","description":"?"}""", "quantumFlux", ProviderErrorKind.InvalidRequest, false },
        { 503, """{"code":"maintenance"}""", "maintenance", ProviderErrorKind.Unavailable, true },
        { 429, """{"code":"tooManyRequests","message":"slow down"}""", "tooManyRequests", ProviderErrorKind.RateLimited, true },
        { 401, """{"code":"unauthorized"}""", "unauthorized", ProviderErrorKind.CredentialRejected, false },
        { 403, """{"code":"invalidToken","message":"no"}""", "invalidToken", ProviderErrorKind.CredentialRejected, false },
        { 400, """{"error":"invalid_request","error_description":"x"}""", "", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"errors":[{"code":"x"}]}""", "", ProviderErrorKind.InvalidRequest, false },
        { 400, "[]", "", ProviderErrorKind.InvalidRequest, false },
        { 400, "\"wrongpass\"", "", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"code":"wrongp""", "", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"code":null,"description":"x"}""", "", ProviderErrorKind.InvalidRequest, false },
        { 400, """{"code":["wrongpass"]}""", "", ProviderErrorKind.InvalidRequest, false },
        { 404, """{"message":"no such route"}""", "", ProviderErrorKind.NotFound, false },
        { 409, "", "", ProviderErrorKind.Conflict, false },
        { 401, "", "", ProviderErrorKind.CredentialRejected, false },
        { 429, "", "", ProviderErrorKind.RateLimited, true },
        { 500, "null", "", ProviderErrorKind.Unavailable, true },
        { 200, """{"id":1201,"state":"wro""", "", ProviderErrorKind.Protocol, false },
        { 200, "", "", ProviderErrorKind.Protocol, true },
        { 200, "[]", "", ProviderErrorKind.Protocol, false },
        { 200, """{"code":"wrongpass","description":"an error in a success"}""", "", ProviderErrorKind.Protocol, false },
        { 200, """{"message":"later","connection":null}""", "", ProviderErrorKind.Protocol, false },
        { 204, "", "", ProviderErrorKind.Protocol, true },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_read_fails_with_a_kind_to_branch_on(int status, string body, string code, ProviderErrorKind kind, bool isTransient)
    {
        Get(Read).Once().Returns(StubReply.Json(body, status));

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal((code, kind, isTransient), (error.ProviderCode ?? "", error.Kind, error.IsTransient));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_page_of_something_in_between_is_no_answer(int status)
    {
        Get(Read).Once().Returns(StubReply.Text("<!DOCTYPE html><html><body>CloudFront</body></html>", "text/html", status));

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Null(error.ProviderCode);
    }

    [Theory]
    [InlineData("""{"code":"websiteUnavailable"}""", "websiteUnavailable", ConnectionState.Degraded)]
    [InlineData("""{"code":"rateLimiting"}""", "rateLimiting", ConnectionState.Degraded)]
    [InlineData("""{"code":"bug"}""", "bug", ConnectionState.Degraded)]
    [InlineData("""{"code":"wrongpass"}""", "wrongpass", ConnectionState.ReconnectRequired)]
    [InlineData("""{"code":"SCARequired"}""", "SCARequired", ConnectionState.ReconnectRequired)]
    [InlineData("""{"code":"tooManySync"}""", "", ConnectionState.Active)]
    public async Task A_synchronisation_refused_with_a_state_shows_the_state(string refusal, string state, ConnectionState expected)
    {
        const string before = """{"id":1201,"state":null,"last_update":"2026-03-02 06:14:55"}""";
        Get(Read).Times(2).ReturnsJson(before).ReturnsJson($$"""{"id":1201,"state":"{{state}}","last_update":"2026-03-02 06:14:55"}""");
        Put(Synchronise).Once().ReturnsJson(refusal, 400);

        Assert.Equal(expected, (await Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true })).Status.State);
    }

    [Theory]
    [InlineData("websiteUnavailable", ProviderErrorKind.Unavailable)]
    [InlineData("rateLimiting", ProviderErrorKind.RateLimited)]
    [InlineData("bug", ProviderErrorKind.Unavailable)]
    [InlineData("notSupported", ProviderErrorKind.NotSupported)]
    public async Task A_synchronisation_refused_without_a_trace_in_the_state_is_no_success(string code, ProviderErrorKind kind)
    {
        Get(Read).Times(2).ReturnsJson("""{"id":1201,"state":null,"last_update":"2026-03-02 06:14:55"}""");
        Put(Synchronise).Once().ReturnsJson($$"""{"code":"{{code}}"}""", 400);

        var refused = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true }));

        Assert.Equal((code, kind), (refused.ProviderCode, refused.Kind));
    }

    [Theory]
    [InlineData("bug")]
    [InlineData("keymanager")]
    public async Task A_code_that_meets_a_fault_of_Powens_may_have_reached_the_bank(string code)
    {
        PlanAccounts();
        PlanRead("connection.additionalInformationNeeded.json").Times(3);
        Post("/2.0/users/me/connections/1201?expand=connector,sources,all_accounts").Once().ReturnsJson($$"""{"code":"{{code}}"}""", 400);
        var session = await Flow.StartAsync(Connection);

        var after = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", new SensitiveString("123456")));

        Assert.Equal(ReplyFate.Unknown, after.LastReply);
    }
}
