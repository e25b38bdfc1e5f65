using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>What Flinks Connect tells, in every shape a page may pass on. Its texts are hints: what Flinks has stored decides.</summary>
public sealed class FlinksEventTests : FlinksContract
{
    private const string Login = "\"loginId\":\"" + LoginId + "\"";
    private const string StillBroken = """{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""";

    public static TheoryData<string> Ends =>
    [
        """{"step":"REDIRECT"}""",
        $$"""{"step":"REDIRECT",{{Login}},"requestId":"{{RequestId}}","accountId":"a,b"}""",
        $$"""{"step":"REDIRECT",{{Login}},"accountId":["a","b"],"institution":{"id":14} }""",
        """{"step":"REDIRECT","loginId":null,"requestId":null,"accountId":null,"url":null}""",
        """{"step":"REDIRECT","loginId":{"id":1},"requestId":[1],"accountId":{},"url":false}""",
        $$"""{"step":"REDIRECT","url":"https://app.example/back?loginId={{LoginId}}&tag=user-1042&institution=FlinksCapital"}""",
        $$"""{"step":"REDIRECT","url":"?loginId={{LoginId}}"}""",
        """{"step":"REDIRECT","url":"not an address"}""",
        $$"""{"Step":"redirect","LoginId":"{{LoginId}}"}""",
        $$"""{ {{Login}},"institution":"FlinksCapital"}""",
        $$"""{"data":{"step":"REDIRECT",{{Login}} },"origin":"https://toolbox-iframe.private.fin.ag"}""",
        """{"data":"{\"step\":\"REDIRECT\"}"}""",
        "\"{\\\"step\\\":\\\"REDIRECT\\\"}\"",
        $"step=REDIRECT&loginId={LoginId}&institution=Flinks%20Capital",
        $"?loginId={LoginId}&accountId=a%2Cb&institution=FlinksCapital",
        $"https://app.example/back?state=s&loginId={LoginId}",
    ];

    public static TheoryData<string> Progress =>
    [
        "", "  ", "null", "42", "true", "\"\"", "[]", "[{\"step\":\"REDIRECT\"}]", "{}", "not json", "a=b", "<html><a href='x?step=1'></a></html>",
        """{"step":"REDIRECT" """, """{"step":null}""", """{"step":{"name":"REDIRECT"}}""", """{"step":["REDIRECT"]}""", """{"flinksCode":{}}""",
        """{"flinksCode":null,"step":"COMPONENT_LOAD_MFA","mfaTypes":{"a":[1]}}""", """{"step":"APP_OFFLINE"}""",
        """{"step":"COMPONENT_ACCEPT_PROVIDER_CONSENT"}""", """{"step":"COMPONENT_CLICK_RESET_PASSWORD"}""", """{"step":"COMPONENT_LOAD_MFA_RETRY"}""",
        """{"step":"INVENTED_TOMORROW","flinksCode":"INVENTED_TOO"}""", """{"flinksCode":"OPERATION_PENDING"}""", """{"step":"\ud800"}""", "{\"step\":\"\ud800\"}",
        """{"data":{"data":{"data":{"data":{"data":{"step":"REDIRECT"}}}}}}""",
        string.Concat(Enumerable.Repeat("[", 100)),
    ];

    public static TheoryData<string, ReconnectOutcome, RequiredActionKind> Failures => new()
    {
        { """{"step":"COMPONENT_CLOSE_SESSION"}""", ReconnectOutcome.Abandoned, RequiredActionKind.OpenWidget },
        { "\"{\\\"step\\\":\\\"COMPONENT_CLOSE_SESSION\\\"}\"", ReconnectOutcome.Abandoned, RequiredActionKind.OpenWidget },
        { """{"step":"COMPONENT_DENY_CONSENT","institution":null}""", ReconnectOutcome.Abandoned, RequiredActionKind.OpenWidget },
        { """{"step":"COMPONENT_DENY_TERMS"}""", ReconnectOutcome.Abandoned, RequiredActionKind.OpenWidget },
        { """{"step":"RETRY_LATER"}""", ReconnectOutcome.WaitingForProvider, RequiredActionKind.Wait },
        { """{"step":"ANY_RETRY_LATER"}""", ReconnectOutcome.WaitingForProvider, RequiredActionKind.Wait },
        { """{"flinksCode":"AGGREGATION_ERROR"}""", ReconnectOutcome.WaitingForProvider, RequiredActionKind.Wait },
        { """{"FlinksCode":"AGGREGATION_ERROR","HttpStatusCode":500}""", ReconnectOutcome.WaitingForProvider, RequiredActionKind.Wait },
        { """{"step":"ERROR","flinksCode":"DISABLED_INSTITUTION"}""", ReconnectOutcome.WaitingForProvider, RequiredActionKind.Wait },
        { "flinksCode=CONCURRENT_SESSION&step=ERROR", ReconnectOutcome.WaitingForProvider, RequiredActionKind.Wait },
        { """{"step":"UNAUTHORIZED"}""", ReconnectOutcome.None, RequiredActionKind.VisitInstitution },
        { """{"flinksCode":"new_account"}""", ReconnectOutcome.None, RequiredActionKind.VisitInstitution },
        { """{"data":"{\"flinksCode\":\"DISABLED_LOGIN\"}"}""", ReconnectOutcome.None, RequiredActionKind.VisitInstitution },
        { """{"step":"INVALID_LOGIN"}""", ReconnectOutcome.None, RequiredActionKind.OpenWidget },
        { """{"step":"INVALID_USERNAME","flinksCode":null}""", ReconnectOutcome.None, RequiredActionKind.OpenWidget },
        { """{"step":"COMPONENT_LOAD_CREDENTIAL_RETRY","flinksCode":"INVALID_PASSWORD"}""", ReconnectOutcome.None, RequiredActionKind.OpenWidget },
        { """{"step":"MAXIMUM_RETRY_REACHED"}""", ReconnectOutcome.None, RequiredActionKind.OpenWidget },
        { """{"step":"TOKEN_INVALID"}""", ReconnectOutcome.None, RequiredActionKind.OpenWidget },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task The_end_of_a_visit_is_understood_in_every_shape(string message)
    {
        var session = await StartAsync();
        Cached().Optional().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Optional().ReturnsFixture("flinks/accounts-detail.response.200.json");

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Theory]
    [MemberData(nameof(Progress))]
    public async Task What_says_nothing_changes_nothing_and_sends_nothing(string message)
    {
        var session = await StartAsync();
        var link = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.ToUri();

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message));

        Assert.Equal(link, Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.ToUri());
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_visit_that_failed_says_what_comes_next(string message, ReconnectOutcome outcome, RequiredActionKind action)
    {
        var session = await StartAsync();
        Cached().Once().ReturnsJson(StillBroken, 401);

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message));

        Assert.Equal((outcome, action), (session.Outcome, session.Action.Kind));
    }

    [Theory]
    [InlineData("""{"step":"INVALID_SECURITY_RESPONSE"}""", 1)]
    [InlineData("""{"flinksCode":"INVALID_PASSWORD"}""", 1)]
    [InlineData("""{"step":"COMPONENT_CLOSE_SESSION"}""", 0)]
    public async Task A_refusal_that_the_widget_tells_counts_also_where_nothing_can_be_read(string message, int refused)
    {
        var session = await StartAsync();
        Cached().Returns(StubReply.Text("<html></html>", "text/html", 503));

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message));

        Assert.Equal((refused, refused == 1 ? ReplyFate.Rejected : ReplyFate.Unknown), (session.RejectedReplies, session.LastReply));
    }

    private async Task<ReconnectSession> StartAsync()
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Optional().ReturnsFixture("flinks/generate-authorize-token.response.200.json");
        Cached().Once().ReturnsJson(StillBroken, 401);
        Live().Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);
        return await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
    }
}
