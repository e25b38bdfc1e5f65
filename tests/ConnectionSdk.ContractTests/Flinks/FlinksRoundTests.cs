using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>Questions as fields, and what Flinks may say to the answers: sent once, whatever comes back.</summary>
public sealed class FlinksRoundTests : FlinksContract
{
    private const string City = "What city were you born in?";
    private const string Asked = "\"SecurityChallenges\":[{\"Type\":\"QuestionAndAnswer\",\"Prompt\":\"" + City + "\"}]";

    public FlinksRoundTests() => Configure = options => options.AnswerMfaByFields = true;

    public static TheoryData<string, string> Kinds => new()
    {
        { """{"Type":"QuestionAndAnswer","Prompt":"Q"}""", "Text" },
        { """{"Type":"QuestionAndAnswer","Prompt":" Q? ","Iterables":null}""", "Text" },
        { """{"Type":"QuestionAndAnswer","Prompt":"Q","Iterables":[]}""", "Text" },
        { """{"Type":"QuestionAndAnswer","Prompt":"Q","Iterables":["a","b"]}""", "Choice a b" },
        { """{"Type":"MultipleChoice","Prompt":"Q","Iterables":["a"]}""", "Choice a" },
        { """{"Type":"MultipleChoice","Prompt":"Q","Iterables":[1,2.50]}""", "Choice 1 2.50" },
        { """{"Type":"MultipleChoiceMultipleAnswers","Prompt":"Q","Iterables":["a","b"]}""", "Choices a b" },
        { """{"Type":"ImageSelection","Prompt":"Q","Iterables":["/9j/4AAQ","/9j/5BBR"]}""", "ImageChoice /9j/4AAQ /9j/5BBR" },
        { """{"Type":"TextOrCall","Prompt":"Q","Iterables":["Text ***-0142","Call ***-0142"]}""", "Choice Text ***-0142 Call ***-0142" },

        // What a form cannot ask is asked by the widget.
        { """{"Type":"TrustedDevicePush","Prompt":"Q"}""", "widget" },
        { """{"Type":null,"Prompt":"Q"}""", "widget" },
        { """{"Type":"QuestionAndAnswer","Prompt":null}""", "widget" },
        { """{"Type":"QuestionAndAnswer","Prompt":""}""", "widget" },
        { """{"Type":"MultipleChoice","Prompt":"Q"}""", "widget" },
        { """{"Type":"ImageSelection","Prompt":"Q","Iterables":[]}""", "widget" },
        { """{"Type":"QuestionAndAnswer","Prompt":"Q","Iterables":[{"text":"a"},"b"]}""", "widget" },
        { """{"Type":"QuestionAndAnswer","Prompt":"Q","Iterables":{"a":"b"}}""", "widget" },
        { """{"Type":"QuestionAndAnswer","Prompt":"Q"},{"Type":"QuestionAndAnswer","Prompt":"Q"}""", "widget" },
        { """{"Type":"QuestionAndAnswer","Prompt":"Q"},{"Type":"Push","Prompt":"P"}""", "widget" },
        { "{}", "widget" },
        { "null", "widget" },
        { """{"Type":"QuestionAndAnswer","Prompt":"Q"},null""", "widget" },

        // Several choices come back one to a line.
        { """{"Type":"MultipleChoiceMultipleAnswers","Prompt":"Q","Iterables":["a\nb","c"]}""", "widget" },
        { """{"Type":"MultipleChoiceMultipleAnswers","Prompt":"Q","Iterables":["a","b\r"]}""", "widget" },
        { """{"Type":"MultipleChoice","Prompt":"Q","Iterables":["one\nline"]}""", "Choice one\nline" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_question_of_every_kind_is_asked_where_it_can_be(string challenges, string asked)
    {
        var session = await StartAsync($$"""{"HttpStatusCode":203,"SecurityChallenges":[{{challenges}}],"RequestId":"{{RequestId}}"}""");

        Assert.Equal(asked, session.Action is RequiredAction.ProvideFields { Fields: [var field] }
            ? string.Join(' ', [field.Kind + (field.AllowsSeveral ? "s" : ""), .. field.Options.Select(option => option.Value)])
            : session.Action is RequiredAction.OpenWidget { Launch: { } launch } && launch.Parameters["requestId"] == RequestId ? "widget" : session.Action.ToString());
    }

    public static TheoryData<int, string, ReplyFate, string> Verdicts => new()
    {
        // The session goes on.
        { 203, $$"""{"HttpStatusCode":203,{{Asked}},"RequestId":"{{RequestId}}"}""", ReplyFate.Accepted, "fields" },
        { 203, $$"""{"HttpStatusCode":203,{{Asked}} }""", ReplyFate.Accepted, "fields" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE",{{Asked}},"RequestId":"{{RequestId}}"}""", ReplyFate.Rejected, "fields" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE",{{Asked}} }""", ReplyFate.Rejected, "fields" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"UNKNOWN_CHALLENGE_KEY",{{Asked}} }""", ReplyFate.NotSent, "fields" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"UNKNOWN_CHALLENGE_KEY"}""", ReplyFate.NotSent, "question" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"SECURITYRESPONSES_INCOMPLETE"}""", ReplyFate.NotSent, "question" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"INVENTED_TOMORROW"}""", ReplyFate.Accepted, "question" },
        { 202, """{"HttpStatusCode":202,"FlinksCode":"OPERATION_DISPATCHED"}""", ReplyFate.Accepted, "wait" },

        // It is over: the user is sent to the credentials, never back to a session that has ended.
        { 401, """{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE"}""", ReplyFate.Rejected, "credentials" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE_NO_RETRY","RequestId":"{{RequestId}}"}""", ReplyFate.Rejected, "credentials" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE_NO_RETRY",{{Asked}},"RequestId":"{{RequestId}}"}""", ReplyFate.Rejected, "credentials" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"DISABLED_LOGIN",{{Asked}},"RequestId":"{{RequestId}}"}""", ReplyFate.Accepted, "bank" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"RETRY_LATER",{{Asked}},"RequestId":"{{RequestId}}"}""", ReplyFate.Accepted, "later" },
        { 401, $$"""{"HttpStatusCode":401,"FlinksCode":"INVALID_PASSWORD","RequestId":"{{RequestId}}"}""", ReplyFate.Accepted, "credentials" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"DISABLED_LOGIN"}""", ReplyFate.Accepted, "bank" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"RETRY_LATER"}""", ReplyFate.Accepted, "later" },
        { 429, """{"HttpStatusCode":429,"FlinksCode":"TOO_MANY_REQUESTS"}""", ReplyFate.NotSent, "later" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"INVALID_REQUEST"}""", ReplyFate.NotSent, "never" },

        // Nobody knows: the connection is read, and the answers stay sent.
        { 502, """{"message":"Bad gateway"}""", ReplyFate.Unknown, "question" },
        { 500, """{"HttpStatusCode":500}""", ReplyFate.Unknown, "question" },
        { 200, "<html></html>", ReplyFate.Unknown, "question" },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Answers_go_out_once_and_what_comes_back_says_how_to_go_on(int status, string json, ReplyFate fate, string next)
    {
        var session = await StartAsync($$"""{"HttpStatusCode":203,{{Asked}},"InstitutionId":14,"RequestId":"{{RequestId}}"}""");
        Authorize().WithJsonFixture("flinks/authorize.request.mfa-answer.json").Once().ReturnsJson(json, status);
        Cached().Optional().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);

        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString("Montreal")));

        Assert.Equal((fate, next), (session.LastReply, Next(session)));
    }

    [Fact]
    public async Task A_session_that_was_over_is_begun_anew_and_its_answers_were_not_spent()
    {
        var session = await StartAsync($$"""{"HttpStatusCode":203,{{Asked}},"RequestId":"{{RequestId}}"}""");
        Authorize().WithJsonFixture("flinks/authorize.request.mfa-answer.json").Once().ReturnsFixture("flinks/error.400.session-nonexistent.json", 400);
        Live().Once().ReturnsJson($$"""{"HttpStatusCode":203,{{Asked}},"RequestId":"c3f4a6c8-1d3e-4f50-8a7b-9c0d1e2f3a4b"}""", 203);

        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString("Montreal")));

        Assert.Equal((ReplyFate.NotSent, "fields"), (session.LastReply, Next(session)));
    }

    [Fact]
    public async Task Answers_that_were_not_spent_do_not_count_as_tried_when_the_new_contact_gets_lost()
    {
        var session = await StartAsync($$"""{"HttpStatusCode":203,{{Asked}},"InstitutionId":14,"RequestId":"{{RequestId}}"}""");
        Authorize().WithJsonFixture("flinks/authorize.request.mfa-answer.json").Once().ReturnsFixture("flinks/error.400.session-nonexistent.json", 400);
        Live().Once().Returns(StubReply.Text("<html></html>", "text/html", 502));

        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString("Montreal")));

        Assert.Equal((ReplyFate.NotSent, 0, "credentials"), (session.LastReply, session.RejectedReplies, Next(session)));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(401)]
    public async Task Answers_for_which_no_token_was_to_be_had_were_not_sent(int status)
    {
        PlanTokens(2);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Live().Once().ReturnsJson($$"""{"HttpStatusCode":203,{{Asked}},"RequestId":"{{RequestId}}"}""", 203);
        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
        Stub.Post(Base + "GenerateAuthorizeToken").Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"INVALID_PASSWORD"}""", status);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString("Montreal"))));

        session = await Flow.GetAsync(session.Id);
        Assert.Equal((ProviderErrorKind.NotSent, false), (failure.Kind, failure.MayHaveBeenSent));
        Assert.Equal((ReplyFate.NotSent, 0, "fields"), (session.LastReply, session.RejectedReplies, Next(session)));
    }

    [Fact]
    public async Task The_bank_s_own_words_come_back_as_they_are_although_the_user_has_just_typed_them()
    {
        const string Questions = """
            "SecurityChallenges":[
              {"Type":"MultipleChoice","Prompt":"Which street?","Iterables":["Laurier","Laurier Ouest","rue \u00c9mile Laurier"]},
              {"Type":"QuestionAndAnswer","Prompt":"What city were you born in?"}]
            """;
        var session = await StartAsync($$"""{"HttpStatusCode":203,{{Questions}},"RequestId":"{{RequestId}}"}""");
        Authorize().Where("the answers", request => request.Text.Contains("SecurityResponses", StringComparison.Ordinal)).Once().ReturnsJson(
            $$"""{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE","Message":"Laurier and city are wrong",{{Questions}},"RequestId":"{{RequestId}}"}""", 401);

        var again = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(new Dictionary<string, SensitiveString>(StringComparer.Ordinal)
        {
            ["Which street?"] = new("Laurier"),
            [City] = new("city"),
        }));

        var fields = Assert.IsType<RequiredAction.ProvideFields>(again.Action).Fields;
        Assert.Equal(ReplyFate.Rejected, again.LastReply);
        Assert.Equal([("Which street?", "Which street?"), (City, City)], fields.Select(field => (field.Name, field.Label)));
        Assert.Equal(["Laurier", "Laurier Ouest", "rue \u00c9mile Laurier"], fields[0].Options.Select(option => option.Value), StringComparer.Ordinal);
        Assert.Equal("******* and **** are wrong", again.Observed!.Status.Provider.DeveloperMessage);
    }

    [Theory]
    [InlineData(203, "null")]
    [InlineData(401, "\"INVALID_SECURITY_RESPONSE\"")]
    public async Task A_new_question_that_repeats_what_was_typed_is_asked_by_the_widget_and_kept_nowhere(int status, string code)
    {
        var session = await StartAsync($$"""{"HttpStatusCode":203,{{Asked}},"RequestId":"{{RequestId}}"}""");
        Authorize().WithJsonFixture("flinks/authorize.request.mfa-answer.json").Once().ReturnsJson(
            $$"""{"HttpStatusCode":{{status}},"FlinksCode":{{code}},"SecurityChallenges":[{"Type":"QuestionAndAnswer","Prompt":"You said MONTREAL. Sure?"}],"RequestId":"{{RequestId}}"}""", status);

        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString("Montreal")));

        Assert.Equal("question", Next(session));
        Assert.DoesNotContain("montreal", session.ToJson(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Montreal ", "You said MONTREAL. Sure?")]
    [InlineData("Zo\u00e9", "Vous avez dit Zo\u00e9 ?")]
    public async Task However_it_was_typed(string typed, string prompt)
    {
        var session = await StartAsync($$"""{"HttpStatusCode":203,{{Asked}},"RequestId":"{{RequestId}}"}""");
        Authorize().Once().ReturnsJson(
            $$"""{"HttpStatusCode":203,"SecurityChallenges":[{"Type":"QuestionAndAnswer","Prompt":"{{prompt}}"}],"RequestId":"{{RequestId}}"}""", 203);

        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString(typed)));

        Assert.Equal("question", Next(session));
        Assert.DoesNotContain(prompt[^8..], session.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_under_a_code_nobody_knows_is_asked_all_the_same()
    {
        var session = await StartAsync($$"""{"HttpStatusCode":203,"FlinksCode":"INVENTED_TOMORROW",{{Asked}},"RequestId":"{{RequestId}}"}""");

        Assert.Equal(City, Assert.Single(Assert.IsType<RequiredAction.ProvideFields>(session.Action).Fields).Name);
    }

    public static TheoryData<int, string, string> NoAsync => new()
    {
        { 404, "<html></html>", "text/html" },
        { 404, """{"statusCode":404,"message":"Resource not found"}""", "application/json" },
        { 405, "", "text/plain" },
        { 401, """{"statusCode":401,"message":"Access denied"}""", "application/json" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"METHOD_NOT_AVAILABLE"}""", "application/json" },
        { 401, """{"HttpStatusCode":401,"FlinksCode":"ACCESS_DENIED"}""", "application/json" },
        { 400, """{"HttpStatusCode":400,"FlinksCode":"session_nonexistent"}""", "application/json" },
    };

    [Theory]
    [MemberData(nameof(NoAsync))]
    public async Task A_contact_that_cannot_be_followed_is_known_by_what_is_stored_in_the_end(int status, string body, string contentType)
    {
        PlanTokens(1);
        Data(HttpMethod.Get, "AuthorizeAsync/" + RequestId).Once().Returns(StubReply.Text(body, contentType, status));
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        Assert.Equal(ReconnectVerdict.Repaired, (await Provider.Reconnect.ObserveAsync(Context("Authorizing"), CancellationToken.None)).Verdict);
    }

    [Fact]
    public async Task A_summary_that_is_not_ready_is_asked_for_on_its_own_endpoint()
    {
        Data(HttpMethod.Get, "GetAccountsDetailAsync/" + RequestId).WithoutBody().Once().ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"NO_TRANSACTION"}""", 400);
        Data(HttpMethod.Post, "GetAccountsSummary").WithJsonFixture("flinks/accounts-summary.request.json").Once()
            .ReturnsFixture("flinks/accounts-detail.response.202.pending.json", 202);
        var waits = await Provider.Reconnect.ObserveAsync(Context("Collecting"), CancellationToken.None);
        Assert.IsType<RequiredAction.Wait>(waits.Action);
        Data(HttpMethod.Get, "GetAccountsSummaryAsync/" + RequestId).WithoutBody().Once().ReturnsFixture("flinks/accounts-summary.response.200.json");

        var done = await Provider.Reconnect.ObserveAsync(Context("Collecting") with { Memo = waits.Memo }, CancellationToken.None);

        Assert.Equal((ReconnectVerdict.Repaired, 2), (done.Verdict, done.Accounts!.Count));
    }

    private static string Next(ReconnectSession session) => session switch
    {
        { Outcome: ReconnectOutcome.WaitingForProvider } => "later",
        { Outcome: ReconnectOutcome.NotRepairable } => "never",
        { Action: RequiredAction.ProvideFields } => "fields",
        { Action: RequiredAction.Wait } => "wait",
        { Action: RequiredAction.VisitInstitution } => "bank",
        { Action: RequiredAction.OpenWidget { Launch: { } launch } } when launch.Parameters.TryGetValue("requestId", out var id) => id == RequestId ? "question" : id,
        { Action: RequiredAction.OpenWidget { Launch: { } launch } } => launch.Source.AbsolutePath.EndsWith("/Credential/14", StringComparison.Ordinal) ? "credentials" : launch.Source.AbsolutePath,
        _ => session.ToString(),
    };

    private static ReconnectContext Context(string step) => new()
    {
        Connection = Connection,
        SessionId = ReconnectSessionId.Parse(new string('a', 32)),
        Options = new ReconnectOptions(),
        Action = new RequiredAction.Wait { Actor = Actor.Provider },
        Memo = $"request:{RequestId} seen:{Then.UtcTicks} step:{step}",
        State = CallbackState.Create(),
        Observed = new Connection
        {
            Ref = Connection,
            Status = new ConnectionStatus { State = ConnectionState.Connecting, Action = new RequiredAction.None(), Provider = new ProviderStatus("OPERATION_PENDING", true, null) },
            ObservedAt = Then,
        },
        Now = Then,
    };

    private static DateTimeOffset Then { get; } = new(2026, 3, 14, 16, 0, 0, TimeSpan.Zero);

    private async Task<ReconnectSession> StartAsync(string challenge)
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Live().Once().ReturnsJson(challenge, 203);
        return await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
    }
}
