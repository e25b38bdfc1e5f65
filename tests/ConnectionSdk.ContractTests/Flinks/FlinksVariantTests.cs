using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>Answers of shapes that the documentation allows and no fixture shows: the code decides, else the number in the body, and never a guess.</summary>
public sealed class FlinksVariantTests : FlinksContract
{
    private const string Asks = "\"SecurityChallenges\":[{\"Type\":\"QuestionAndAnswer\",\"Prompt\":\"City?\"}]";
    private const string Session = "\"RequestId\":\"" + RequestId + "\"";

    public static TheoryData<int, string, ConnectionState, string, RequiredActionKind> Answers => new()
    {
        // Which number came does not matter where there is a code.
        { 200, Body("INVALID_PASSWORD"), ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget },
        { 203, Body("INVALID_USERNAME"), ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget },
        { 202, Body("DISABLED_LOGIN"), ConnectionState.ActionRequired, "accountLocked", RequiredActionKind.VisitInstitution },
        { 429, Body("NEW_ACCOUNT"), ConnectionState.ActionRequired, "institutionActionRequired", RequiredActionKind.VisitInstitution },
        { 503, Body("QUESTION_NOT_FOUND"), ConnectionState.ReconnectRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 403, Body("TOO_MANY_REQUESTS"), ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait },
        { 401, Body("OPERATION_PENDING"), ConnectionState.Connecting, "none", RequiredActionKind.Wait },
        { 202, Body("operation_dispatched"), ConnectionState.Connecting, "none", RequiredActionKind.Wait },
        { 400, Body("ALREADY_AUTHORIZED"), ConnectionState.Active, "none", RequiredActionKind.None },
        { 400, Body("NO_TRANSACTION"), ConnectionState.Active, "none", RequiredActionKind.None },
        { 409, Body("CONCURRENT_SESSION"), ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait },
        { 200, Body(" RETRY_LATER "), ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait },
        { 401, Body("RETRY_LATER_TOMORROW"), ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 200, Body("INVENTED_TOMORROW"), ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 203, Body("INVENTED_TOMORROW"), ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },

        // A code that cannot be read is no sign that all is well.
        { 200, $$"""{"HttpStatusCode":200,"FlinksCode":{"Code":"INVALID_PASSWORD"},{{Session}}}""", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 200, $$"""{"HttpStatusCode":200,"FlinksCode":["INVALID_PASSWORD"],{{Session}}}""", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 200, $$"""{"HttpStatusCode":200,"FlinksCode":true,{{Session}}}""", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":1042,{{Session}}}""", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },

        // Without a code the number in the body counts, and a number that came with it must not speak against it.
        { 200, $$"""{"HttpStatusCode":200,"FlinksCode":null,{{Session}}}""", ConnectionState.Active, "none", RequiredActionKind.None },
        { 200, $$"""{"HttpStatusCode":"200",{{Session}},"Login":null}""", ConnectionState.Active, "none", RequiredActionKind.None },
        { 201, $$"""{"FlinksCode":"CREATED",{{Session}}}""", ConnectionState.Active, "none", RequiredActionKind.None },
        { 200, $$"""{"HttpStatusCode":202,{{Session}}}""", ConnectionState.Connecting, "none", RequiredActionKind.Wait },
        { 202, """{"HttpStatusCode":202,"Message":"Your operation is still processing"}""", ConnectionState.Connecting, "none", RequiredActionKind.Wait },
        { 202, $$"""{ {{Session}} }""", ConnectionState.Connecting, "none", RequiredActionKind.Wait },
        { 200, $$"""{"HttpStatusCode":203,{{Session}}}""", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 200, $$"""{"HttpStatusCode":200,{{Asks}},{{Session}}}""", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 203, $$"""{ {{Asks}},{{Session}} }""", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 203, $$"""{"HttpStatusCode":203,"FlinksCode":"OK",{{Asks}},{{Session}}}""", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 203, $$"""{"HttpStatusCode":203,"SecurityChallenges":[],{{Session}}}""", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 203, $$"""{"HttpStatusCode":203,"SecurityChallenges":null,{{Session}}}""", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 203, $$"""{"HttpStatusCode":203,"SecurityChallenges":[{"Type":null,"Prompt":null,"Iterables":{} }],{{Session}}}""", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE",{{Asks}},{{Session}}}""", ConnectionState.ActionRequired, "mfaRejected", RequiredActionKind.OpenWidget },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE","SecurityChallenges":[]}""", ConnectionState.ReconnectRequired, "mfaRejected", RequiredActionKind.OpenWidget },
        { 200, $$"""{"HttpStatusCode":401,{{Session}}}""", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 401, $$"""{"HttpStatusCode":200,{{Session}}}""", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 401, """{"HttpStatusCode":401,"Message":"No code at all"}""", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 200, "{}", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport },
        { 429, """{"message":"Slow down"}""", ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait },
        { 429, """{"HttpStatusCode":429}""", ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait },

        // A LoginId that is unknown is told from a refused password by the message alone.
        { 401, Body("INVALID_LOGIN", "LoginId not found or invalid"), ConnectionState.Deleted, "notFound", RequiredActionKind.StartOver },
        { 400, Body("INVALID_LOGIN", "The loginid is invalid"), ConnectionState.Deleted, "notFound", RequiredActionKind.StartOver },
        { 401, Body("INVALID_LOGIN", "The username and password do not match"), ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget },
        { 401, """{"FlinksCode":"INVALID_LOGIN","Message":null}""", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget },
        { 401, """{"FlinksCode":"INVALID_LOGIN","Message":{"en":"LoginId"}}""", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget },
        { 401, Body("UNAUTHORIZED", "The bank did not authorize the card"), ConnectionState.ActionRequired, "institutionActionRequired", RequiredActionKind.VisitInstitution },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_of_a_shape_that_is_allowed_means_what_it_says(int status, string json, ConnectionState state, string reason, RequiredActionKind action)
    {
        PlanTokens(1);
        Cached().Once().ReturnsJson(json, status);

        var read = await Client.GetAsync(Connection);

        Assert.Equal((state, reason, action), (read.Status.State, read.Status.Reason.Value, read.Status.Action.Kind));
        Assert.Equal(state == ConnectionState.Active, read.Status.RefreshAllowed);
    }

    public static TheoryData<int, string?, string, ProviderErrorKind> Failures => new()
    {
        { 200, null, "text/html", ProviderErrorKind.Protocol },
        { 200, "<!DOCTYPE html><h1>Please try again</h1>", "text/html", ProviderErrorKind.Protocol },
        { 200, "", "application/json", ProviderErrorKind.Protocol },
        { 203, "", "application/json", ProviderErrorKind.Protocol },
        { 200, """{"HttpStatusCode":200,"RequestId":"b2f4""", "application/json", ProviderErrorKind.Protocol },
        { 200, "null", "application/json", ProviderErrorKind.Protocol },
        { 200, "[]", "application/json", ProviderErrorKind.Protocol },
        { 200, "\"ok\"", "application/json", ProviderErrorKind.Protocol },
        { 200, """{"HttpStatusCode":200,"RequestId":"r","Login":"me"}""", "application/json", ProviderErrorKind.Protocol },
        { 200, """{"HttpStatusCode":200,"RequestId":"r","Accounts":{}}""", "application/json", ProviderErrorKind.Protocol },
        { 200, """{"HttpStatusCode":200,"RequestId":"r","RequestId":"s"}""", "application/json", ProviderErrorKind.Protocol },
        { 401, "", "text/plain", ProviderErrorKind.CredentialRejected },
        { 403, "<html></html>", "text/html", ProviderErrorKind.CredentialRejected },
        { 401, """{"statusCode":401,"message":"Access denied due to missing subscription key"}""", "application/json", ProviderErrorKind.CredentialRejected },
        { 401, """{"HttpStatusCode":401,"Message":"You must provide a valid authorize token"}""", "application/json", ProviderErrorKind.CredentialRejected },
        { 503, "<html></html>", "text/html", ProviderErrorKind.Unavailable },
        { 503, """{"message":"Service unavailable"}""", "application/json", ProviderErrorKind.Unavailable },
        { 502, "", "text/html", ProviderErrorKind.Unavailable },
        { 429, "<html></html>", "text/html", ProviderErrorKind.RateLimited },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_is_no_answer_is_a_typed_failure(int status, string? body, string contentType, ProviderErrorKind kind)
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
        Cached().Returns(body is null ? StubReply.Empty(status) : StubReply.Text(body, contentType, status));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal(kind, failure.Kind);
    }

    [Theory]
    [InlineData(401, """{"HttpStatusCode":401,"Message":"Wrong","FlinksCode":"UNAUTHORIZED"}""", ProviderErrorKind.CredentialRejected)]
    [InlineData(401, """{"HttpStatusCode":401,"FlinksCode":"UNAUTHORIZED"}""", ProviderErrorKind.CredentialRejected)]
    [InlineData(200, """{"HttpStatusCode":401,"Message":"You must provide a valid auth key","FlinksCode":"UNAUTHORIZED"}""", ProviderErrorKind.CredentialRejected)]
    [InlineData(401, """{"HttpStatusCode":401,"FlinksCode":"ACCESS_DENIED"}""", ProviderErrorKind.CredentialRejected)]
    [InlineData(401, """{"HttpStatusCode":401}""", ProviderErrorKind.CredentialRejected)]
    [InlineData(401, """{"HttpStatusCode":401,"FlinksCode":"TOO_MANY_REQUESTS"}""", ProviderErrorKind.RateLimited)]
    [InlineData(200, """{"HttpStatusCode":401,"FlinksCode":"TOO_MANY_REQUESTS"}""", ProviderErrorKind.RateLimited)]
    [InlineData(200, """{"HttpStatusCode":200,"Token":null}""", ProviderErrorKind.Protocol)]
    [InlineData(200, """{"HttpStatusCode":200,"Token":""}""", ProviderErrorKind.Protocol)]
    [InlineData(200, """{"HttpStatusCode":200,"Token":"a\r\nb"}""", ProviderErrorKind.Protocol)]
    [InlineData(200, """{"HttpStatusCode":200,"Token":42}""", ProviderErrorKind.Protocol)]
    [InlineData(500, """{"HttpStatusCode":500,"FlinksCode":"AGGREGATION_ERROR"}""", ProviderErrorKind.Unavailable)]
    public async Task A_token_that_is_refused_says_why_and_no_bank_takes_part_in_it(int status, string json, ProviderErrorKind kind)
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Once().ReturnsJson(json, status);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal(kind, failure.Kind);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("5", 5)]
    [InlineData(null, 60)]
    public async Task A_429_says_when_to_come_back_in_whatever_body_it_comes(string? header, int seconds)
    {
        PlanTokens(3);
        foreach (var json in (string[])["""{"HttpStatusCode":429,"FlinksCode":"TOO_MANY_REQUESTS"}""", """{"message":"Slow down"}"""])
        {
            var reply = StubReply.Json(json, 429);
            Cached().Once().Returns(header is null ? reply : reply.WithHeader("Retry-After", header));
            var read = await Client.GetAsync(Connection);

            var wait = Assert.IsType<RequiredAction.Wait>(read.Status.Action);
            Assert.Equal(read.ObservedAt.AddSeconds(seconds), wait.NotBefore!.Value);
        }

        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        var limited = StubReply.Json("""{"HttpStatusCode":429,"FlinksCode":"TOO_MANY_REQUESTS"}""", 429);
        Detail().Once().Returns(header is null ? limited : limited.WithHeader("Retry-After", header));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAccountsAsync(Connection));

        Assert.Equal((ProviderErrorKind.RateLimited, true, (double)seconds), (failure.Kind, failure.IsTransient, failure.RetryAfter!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData(null, 60)]
    public async Task A_429_on_the_token_says_when_to_come_back_too(string? header, int seconds)
    {
        var reply = StubReply.Json("""{"HttpStatusCode":429,"FlinksCode":"TOO_MANY_REQUESTS"}""", 429);
        Stub.Post(Base + "GenerateAuthorizeToken").Once().Returns(header is null ? reply : reply.WithHeader("Retry-After", header));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal((ProviderErrorKind.RateLimited, (double)seconds), (failure.Kind, failure.RetryAfter!.Value.TotalSeconds));
    }

    private static string Body(string code, string message = "As documented") =>
        $$"""{"HttpStatusCode":401,"Message":"{{message}}","FlinksCode":"{{code}}",{{Session}}}""";
}
