using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Flinks;

public class FlinksRepairTests : FlinksFlow
{
    [Fact]
    public async Task A_healthy_connection_is_read_without_the_bank_and_needs_no_repair()
    {
        var connection = Flinks.AddConnection();

        var read = await Client.GetAsync(RefOf(connection));
        var accounts = await Client.GetAccountsAsync(RefOf(connection));
        var session = await StartAsync(connection);

        Assert.Equal(ConnectionState.Active, read.Status.State);
        Assert.Equal(connection.LastRefresh, read.LastSyncedAt);
        Assert.Equal(("14", "FlinksCapital"), (read.InstitutionId, read.InstitutionName));
        Assert.Equal(connection.Accounts.Select(account => account.Id), accounts.Select(account => account.Id), StringComparer.Ordinal);
        Assert.Equal(ReconnectOutcome.NotNeeded, session.Outcome);
        Assert.Equal(0, connection.LiveCalls);
        Assert.Equal(0, Flinks.AuthorizeTokensRefused);
    }

    [Fact]
    public async Task Questions_of_the_bank_are_answered_in_the_widget_and_the_same_accounts_come_back()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await StartAsync(connection);
        var link = LinkOf(session);
        Assert.Equal(Clock.GetUtcNow().AddMinutes(8), session.Action.ExpiresAt);
        session = await VisitAsync(session);

        var ids = string.Join(',', connection.Accounts.Select(account => account.Id));
        Assert.Contains("resumeSelectedAccounts=" + Uri.EscapeDataString(ids), link.Query, StringComparison.Ordinal);
        Assert.Contains("language=en", link.Query, StringComparison.Ordinal);
        Assert.Contains("requestId=", link.Query, StringComparison.Ordinal);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.Equal((1, 1, 1), (connection.LiveCalls, connection.AnswersReceived, connection.Repairs));
        Assert.Equal(ConnectionState.Active, (await Client.GetAsync(RefOf(connection))).Status.State);
        Assert.Equal(0, Flinks.AuthorizeTokensRefused);
    }

    [Fact]
    public async Task A_bank_that_asks_nothing_is_refreshed_without_the_user()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER"));

        var session = await StartAsync(connection);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.Equal(1, connection.LiveCalls);
    }

    [Fact]
    public async Task A_stored_password_the_bank_refused_is_not_tried_again_and_the_user_logs_in()
    {
        var connection = Flinks.AddConnection(setup => setup.WrongPassword());
        Flinks.User.Login = connection.Login;

        var session = await StartAsync(connection);
        Assert.Equal("/v2/Credential/14", LinkOf(session).AbsolutePath);
        Assert.Equal(0, connection.LiveCalls);
        session = await VisitAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.False(connection.Login.IsLocked);
    }

    [Theory]
    [InlineData("DISABLED_LOGIN")]
    [InlineData("NEW_ACCOUNT")]
    [InlineData("UNAUTHORIZED")]
    public async Task What_has_to_be_done_at_the_bank_is_done_there_before_the_bank_is_contacted_again(string code)
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed(code));

        var session = await StartAsync(connection);
        Assert.IsType<RequiredAction.VisitInstitution>(session.Action);
        Assert.Equal(0, connection.LiveCalls);
        session = await RunAsync(Flow.ReplyAsync(session.Id, new UserReply.ActionDone()));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, connection.LiveCalls);
    }

    [Theory]
    [InlineData("RETRY_LATER")]
    [InlineData("BANK_MAINTENANCE_RETRY_LATER")]
    [InlineData("SCHEDULED_MAINTENANCE_RETRY_LATER")]
    [InlineData("DISABLED_INSTITUTION")]
    [InlineData("AGGREGATION_ERROR")]
    [InlineData("TOO_MANY_REQUESTS")]
    public async Task A_bank_that_cannot_be_reached_is_waited_for(string code)
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER").LiveFailsWith(code));

        var session = await StartAsync(connection);

        Assert.Equal(ReconnectOutcome.WaitingForProvider, session.Outcome);
        Assert.True(Assert.IsType<RequiredAction.Wait>(session.Action).NotBefore > Clock.GetUtcNow());
        Assert.Equal(1, connection.LiveCalls);
    }

    [Fact]
    public async Task A_contact_with_the_bank_that_takes_long_is_watched_and_never_made_again()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER").BankTakes(TimeSpan.FromMinutes(6)));

        var session = await StartAsync(connection);
        Assert.IsType<RequiredAction.Wait>(session.Action);
        var started = Clock.GetUtcNow();
        session = await WatchAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, connection.LiveCalls);
        Assert.InRange(Calls("AuthorizeAsync"), 13, 16);
        Assert.InRange((Clock.GetUtcNow() - started).TotalSeconds, 145, 180);
    }

    [Fact]
    public async Task A_contact_that_never_ends_is_given_up_after_half_an_hour()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER").BankTakes(TimeSpan.FromHours(3)));

        var session = await WatchAsync(await StartAsync(connection, new ReconnectOptions { Lifetime = TimeSpan.FromHours(2) }));

        Assert.True(session.IsFinished || session.Action is RequiredAction.OpenWidget, session.ToString());
        Assert.NotEqual(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, connection.LiveCalls);
    }

    [Fact]
    public async Task A_session_left_half_way_is_resumed_without_a_second_contact()
    {
        var connection = Flinks.AddConnection(setup => setup.Asks());
        var refreshed = await RunAsync(Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true }));
        Assert.Equal((ConnectionState.ActionRequired, "mfaRequired"), (refreshed.Status.State, refreshed.Status.Reason.Value));

        var session = await StartAsync(connection, new ReconnectOptions { ResumeToken = refreshed.ResumeToken });
        session = await VisitAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal((1, 1), (connection.LiveCalls, connection.AnswersReceived));
    }

    [Fact]
    public async Task A_request_id_that_the_widget_told_resumes_too_and_an_old_one_is_not_used()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());
        var first = await StartAsync(connection);
        var told = System.Web.HttpUtility.ParseQueryString(LinkOf(first).Query)["requestId"];
        await Flow.CancelAsync(first.Id);

        var session = await StartAsync(connection, new ReconnectOptions { ResumeToken = told });
        Assert.Contains("requestId=" + told, LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal(1, connection.LiveCalls);
        var token = session.ToJson();
        Clock.Advance(TimeSpan.FromMinutes(9));
        session = await RunAsync(Flow.GetAsync(session.Id));

        Assert.DoesNotContain("requestId", LinkOf(session).Query, StringComparison.Ordinal);
        Assert.Equal("/v2/Credential/14", LinkOf(session).AbsolutePath);
        Assert.DoesNotContain("authorizeToken", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_is_renewed_on_request_and_not_believed_before_it_is()
    {
        var connection = Flinks.AddConnection(setup => setup.Asks());

        var session = await StartAsync(connection, new ReconnectOptions { RenewConsent = true });
        session = await RunAsync(Flow.ReplyAsync(session.Id, new UserReply.ActionDone()));
        Assert.IsType<RequiredAction.OpenWidget>(session.Action);
        session = await VisitAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, connection.LiveCalls);
    }

    [Fact]
    public async Task A_deleted_login_is_not_repairable()
    {
        var connection = Flinks.AddConnection(setup => setup.Gone());

        var session = await StartAsync(connection);

        Assert.Equal((ReconnectOutcome.NotRepairable, RequiredActionKind.StartOver), (session.Outcome, session.Action.Kind));
        Assert.Equal(0, connection.LiveCalls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Older_http_numbers_and_missing_logins_change_nothing(bool omitsLogin)
    {
        Flinks.Divergences.OlderHttpNumbers = true;
        Flinks.Divergences.OmitsLogin = omitsLogin;
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
    }

    [Fact]
    public async Task Accounts_still_being_fetched_after_the_repair_are_waited_for_on_the_async_endpoint()
    {
        Flinks.DataTakes = TimeSpan.FromSeconds(25);
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await VisitAsync(await StartAsync(connection));
        Assert.IsType<RequiredAction.Wait>(session.Action);
        session = await WatchAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.Equal((1, 3), (Calls("GetAccountsDetail"), Calls("GetAccountsDetailAsync")));
    }

    [Theory]
    [InlineData("AuthorizeAsync")]
    [InlineData("GetAccountsDetailAsync")]
    public async Task A_limit_on_looks_slows_them_down_and_ends_nothing(string endpoint)
    {
        Flinks.DataTakes = TimeSpan.FromSeconds(25);
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER").BankTakes(TimeSpan.FromMinutes(4)));
        Flinks.Faults.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(50)), path: $"/v3/*/BankingServices/{endpoint}/*");

        var session = await StartAsync(connection);
        while (Calls(endpoint) == 0)
        {
            Clock.SetUtcNow(session.PollAt!.Value);
            session = await RunAsync(Flow.PollAsync(session.Id));
        }

        Assert.InRange((session.PollAt!.Value - Clock.GetUtcNow()).TotalSeconds, 50, 51);
        session = await WatchAsync(session);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, connection.LiveCalls);
    }

    [Fact]
    public async Task What_the_bank_confirmed_is_not_undone_by_data_that_cannot_be_had()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER"));
        Flinks.Faults.Add(Fault.HtmlPage(503), times: 9, path: "/v3/*/BankingServices/GetAccountsDetail");

        var session = await StartAsync(connection);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Null(session.Continuity);
    }

    [Fact]
    public async Task A_login_without_transactions_is_asked_for_its_summary_when_the_wait_is_over()
    {
        Flinks.DataTakes = TimeSpan.FromSeconds(25);
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed("RETRY_LATER").DataFailsWith("NO_TRANSACTION", times: 1));

        var session = await WatchAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.Equal((1, 1, 1), (Calls("GetAccountsDetail"), Calls("GetAccountsSummary"), Calls("Authorize") - 1));
    }

    [Fact]
    public async Task The_contact_and_the_widget_carry_the_user_as_their_tag_and_nothing_of_the_repair()
    {
        var connection = Flinks.AddConnection(setup => setup.LastRefreshFailed().Asks());

        var session = await StartAsync(connection);

        Assert.Contains("tag=user-1042", LinkOf(session).Query, StringComparison.Ordinal);
        var live = Flinks.Calls.Matching(path: "/v3/*/BankingServices/Authorize").Single(call => call.Json!["MostRecentCached"]!.GetValue<bool>() is false);
        Assert.Equal("user-1042", (string?)live.Json!["Tag"]);
        Assert.DoesNotContain(Flinks.Calls.All, call => System.Text.Encoding.UTF8.GetString(call.Body.Span).Contains(session.Id.Value, StringComparison.Ordinal));
    }
}
