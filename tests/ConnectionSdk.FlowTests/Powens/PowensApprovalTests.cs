using ConnectionSdk.Simulator;

namespace ConnectionSdk.FlowTests.Powens;

public sealed class PowensApprovalTests : PowensFlow
{
    [Fact]
    public async Task An_approval_in_the_banks_app_is_waited_for_by_reading()
    {
        var connection = Add(setup => setup.NeedsApproval());

        var waiting = await StartAsync(connection);
        Assert.NotNull(Assert.IsType<RequiredAction.ApproveElsewhere>(waiting.Action).PollEvery);
        for (var looks = 0; looks < 5; looks++)
        {
            waiting = await LookAsync(waiting);
            Assert.IsType<RequiredAction.ApproveElsewhere>(waiting.Action);
        }

        Powens.User.ApproveInBankApp(connection.Id);
        var done = await LookUntilItStopsAsync(waiting);

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal("forces 0, resumes 1, fields 0, syncs 0, renewals 0", Sent(connection));
        Assert.Equal(1, Powens.Bank.ApprovalsRequested);
    }

    [Fact]
    public async Task An_approval_given_before_the_first_look_is_found()
    {
        var connection = Add(setup => setup.NeedsApproval());
        var waiting = await StartAsync(connection);

        Powens.User.ApproveInBankApp(connection.Id);
        var done = await ReplyAsync(waiting, new UserReply.ActionDone());
        done = await LookUntilItStopsAsync(done);

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(1, Powens.Bank.ApprovalsRequested);
    }

    [Fact]
    public async Task A_refusal_in_the_banks_app_ends_the_repair_and_asks_nobody_again()
    {
        var connection = Add(setup => setup.NeedsApproval());
        var waiting = await StartAsync(connection);

        Powens.User.RefuseInBankApp(connection.Id);
        var done = await LookUntilItStopsAsync(waiting);

        Assert.Equal(ReconnectOutcome.Abandoned, done.Outcome);
        Assert.Equal("SCARequired", connection.State);
        Assert.Equal("forces 0, resumes 1, fields 0, syncs 0, renewals 0", Sent(connection));
        Assert.Equal(1, Powens.Bank.ApprovalsRequested);
    }

    [Fact]
    public async Task An_approval_nobody_gives_lapses_and_the_user_may_start_again()
    {
        var connection = Add(setup => setup.NeedsApproval());

        var lapsed = await LookUntilItStopsAsync(await StartAsync(connection));
        Assert.Contains(lapsed.Outcome, new[] { ReconnectOutcome.Abandoned, ReconnectOutcome.Expired });
        Assert.Equal(1, Powens.Bank.ApprovalsRequested);

        var again = await StartAsync(connection);
        Powens.User.ApproveInBankApp(connection.Id);
        Assert.Equal(ReconnectOutcome.Reconnected, (await LookUntilItStopsAsync(again)).Outcome);
        Assert.Equal(2, Powens.Bank.ApprovalsRequested);
    }

    [Fact]
    public async Task Watching_shows_every_look_and_ends_with_the_repair()
    {
        var connection = Add(setup => setup.NeedsApproval());
        var waiting = await StartAsync(connection);
        var seen = new List<ReconnectSession>();

        await Clock.AdvanceUntilAsync(WatchAsync(), TimeSpan.FromSeconds(30));

        Assert.Equal(ReconnectOutcome.Reconnected, seen[^1].Outcome);
        Assert.True(seen.Count > 3);

        async Task WatchAsync()
        {
            await foreach (var session in Flow.WatchAsync(waiting.Id))
            {
                seen.Add(session);
                if (seen.Count == 3)
                {
                    Powens.User.ApproveInBankApp(connection.Id);
                }
            }
        }
    }

    [Theory]
    [InlineData("force")]
    [InlineData("resume")]
    public async Task When_the_request_got_lost_the_users_word_has_the_bank_asked(string lost)
    {
        var connection = Add(setup => (lost == "force" ? setup.NeedsConsent() : setup).NeedsApproval());
        var fault = lost == "force" ? Fault.Drop().AfterProcessing() : Fault.Drop();
        Powens.Faults.Add(fault, method: "POST", path: "/2.0/users/*/connections/*");

        var waiting = await StartAsync(connection);
        waiting = await LookAsync(await LookAsync(waiting));
        Assert.IsType<RequiredAction.ApproveElsewhere>(waiting.Action);
        Assert.Equal(0, connection.Resumes);

        for (var times = 0; times < 20; times++)
        {
            waiting = await ReplyAsync(waiting, new UserReply.ActionDone());
        }

        Assert.Equal(1, connection.Resumes);
        Powens.User.ApproveInBankApp(connection.Id);
        Assert.Equal(ReconnectOutcome.Reconnected, (await LookUntilItStopsAsync(waiting)).Outcome);
        Assert.Equal(1, Powens.Bank.ApprovalsRequested);
    }

    [Fact]
    public async Task A_look_too_early_sends_nothing()
    {
        var connection = Add(setup => setup.NeedsApproval());
        var waiting = await StartAsync(connection);
        var calls = Powens.Calls.Count();

        var same = await RunAsync(Flow.PollAsync(waiting.Id));

        Assert.Equal(waiting.Version, same.Version);
        Assert.Equal(calls, Powens.Calls.Count());
    }
}
