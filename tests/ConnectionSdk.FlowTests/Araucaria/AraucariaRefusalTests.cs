using System.Text.Json.Nodes;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Araucaria;

/// <summary>What the bank refuses counts whoever sees it first: the reply, a poll after it, or a second start. The bank locks the login at the third.</summary>
public sealed class AraucariaRefusalTests : AraucariaWorld
{
    private const int Patience = 10;

    public static TheoryData<string> WidgetsThatSpeakTooSoon { get; } = new() { "success", "exit", "done" };

    [Theory]
    [MemberData(nameof(WidgetsThatSpeakTooSoon))]
    public async Task Wrong_passwords_that_only_a_poll_sees_stop_before_the_bank_locks_the_login(string said)
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));

        for (var visit = 1; visit <= Patience && !session.IsFinished; visit++)
        {
            connection.SubmitCredentials("wrong");
            session = await Flow.ReplyAsync(session.Id, Said(said, connection));
            Assert.IsType<RequiredAction.Wait>(session.Action);
            session = await WatchAsync(session);
        }

        Assert.False(connection.Login.IsLocked);
        Assert.Equal((2, 2), (Araucaria.Bank.Count(BankSubmissionKind.Password), Araucaria.WidgetTokensMinted));
        Assert.Equal((ReconnectOutcome.NotRepairable, 2, ReplyFate.Rejected), (session.Outcome, session.RejectedReplies, session.LastReply));
        Assert.NotNull(Assert.IsType<RequiredAction.Wait>(session.Action).NotBefore);
    }

    [Fact]
    public async Task A_wrong_password_whose_reading_was_lost_counts_once_it_is_read()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));

        for (var visit = 1; visit <= Patience && !session.IsFinished; visit++)
        {
            connection.SubmitCredentials("wrong");
            Clock.Advance(TimeSpan.FromMinutes(1));
            Araucaria.Faults.Add(Fault.ServerError(), times: 6, method: "GET");
            session = await RunAsync(Flow.ReplyAsync(session.Id, Said("exit", connection)));
            session = await WatchAsync(session);
        }

        Assert.False(connection.Login.IsLocked);
        Assert.Equal((ReconnectOutcome.NotRepairable, 2), (session.Outcome, Araucaria.Bank.Count(BankSubmissionKind.Password)));
    }

    [Fact]
    public async Task A_refusal_that_a_second_start_sees_is_not_counted_again_by_the_reply()
    {
        var connection = Broken();
        await Flow.StartAsync(RefOf(connection));
        connection.SubmitCredentials("wrong");
        Clock.Advance(TimeSpan.FromMinutes(1));

        Open();
        var session = await Flow.StartAsync(RefOf(connection));
        Assert.Equal((1, RequiredActionKind.OpenWidget), (session.RejectedReplies, session.Action.Kind));
        session = await Flow.ReplyAsync(session.Id, Said("exit", connection));

        Assert.Equal((ReconnectOutcome.Abandoned, 1), (session.Outcome, session.RejectedReplies));
    }

    [Fact]
    public async Task A_failure_from_before_the_widget_was_opened_is_no_refusal_of_this_repair()
    {
        var connection = Broken();
        var session = await Flow.StartAsync(RefOf(connection));
        Clock.Advance(TimeSpan.FromMinutes(1));

        Open();
        session = await Flow.StartAsync(RefOf(connection));
        session = await WatchAsync(await Flow.ReplyAsync(session.Id, Said("success", connection)));

        Assert.Equal((RequiredActionKind.OpenWidget, 0), (session.Action.Kind, session.RejectedReplies));
    }

    private static UserReply Said(string what, AraucariaConnection connection) => what switch
    {
        "success" => new UserReply.WidgetReturned(new JsonObject { ["connectionId"] = connection.Id }.ToJsonString()),
        "exit" => new UserReply.WidgetReturned("""{"event":"exit"}"""),
        _ => new UserReply.ActionDone(),
    };

    private AraucariaConnection Broken()
    {
        var connection = Araucaria.AddConnection();
        Clock.Advance(TimeSpan.FromMinutes(1));
        connection.FailAuthentication();
        return connection;
    }
}
