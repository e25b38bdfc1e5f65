using System.Net;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class FlinksSimulatorAuthorizeTests : FlinksSimulatorFixture
{
    private const string City = """{"What city were you born in?":["Montreal"]}""";
    private const string WrongCity = """{"What city were you born in?":["Atlantis"]}""";

    [Fact]
    public async Task An_authorize_token_is_minted_with_the_secret_and_good_once_for_fifteen_minutes()
    {
        var connection = Flinks.AddConnection();
        var cached = $$"""{"LoginId":"{{connection.LoginId}}","MostRecentCached":true}""";
        var (refused, error) = await SendAsync("POST", "GenerateAuthorizeToken", authKey: "wrong");
        Assert.Equal((HttpStatusCode.Unauthorized, "You must provide a valid auth key"), (refused, (string?)error["Message"]));

        var token = await TokenAsync();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", "Authorize", cached, authKey: token)).Status);
        var (second, spent) = await SendAsync("POST", "Authorize", cached, authKey: token);
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHORIZED"), (second, Code(spent)));

        var old = await TokenAsync();
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("POST", "Authorize", cached, authKey: old)).Status);
        Assert.Equal(2, Flinks.AuthorizeTokensRefused);
    }

    [Fact]
    public async Task A_cached_call_repeats_the_last_error_until_a_live_one_that_saves_has_succeeded()
    {
        var connection = Flinks.AddConnection(c => c.Asks().LastRefreshFailed());
        Assert.Equal("QUESTION_NOT_FOUND", Code((await CachedAsync(connection)).Body));

        var (status, asked) = await LiveAsync(connection);
        Assert.Equal(HttpStatusCode.NonAuthoritativeInformation, status);
        Assert.Equal("What city were you born in?", (string?)asked["SecurityChallenges"]![0]!["Prompt"]);
        Assert.Equal("QUESTION_NOT_FOUND", Code((await CachedAsync(connection)).Body));

        var (answered, done) = await AnswerAsync(RequestId(asked), City);
        Assert.Equal(HttpStatusCode.OK, answered);
        Assert.Equal(connection.LoginId, (string?)done["Login"]!["Id"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$", (string?)done["Login"]!["LastRefresh"]);
        Assert.Equal(HttpStatusCode.OK, (await CachedAsync(connection)).Status);
        Assert.Equal(1, connection.Repairs);
        Assert.Equal(1, Flinks.Bank.CountFor(connection.Challenge!.Id));
    }

    [Fact]
    public async Task Without_Save_a_success_carries_no_login_and_is_not_kept()
    {
        var connection = Flinks.AddConnection(c => c.LastRefreshFailed());

        var (status, body) = await AuthorizeAsync($$"""{"LoginId":"{{connection.LoginId}}","MostRecentCached":false}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(body["Login"]);
        Assert.Equal("QUESTION_NOT_FOUND", Code((await CachedAsync(connection)).Body));
    }

    [Fact]
    public async Task An_answer_without_Save_is_followed_by_no_login_although_the_live_call_is_kept()
    {
        var connection = Flinks.AddConnection(c => c.Asks().LastRefreshFailed());
        var requestId = RequestId((await LiveAsync(connection)).Body);

        var (status, body) = await AuthorizeAsync($$"""{"RequestId":"{{requestId}}","SecurityResponses":{{City}}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(body["Login"]);
        Assert.Null(connection.LastError);
    }

    [Fact]
    public async Task Answers_that_do_not_fit_the_questions_never_reach_the_bank()
    {
        var connection = Flinks.AddConnection(c => c.Asks(
            new FlinksQuestion("What was your first pet called?", "Biscuit"),
            new FlinksQuestion("What street did you grow up on?", "Elm")));
        var requestId = RequestId((await LiveAsync(connection)).Body);

        Assert.Equal("UNKNOWN_CHALLENGE_KEY", Code((await AnswerAsync(requestId, """{"what was your first pet called?":["Biscuit"]}""")).Body));
        Assert.Equal("SECURITYRESPONSES_INCOMPLETE", Code((await AnswerAsync(requestId, """{"What was your first pet called?":["Biscuit"]}""")).Body));
        Assert.Equal("INVALID_REQUEST", Code((await AnswerAsync(requestId, """{"What was your first pet called?":"Biscuit"}""")).Body));
        Assert.Equal(0, Flinks.Bank.Count(BankSubmissionKind.Code));

        var (status, _) = await AnswerAsync(requestId, """{"What street did you grow up on?":["Elm"],"What was your first pet called?":["Biscuit"]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Biscuit | Elm", Assert.Single(Flinks.Bank.Submissions, s => s.Kind == BankSubmissionKind.Code).Value);
        Assert.Equal("ALREADY_AUTHORIZED", Code((await AnswerAsync(requestId, City)).Body));
    }

    [Fact]
    public async Task A_wrong_answer_may_be_asked_again_and_the_third_one_locks_the_login()
    {
        var connection = Flinks.AddConnection(c => c.Asks());
        var requestId = RequestId((await LiveAsync(connection)).Body);

        var (status, again) = await AnswerAsync(requestId, WrongCity);
        Assert.Equal((HttpStatusCode.Unauthorized, "INVALID_SECURITY_RESPONSE"), (status, Code(again)));
        Assert.Single(again["SecurityChallenges"]!.AsArray());
        await AnswerAsync(requestId, WrongCity);

        Assert.Equal("DISABLED_LOGIN", Code((await AnswerAsync(requestId, WrongCity)).Body));
        Assert.True(connection.Login.IsLocked);
        Assert.Equal("DISABLED_LOGIN", Code((await CachedAsync(connection)).Body));
    }

    [Theory]
    [InlineData(FlinksWrongAnswer.EndsSession, "INVALID_SECURITY_RESPONSE")]
    [InlineData(FlinksWrongAnswer.EndsSessionWithNoRetry, "INVALID_SECURITY_RESPONSE_NO_RETRY")]
    public async Task A_wrong_answer_may_end_the_session(FlinksWrongAnswer consequence, string code)
    {
        var connection = Flinks.AddConnection(c => c.Asks().AfterWrongAnswer(consequence));
        var requestId = RequestId((await LiveAsync(connection)).Body);

        var (_, body) = await AnswerAsync(requestId, WrongCity);

        Assert.Equal(code, Code(body));
        Assert.Null(body["SecurityChallenges"]);
        Assert.Equal("SESSION_NONEXISTENT", Code((await AnswerAsync(requestId, City)).Body));
        Assert.Equal(1, Flinks.Bank.Count(BankSubmissionKind.Code));
    }

    [Fact]
    public async Task A_second_live_call_is_refused_until_the_first_session_has_lapsed()
    {
        var connection = Flinks.AddConnection(c => c.Asks());
        var requestId = RequestId((await LiveAsync(connection)).Body);
        Assert.Equal("CONCURRENT_SESSION", Code((await LiveAsync(connection)).Body));
        Assert.Null(connection.LastError);

        Clock.Advance(Flinks.RequestIdLasts);

        Assert.Equal("SESSION_EXPIRED", Code((await AnswerAsync(requestId, City)).Body));
        Assert.Equal(HttpStatusCode.NonAuthoritativeInformation, (await LiveAsync(connection)).Status);
    }

    [Fact]
    public async Task A_call_the_bank_keeps_waiting_is_dispatched_after_210_seconds_and_can_be_polled()
    {
        var connection = Flinks.AddConnection(c => c.Asks().BankTakes(TimeSpan.FromMinutes(5)));
        var call = LiveAsync(connection);
        await Clock.WaitForTimersAsync(1);
        Clock.Advance(TimeSpan.FromSeconds(209));
        Assert.False(call.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var (status, body) = await call;
        Assert.Equal((HttpStatusCode.Accepted, "OPERATION_DISPATCHED"), (status, Code(body)));
        Assert.Equal("OPERATION_PENDING", Code((await PollAsync("AuthorizeAsync", RequestId(body))).Body));
        Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(HttpStatusCode.NonAuthoritativeInformation, (await PollAsync("AuthorizeAsync", RequestId(body))).Status);
    }

    [Fact]
    public async Task AuthorizeAsync_must_be_activated_and_then_answers_pending_first()
    {
        var connection = Flinks.AddConnection(c => c.LiveFailsWith("NEW_ACCOUNT", times: 1));
        var live = $$"""{"LoginId":"{{connection.LoginId}}","MostRecentCached":false,"Save":true}""";
        Assert.Equal("METHOD_NOT_AVAILABLE", Code((await SendAsync("POST", "AuthorizeAsync", live, authKey: await TokenAsync())).Body));

        Flinks.HasAuthorizeAsync = true;
        var (status, body) = await SendAsync("POST", "AuthorizeAsync", live, authKey: await TokenAsync());
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("NEW_ACCOUNT", Code((await PollAsync("AuthorizeAsync", RequestId(body))).Body));
        Assert.Equal("NEW_ACCOUNT", Code((await PollAsync("AuthorizeAsync", RequestId(body))).Body));
    }

    [Fact]
    public async Task Another_language_makes_another_login_with_other_account_ids()
    {
        var connection = Flinks.AddConnection(c => c.InLanguage("fr"));

        var (_, same) = await LiveAsync(connection);
        var (_, other) = await LiveAsync(connection, ""","Language":"en" """);

        Assert.Equal(connection.LoginId, (string?)same["Login"]!["Id"]);
        var twin = Assert.Single(Flinks.Connections, known => known.Language == "en");
        Assert.Equal(twin.LoginId, (string?)other["Login"]!["Id"]);
        Assert.Empty(connection.Accounts.Select(account => account.Id).Intersect(twin.Accounts.Select(account => account.Id), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_code_can_be_scripted_with_its_HTTP_number()
    {
        foreach (var code in FlinksSimulator.KnownCodes)
        {
            Assert.Equal(code, Code((await LiveAsync(Flinks.AddConnection(c => c.LiveFailsWith(code)))).Body));
        }

        var connection = Flinks.AddConnection(c => c.LiveFailsWith("INVALID_LOGIN").LiveFailsWith("NEVER_HEARD_OF"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await LiveAsync(connection)).Status);
        Flinks.Divergences.OlderHttpNumbers = true;
        Assert.Equal(HttpStatusCode.BadRequest, (await LiveAsync(connection)).Status);
    }

    [Fact]
    public async Task A_wrong_stored_password_is_tried_at_the_bank_by_every_live_call()
    {
        var connection = Flinks.AddConnection(c => c.WrongPassword());
        Assert.Equal("INVALID_PASSWORD", Code((await CachedAsync(connection)).Body));
        Assert.Equal(0, Flinks.Bank.Count(BankSubmissionKind.Password));

        await LiveAsync(connection);
        await LiveAsync(connection);
        Assert.Equal("DISABLED_LOGIN", Code((await LiveAsync(connection)).Body));

        Assert.Equal(3, Flinks.Bank.Count(BankSubmissionKind.Password));
    }
}
