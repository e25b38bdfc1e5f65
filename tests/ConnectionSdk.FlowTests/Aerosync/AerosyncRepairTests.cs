using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Aerosync;

/// <summary>The repair in the widget, from the broken connection to the same account.</summary>
public sealed class AerosyncRepairTests : AerosyncFlow
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_expired_consent_is_given_again_in_the_widget_whatever_words_the_states_have(bool expiredConsent, bool active)
    {
        Aerosync.Divergences.SaysExpiredConsent = expiredConsent;
        Aerosync.Divergences.SaysActive = active;
        var connection = AddExpired();
        Assert.Equal((ConnectionState.ReconnectRequired, StatusReason.ConsentExpired), ((await GetAsync(connection)).Status.State, (await GetAsync(connection)).Status.Reason));

        var session = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity!.AllSame);
        Assert.Equal(ConnectionState.Active, (await GetAsync(connection)).Status.State);
        Assert.Equal((1, 1, 1), (connection.Reconnections, Aerosync.ApiTokensMinted, Aerosync.WidgetTokensMinted));
    }

    [Theory]
    [InlineData(AerosyncSuccessShape.Multiple)]
    [InlineData(AerosyncSuccessShape.FirstVersion)]
    public async Task Every_shape_of_success_ends_the_repair(AerosyncSuccessShape shape)
    {
        Aerosync.SuccessShape = shape;

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(await StartAsync(AddExpired()))).Outcome);
    }

    [Fact]
    public async Task The_widget_token_may_come_from_the_route_and_property_the_page_prints()
    {
        Aerosync.Divergences.WidgetTokenAsOnThePage = true;
        Configure = static options => (options.WidgetTokenPath, options.UserProperty) = ("token", "aeroPassUserUUID");

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(await StartAsync(AddExpired()))).Outcome);
    }

    [Fact]
    public async Task A_broken_connection_that_only_shows_as_an_error_can_be_repaired_too()
    {
        Aerosync.Divergences.BrokenAccountsAnswerAc104 = true;
        var connection = AddExpired();
        var read = await GetAsync(connection);
        Assert.Equal((ConnectionState.Degraded, "AC-104", true, false), (read.Status.State, read.Status.Provider.Code, read.Status.ReconnectAllowed, read.Status.RefreshAllowed));

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(await StartAsync(connection))).Outcome);
    }

    [Fact]
    public async Task Errors_inside_http_200_mean_the_same()
    {
        Aerosync.Divergences.ErrorsInsideOk = true;

        Assert.Equal(ConnectionState.Deleted, (await RunAsync(Client.GetAsync(User.Connection("nobody")))).Status.State);
        var session = await RunAsync(Flow.StartAsync(User.Connection("nobody")));
        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
    }

    [Fact]
    public async Task After_success_the_connection_is_read_until_it_works()
    {
        Aerosync.ReconnectionTakes = TimeSpan.FromSeconds(40);
        var connection = AddExpired();

        var session = await VisitAsync(await StartAsync(connection));
        Assert.Equal(TimeSpan.FromSeconds(5), Assert.IsType<RequiredAction.Wait>(session.Action).PollEvery);
        Assert.Equal(ConnectionState.ReconnectRequired, session.Observed!.Status.State);
        session = await LookUntilItStopsAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, Aerosync.WidgetTokensMinted);
    }

    [Fact]
    public async Task A_success_that_the_connection_never_shows_lapses()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);

        session = await ReplyAsync(session, $$"""{"type":"pageSuccess","payload":{"connectionId":"{{connection.Id}}"} }""");
        session = await LookUntilItStopsAsync(session);

        Assert.Equal(ReconnectOutcome.Expired, session.Outcome);
        Assert.InRange(Clock.GetUtcNow() - session.StartedAt, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(12));
    }

    [Fact]
    public async Task A_closed_widget_can_be_opened_again_with_a_token_of_its_own()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);
        var first = LaunchOf(session.Action).Parameters["token"];

        session = await VisitAsync(session, AerosyncVisit.Closes);
        Assert.False(session.IsFinished);
        Assert.NotEqual(first, LaunchOf(session.Action).Parameters["token"], StringComparer.Ordinal);

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
    }

    [Fact]
    public async Task A_user_who_gives_up_leaves_everything_as_it_was()
    {
        var connection = AddExpired();

        var session = await ReplyAsync(await StartAsync(connection), new UserReply.Abandoned());

        Assert.Equal(ReconnectOutcome.Abandoned, session.Outcome);
        Assert.Equal(ConnectionState.ReconnectRequired, (await GetAsync(connection)).Status.State);
    }

    [Theory]
    [InlineData(AerosyncVisit.LetsItTimeOut)]
    [InlineData(AerosyncVisit.MeetsAFailure)]
    [InlineData(AerosyncVisit.ChoosesAnotherAccount)]
    public async Task An_error_in_the_widget_is_a_failed_attempt_and_the_user_may_go_on(AerosyncVisit visit)
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);
        var token = LaunchOf(session.Action).Parameters["token"];
        var messages = await Aerosync.User.UseWidgetAsync(LinkOf(session.Action), visit);

        session = await ReplyAsync(session, Assert.Single(messages, message => message.Contains("widgetError", StringComparison.Ordinal)));

        Assert.Equal((ReconnectOutcome.None, 0), (session.Outcome, session.RejectedReplies));
        Assert.Equal(token, LaunchOf(session.Action).Parameters["token"]);
        Assert.Equal(ConnectionState.ReconnectRequired, session.Observed!.Status.State);
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
    }

    [Fact]
    public async Task Passwords_the_bank_refuses_are_counted_and_stop_before_it_locks_the_login()
    {
        const string refused = """{"type":"widgetError","payload":"INCORRECT_CREDENTIALS | Code: AC-117 | Message: The login or the password is not right."}""";
        var session = await StartAsync(AddExpired());

        session = await ReplyAsync(session, refused);
        Assert.Equal((1, ReplyFate.Rejected), (session.RejectedReplies, session.LastReply));
        session = await ReplyAsync(session, refused);

        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
        Assert.NotNull(Assert.IsType<RequiredAction.Wait>(session.Action).NotBefore);
    }

    [Fact]
    public async Task A_refusal_counts_even_where_the_connection_cannot_be_read_meanwhile()
    {
        const string refused = """{"type":"widgetError","payload":"INCORRECT_CREDENTIALS | Code: AC-117 | Message: The login or the password is not right."}""";
        var connection = AddExpired();
        var session = await StartAsync(connection);
        for (var visit = 1; visit <= 2; visit++)
        {
            Aerosync.Faults.Add(Fault.ServerError(), 9, "GET", $"/v2/accounts/{connection.Id}");
            session = await LookUntilItStopsAsync(await ReplyAsync(session, refused));
            Assert.Equal(visit, session.RejectedReplies);
            Aerosync.Faults.Clear();
        }

        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
    }

    [Theory]
    [InlineData("""{"type":"widgetPageLoaded","payload":{"pageTitle":"Verify","onLoadApi":"/verify"}}""")]
    [InlineData("""{"type":"somethingNew","payload":[1]}""")]
    [InlineData("no json")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Messages_that_say_nothing_change_nothing(string message)
    {
        var session = await StartAsync(AddExpired());
        var token = LaunchOf(session.Action).Parameters["token"];

        session = await ReplyAsync(session, message);

        Assert.False(session.IsFinished);
        Assert.Equal(token, LaunchOf(session.Action).Parameters["token"]);
    }

    [Fact]
    public async Task A_widget_whose_message_was_lost_is_found_out_by_reading()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);
        await Aerosync.User.UseWidgetAsync(LinkOf(session.Action));

        Assert.Equal(ReconnectOutcome.Reconnected, (await ReplyAsync(session, "no json")).Outcome);
    }

    [Fact]
    public async Task Nothing_is_repaired_that_works()
    {
        var connection = Add();

        Assert.Equal(ReconnectOutcome.NotNeeded, (await StartAsync(connection, new ReconnectOptions { RenewConsent = true })).Outcome);
        Assert.Equal(0, Aerosync.WidgetTokensMinted);
    }

    [Theory]
    [InlineData("NOT_SEEN_YET")]
    [InlineData(null)]
    public async Task A_state_nobody_knows_may_be_repaired_but_is_not_refreshed(string? status)
    {
        var connection = Add();
        connection.ShowStatus(status);
        var read = await GetAsync(connection);
        Assert.Equal((ConnectionState.Unknown, status, false), (read.Status.State, read.Status.Provider.Code, read.Status.RefreshAllowed));
        await Assert.ThrowsAsync<ProviderException>(() => RunAsync(Client.RefreshAsync(RefOf(connection))));
        Assert.Equal(0, connection.RefreshRequests);

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(await StartAsync(connection))).Outcome);
    }

    [Fact]
    public async Task A_reference_without_the_user_cannot_be_repaired_and_says_so()
    {
        var connection = AddExpired();

        var session = await RunAsync(Flow.StartAsync(new ConnectionRef(User.Provider, connection.Id)));

        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
        Assert.Contains(session.Journal, entry => entry.Note?.Contains("aeroPassUserUuid", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Another_process_goes_on_with_a_session_that_holds_no_token()
    {
        var connection = AddExpired();
        var session = await StartAsync(connection);
        var token = LaunchOf(session.Action).Parameters["token"];
        Assert.DoesNotContain(token, session.ToJson(), StringComparison.Ordinal);

        var elsewhere = StartApplication().GetRequiredService<IReconnectFlow>();
        session = await RunAsync(elsewhere.GetAsync(session.Id));
        Assert.NotEqual(token, LaunchOf(session.Action).Parameters["token"], StringComparer.Ordinal);
        var messages = await Aerosync.User.UseWidgetAsync(LinkOf(session.Action));

        Assert.Equal(ReconnectOutcome.Reconnected, (await RunAsync(elsewhere.ReplyAsync(session.Id, new UserReply.WidgetReturned(messages[^1])))).Outcome);
    }
}
