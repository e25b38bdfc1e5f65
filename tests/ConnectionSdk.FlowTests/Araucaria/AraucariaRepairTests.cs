using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Araucaria;

public sealed class AraucariaRepairTests : AraucariaWorld
{
    [Fact]
    public async Task New_credentials_in_the_widget_bring_the_same_accounts_back()
    {
        var connection = Broken();
        var before = await Client.GetAsync(RefOf(connection));
        var session = await Flow.StartAsync(RefOf(connection));
        var reply = await UseWidgetAsync(session.Action);

        session = await Flow.ReplyAsync(session.Id, reply);

        Assert.Equal((ConnectionState.ReconnectRequired, StatusReason.CredentialsInvalid), (before.Status.State, before.Status.Reason));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity is { AllSame: true, Entries.Count: 2 });
        Assert.Equal(ConnectionState.Active, (await Client.GetAsync(RefOf(connection))).Status.State);
        Assert.Equal((1, 1, 1), (connection.Repairs, connection.CredentialsReceived, Araucaria.WidgetTokensMinted));
    }

    [Fact]
    public async Task A_code_is_typed_in_the_widget_only()
    {
        var connection = Broken();
        connection.NeedsCode = true;
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal((1, 1), (Araucaria.Bank.Count(BankSubmissionKind.Password), Araucaria.Bank.Count(BankSubmissionKind.Code)));
        Assert.DoesNotContain(Araucaria.Calls.Matching(path: "/v1/**"), call => call.BodyText.Contains(connection.Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_that_a_synchronisation_asks_for_opens_the_widget()
    {
        var connection = Araucaria.AddConnection();
        connection.AskForCode();
        var before = await Client.GetAsync(RefOf(connection));
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal((ConnectionState.ActionRequired, StatusReason.MfaRequired), (before.Status.State, before.Status.Reason));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task A_widget_that_speaks_before_the_verification_has_ended_is_waited_for()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));
        connection.SubmitCredentials();

        session = await Flow.ReplyAsync(session.Id, Succeeded(connection));
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.IsType<RequiredAction.Wait>(session.Action).PollEvery);
        session = await WatchAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, Araucaria.WidgetTokensMinted);
    }

    [Fact]
    public async Task A_success_that_is_not_seen_at_once_is_looked_for_again_before_the_user_is_asked_again()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, Succeeded(connection));
        Assert.IsType<RequiredAction.Wait>(session.Action);
        session = await WatchAsync(session);

        Assert.IsType<RequiredAction.OpenWidget>(session.Action);
        Assert.Equal((ReconnectPhase.AwaitingUser, 0, 2), (session.Phase, session.RejectedReplies, Araucaria.WidgetTokensMinted));
        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task A_verification_without_an_end_expires()
    {
        Araucaria.VerificationTakes = TimeSpan.FromHours(1);
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));
        connection.SubmitCredentials();
        var replied = Clock.GetUtcNow();

        session = await WatchAsync(await Flow.ReplyAsync(session.Id, Succeeded(connection)));

        Assert.Equal(ReconnectOutcome.Expired, session.Outcome);
        Assert.InRange(Clock.GetUtcNow() - replied, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(16));
        Assert.InRange(Araucaria.Calls.Count("GET", $"/v1/connections/{connection.Id}"), 80, 110);
    }

    [Theory]
    [InlineData(AraucariaVisit.Closes)]
    [InlineData(AraucariaVisit.Cancels)]
    public async Task A_user_who_closes_the_widget_has_given_up_and_nothing_changed(AraucariaVisit visit)
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action, visit));

        Assert.Equal(ReconnectOutcome.Abandoned, session.Outcome);
        Assert.Equal(("FAILED_AUTH", 0, 0), (connection.Status, session.RejectedReplies, Araucaria.ConnectionsDeleted));
    }

    [Fact]
    public async Task Wrong_passwords_count_even_when_the_widget_is_closed_over_them()
    {
        var connection = Broken();
        for (var visit = 1; visit <= 2; visit++)
        {
            var session = await Flow.StartAsync(RefOf(connection));
            session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action, AraucariaVisit.MistypesAndCancels));
            Assert.Equal((ReconnectOutcome.Abandoned, visit), (session.Outcome, session.RejectedReplies));
        }

        var third = await Flow.StartAsync(RefOf(connection));

        Assert.Equal(ReconnectOutcome.NotRepairable, third.Outcome);
        Assert.Equal((2, 2), (Araucaria.WidgetTokensMinted, Araucaria.Bank.Count(BankSubmissionKind.Password)));
        Assert.False(connection.Login.IsLocked);
    }

    [Fact]
    public async Task A_mistake_that_is_put_right_in_the_widget_is_no_refusal()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action, AraucariaVisit.MistypesOnce));

        Assert.Equal((ReconnectOutcome.Reconnected, 0), (session.Outcome, session.RejectedReplies));
    }

    [Fact]
    public async Task A_bank_that_goes_down_meanwhile_is_waited_for()
    {
        var connection = Broken();
        Araucaria.BankIsDown = true;
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal((ReconnectOutcome.WaitingForProvider, RequiredActionKind.Wait), (session.Outcome, session.Action.Kind));
        Assert.Equal(ConnectionState.Degraded, session.Observed!.Status.State);
    }

    [Fact]
    public async Task A_widget_token_that_has_lapsed_is_replaced()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));
        Araucaria.ExpireWidgetTokens();

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned("""{"event":"exit","error":{"code":"INVALID_WIDGET_TOKEN"}}"""));
        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal((ReconnectOutcome.Reconnected, 2), (session.Outcome, Araucaria.WidgetTokensMinted));
    }

    [Theory]
    [InlineData("""{"message":"The session has expired"}""")]
    [InlineData("""{"statusCode":401,"message":"Unauthorized"}""")]
    [InlineData("""{"event":"exit","message":"The session has expired"}""")]
    [InlineData("""{"event":"exit","error":{"message":"The session has expired"}}""")]
    public async Task An_error_without_a_code_is_not_a_user_who_gave_up(string json)
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(json));
        Assert.Equal((ReconnectOutcome.None, RequiredActionKind.OpenWidget), (session.Outcome, session.Action.Kind));
        session = await Flow.ReplyAsync(session.Id, await UseWidgetAsync(session.Action));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_a_message_that_says_nothing()
    {
        var json = "{\"a\":\"" + (char)0xD800 + "\"}";
        var session = await Flow.StartAsync(RefOf(Broken()));

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(json));
        var first = await Client.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("araucaria:42") });
        var made = await Client.CompleteConnectAsync(first, new UserReply.WidgetReturned(json));

        Assert.IsType<RequiredAction.OpenWidget>(session.Action);
        Assert.Equal(ConnectionState.Pending, made.Status.State);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("7")]
    [InlineData("""{"event":"resized"}""")]
    [InlineData("""{"event":"success","connectionId":"conn_of_somebody_else"}""")]
    [InlineData("\"SOMETHING_NEW\"")]
    public async Task Whatever_the_widget_says_the_connection_decides(string json)
    {
        var broken = Broken();
        var asked = await Flow.StartAsync(RefOf(broken));
        asked = await Flow.ReplyAsync(asked.Id, new UserReply.WidgetReturned(json));
        Assert.IsType<RequiredAction.OpenWidget>(asked.Action);

        var repaired = Broken();
        var session = await Flow.StartAsync(RefOf(repaired));
        await UseWidgetAsync(session.Action);
        Assert.Equal(ReconnectOutcome.Reconnected, (await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(json))).Outcome);
    }

    [Fact]
    public async Task One_token_is_out_at_a_time()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));
        var token = Token(session);

        Assert.Equal(token, Token(await Flow.GetAsync(session.Id)));
        Assert.Equal(token, Token(await Flow.StartAsync(RefOf(connection))));
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.NotEqual(token, Token(await Flow.GetAsync(session.Id)), StringComparer.Ordinal);
        Assert.Equal(2, Araucaria.WidgetTokensMinted);

        static string Token(ReconnectSession session) => Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Parameters["token"];
    }

    [Fact]
    public async Task A_status_that_has_moved_on_when_the_token_is_asked_for_is_read()
    {
        var connection = Broken();
        Araucaria.Faults.Add(AraucariaSimulator.Error(409, "INVALID_CONNECTION_STATE"), method: "POST");
        connection.SubmitCredentials();
        connection.ShowStatus("FAILED_AUTH");
        var session = await Flow.StartAsync(RefOf(connection));

        session = await WatchAsync(session);

        Assert.Equal((ReconnectOutcome.Reconnected, 0), (session.Outcome, Araucaria.WidgetTokensMinted));
    }

    [Fact]
    public async Task A_token_that_is_always_refused_is_not_asked_for_without_end()
    {
        var connection = Broken();
        Araucaria.Faults.Add(AraucariaSimulator.Error(409, "INVALID_CONNECTION_STATE"), times: 100, method: "POST");

        var session = await WatchAsync(await Flow.StartAsync(RefOf(connection)));

        Assert.Equal(ReconnectOutcome.WaitingForProvider, session.Outcome);
        Assert.InRange(Araucaria.Calls.Count("POST"), 1, 5);
    }

    [Fact]
    public async Task Another_process_goes_on_with_the_session_alone()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));
        var reply = await UseWidgetAsync(session.Action);
        Assert.DoesNotContain("sess_", session.ToJson(), StringComparison.Ordinal);

        Open();
        session = await Flow.ReplyAsync(ReconnectSession.FromJson(session.ToJson()).Id, reply);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    private AraucariaConnection Broken()
    {
        var connection = Araucaria.AddConnection();
        Clock.Advance(TimeSpan.FromMinutes(1));
        connection.FailAuthentication();
        return connection;
    }

    private static UserReply.WidgetReturned Succeeded(AraucariaConnection connection) =>
        new(new JsonObject { ["connectionId"] = connection.Id }.ToJsonString());
}
