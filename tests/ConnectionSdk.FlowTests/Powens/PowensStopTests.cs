using ConnectionSdk.Simulator;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>A user who stops while a code is on its way, and begins again: the bank counts every code, heard of or not.</summary>
public sealed class PowensStopTests : PowensFlow
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stopping_while_a_wrong_code_is_on_its_way_does_not_lock_the_login(bool cancels)
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var session = await StartAsync(connection);
            if (session.IsFinished)
            {
                break;
            }

            Powens.Faults.Add(Fault.Slow(Slow), times: 1, method: "POST", path: "/2.0/users/*/connections/*");
            var reply = Flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", new SensitiveString("111111")));
            await Clock.WaitForTimersAsync(1, Slow);
            var stopped = cancels ? await Flow.CancelAsync(session.Id) : await Flow.ReplyAsync(session.Id, new UserReply.Abandoned());
            Assert.Equal((ReconnectOutcome.Abandoned, attempt), (stopped.Outcome, stopped.RejectedReplies));
            await RunAsync(reply);
        }

        Assert.Equal(2, CodesAtBank(connection));
        Assert.False(connection.Login.IsLocked);
        Assert.Equal(ReconnectOutcome.NotRepairable, (await StartAsync(connection)).Outcome);
    }
}
