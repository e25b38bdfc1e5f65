using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>Every call the adapter can make: method, path, headers and body. A request nobody planned fails the test that made it.</summary>
public sealed class FlinksCallTests : FlinksContract
{
    private const string City = "What city were you born in?";

    [Fact]
    public async Task Every_read_spends_a_token_of_its_own()
    {
        PlanTokens(2);
        Cached().Times(2).ReturnsFixture("flinks/authorize.response.200.json");

        await Client.GetAsync(Connection);
        await Client.GetAsync(Connection);
    }

    [Fact]
    public async Task Accounts_are_asked_for_with_the_request_id_and_without_transactions()
    {
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        Assert.Equal(2, (await Client.GetAccountsAsync(Connection)).Count);
    }

    [Fact]
    public async Task Accounts_of_a_login_without_transactions_come_from_the_summary()
    {
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"NO_TRANSACTION"}""", 400);
        Data(HttpMethod.Post, "GetAccountsSummary").WithJsonFixture("flinks/accounts-summary.request.json").Once()
            .ReturnsFixture("flinks/accounts-summary.response.200.json");

        Assert.Equal(2, (await Client.GetAccountsAsync(Connection)).Count);
    }

    [Fact]
    public async Task After_a_failed_nightly_refresh_the_accounts_fetched_before_can_be_had_by_its_request_id()
    {
        PlanTokens(1);
        Cached().Once().ReturnsJson($$"""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND","RequestId":"{{RequestId}}"}""", 401);
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        Assert.Equal(2, (await Client.GetAccountsAsync(Connection)).Count);
    }

    [Fact]
    public async Task A_refresh_is_live_saves_and_speaks_the_language_of_the_registration()
    {
        PlanTokens(2);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Live().Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);

        var refreshed = await Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true });

        Assert.Equal(ConnectionState.ActionRequired, refreshed.Status.State);
        Assert.Contains(RequestId, refreshed.ResumeToken!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_go_out_once_under_their_exact_questions()
    {
        Configure = options => options.AnswerMfaByFields = true;
        PlanTokens(3);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Live().Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);
        Authorize().WithJsonFixture("flinks/authorize.request.mfa-answer.json").Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString("Montreal")));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task An_answer_whose_outcome_is_unknown_is_followed_by_a_read_and_nothing_else()
    {
        Configure = options => options.AnswerMfaByFields = true;
        PlanTokens(5);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Live().Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);
        Authorize().WithJsonFixture("flinks/authorize.request.mfa-answer.json").Once().Returns(StubReply.Empty(502));
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(City, new SensitiveString("Montreal")));

        Assert.Equal((ReplyFate.Unknown, RequiredActionKind.OpenWidget), (session.LastReply, session.Action.Kind));
        Stub.Verify();
    }

    [Fact]
    public async Task A_contact_that_goes_on_in_the_background_is_looked_at_with_the_data_key()
    {
        PlanTokens(2);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"RETRY_LATER"}""", 401);
        Live().Once().ReturnsFixture("flinks/authorize-async.response.202.json", 202);
        Data(HttpMethod.Get, "AuthorizeAsync/" + RequestId).WithoutBody().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.202.pending.json", 202);
        Data(HttpMethod.Get, "GetAccountsDetailAsync/" + RequestId).WithoutBody().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
        var strategy = Provider.Reconnect;
        var looked = await strategy.ObserveAsync(Context(session, step: "Authorizing"), CancellationToken.None);
        Assert.Equal(RequiredActionKind.Wait, looked.Action.Kind);
        var done = await strategy.ObserveAsync(Context(session, step: "Collecting"), CancellationToken.None);

        Assert.InRange(looked.LookAgainAfter!.Value.TotalSeconds, 10, 11);
        Assert.Equal((ReconnectVerdict.Repaired, 2), (done.Verdict, done.Accounts!.Count));
    }

    [Fact]
    public async Task The_widget_gets_a_second_token_and_everything_else_it_needs()
    {
        Configure = options =>
        {
            options.RedirectUri = new Uri("https://app.example/back");
            options.WidgetParameters["theme"] = "light";
            options.WidgetParameters["language"] = "fr";
        };
        PlanTokens(3);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Live().Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);

        var session = await Flow.StartAsync(
            Connection, new ReconnectOptions { Language = "fr", KnownAccounts = [new Account { Id = "3c5e7a91" }, new Account { Id = "4d6f8ba2" }] });
        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;

        Assert.Equal("https://toolbox-iframe.private.fin.ag/v2/", launch.Source.AbsoluteUri);
        Assert.Equal("https://toolbox-iframe.private.fin.ag", launch.MessageOrigin);
        Assert.Equal((RequestId, Token, "3c5e7a91,4d6f8ba2"), (launch.Parameters["requestId"], launch.Parameters["authorizeToken"], launch.Parameters["resumeSelectedAccounts"]));
        Assert.Equal(("en", "light", "user-1042"), (launch.Parameters["language"], launch.Parameters["theme"], launch.Parameters["tag"]));
        Assert.StartsWith("https://app.example/back?state=", launch.Parameters["redirectUrl"], StringComparison.Ordinal);
        Assert.Contains("resumeSelectedAccounts=3c5e7a91%2C4d6f8ba2", launch.ToUri().Query, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, session.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_the_widget_opens_at_the_credential_screen_of_the_bank()
    {
        PlanTokens(2);
        Cached().Once().ReturnsFixture("flinks/authorize.response.401.invalid-password.json", 401);

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });

        Assert.Equal(
            "https://toolbox-iframe.private.fin.ag/v2/Credential/14", Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Source.AbsoluteUri);
    }

    [Fact]
    public async Task An_integration_from_before_tokens_does_without()
    {
        Configure = options => options.RequireAuthorizeToken = false;
        Stub.Post(Base + "Authorize").WithoutHeader("flinks-auth-key").Once().ReturnsFixture("flinks/authorize.response.200.json");

        await Client.GetAsync(Connection);
        var begun = await Client.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("flinks:user-1042"), InstitutionId = "14" });

        var launch = Assert.IsType<RequiredAction.OpenWidget>(begun.Action).Launch!;
        Assert.DoesNotContain("authorizeToken", launch.Parameters.Keys, StringComparer.Ordinal);
        Assert.EndsWith("/v2/Credential/14", launch.Source.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_is_deleted_only_by_its_plan_and_nightly_refresh_is_patched()
    {
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Data(HttpMethod.Delete, "DeleteCard/" + LoginId).WithoutBody().Once().ReturnsFixture("flinks/delete-card.response.200.json");
        Data(HttpMethod.Patch, "SetScheduledRefresh").WithJsonFixture("flinks/set-scheduled-refresh.request.json").Once()
            .ReturnsFixture("flinks/set-scheduled-refresh.response.200.json");

        await Client.RemoveAsync(await Client.PlanRemovalAsync(Connection));
        await Provider.SetScheduledRefreshAsync(Connection, on: false);
    }

    [Fact]
    public async Task A_card_in_use_is_not_deleted_and_says_when_to_come_back()
    {
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Data(HttpMethod.Delete, "DeleteCard/" + LoginId).Once().ReturnsJson("""{"HttpStatusCode":400,"FlinksCode":"CARD_IN_USE"}""", 400);
        var plan = await Client.PlanRemovalAsync(Connection);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RemoveAsync(plan));

        Assert.Equal((ProviderErrorKind.Conflict, true, 10d), (failure.Kind, failure.IsTransient, failure.RetryAfter!.Value.TotalSeconds));
    }

    [Fact]
    public async Task A_refused_secret_key_is_told_apart_from_a_bank_that_refuses()
    {
        Stub.Post(Base + "GenerateAuthorizeToken").Once().ReturnsFixture("flinks/generate-authorize-token.response.401.json", 401);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal((ProviderErrorKind.CredentialRejected, "UNAUTHORIZED"), (failure.Kind, failure.ProviderCode));
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_on_a_read_and_never_on_a_live_call()
    {
        PlanTokens(4);
        Cached().Times(2).ReturnsFixture("flinks/authorize.response.401.invalid-authorize-token.json", 401);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));
        Assert.Equal(ProviderErrorKind.CredentialRejected, failure.Kind);

        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Live().Once().ReturnsFixture("flinks/authorize.response.401.invalid-authorize-token.json", 401);
        failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true }));
        Assert.Equal(ProviderErrorKind.CredentialRejected, failure.Kind);
    }

    private static ReconnectContext Context(ReconnectSession session, string step) => new()
    {
        Connection = Connection,
        SessionId = session.Id,
        Options = new ReconnectOptions(),
        Action = session.Action,
        Memo = $"request:{RequestId} seen:{DateTimeOffset.MaxValue.UtcTicks / 2} step:{step}",
        State = CallbackState.Create(),
        Observed = session.Observed,
        Now = session.StartedAt,
    };
}
