using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>
/// A refusal may be an error, a state at once, or a state after a while. Whichever it is, a user who keeps typing the wrong thing and keeps
/// starting over does not get the bank to lock the login.
/// </summary>
public sealed class PowensLockoutTests : PowensFlow
{
    public static TheoryData<PowensWrongCode, string> WaysToRefuseACode
    {
        get
        {
            var ways = new TheoryData<PowensWrongCode, string>();
            foreach (var after in Enum.GetValues<PowensWrongCode>())
            {
                ways.Add(after, "error");
                ways.Add(after, "state");
                ways.Add(after, "state later");
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(WaysToRefuseACode))]
    public async Task Wrong_codes_stop_before_the_bank_locks(PowensWrongCode after, string way)
    {
        Powens.AfterWrongCode = after;
        Refuse(way);
        var connection = Add(setup => setup.NeedsOtp("123456"));

        await KeepTypingAsync(connection, ("otp", "111111"));

        Assert.False(connection.Login.IsLocked);
        Assert.Equal(2, CodesAtBank(connection));
        Assert.Equal(ReconnectOutcome.NotRepairable, (await StartAsync(connection)).Outcome);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("state")]
    [InlineData("state later")]
    public async Task Wrong_passwords_stop_before_the_bank_locks(string way)
    {
        Configure = static options => options.HasAgentStatus = true;
        Refuse(way);
        var connection = Add(setup => setup.WrongPassword());

        await KeepTypingAsync(connection, ("login", "me"), ("password", "9999"));

        Assert.False(connection.Login.IsLocked);
        Assert.Equal(2, Powens.Bank.Count(BankSubmissionKind.Password, connection.Login.Name));
        Assert.Equal(ReconnectOutcome.NotRepairable, (await StartAsync(connection)).Outcome);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("state later")]
    public async Task The_right_code_still_repairs_after_a_wrong_one(string way)
    {
        Refuse(way);
        var connection = Add(setup => setup.NeedsOtp("123456"));

        var again = await LookUntilItStopsAsync(await TypeAsync(await StartAsync(connection), "111111"));
        Assert.Equal((1, ReplyFate.Rejected, "otp"), (again.RejectedReplies, again.LastReply, FieldOf(again)));
        var done = await LookUntilItStopsAsync(await TypeAsync(again, "123456"));

        Assert.Equal((ReconnectOutcome.Reconnected, 1), (done.Outcome, done.RejectedReplies));
        Assert.Equal(2, CodesAtBank(connection));
    }

    [Theory]
    [InlineData("state")]
    [InlineData("state later")]
    public async Task A_code_that_is_taken_counts_for_nothing(string way)
    {
        Refuse(way);
        var connection = Add(setup => setup.NeedsOtp("123456").NeedsOtp("654321", field: "openapisms").NeedsApproval());

        var next = await LookUntilItStopsAsync(await TypeAsync(await StartAsync(connection), "123456"));
        Assert.Equal("openapisms", FieldOf(next));
        var approving = await TypeAsync(next, "654321", field: "openapisms");
        for (var looks = 0; looks < 20 && approving.Action is not RequiredAction.ApproveElsewhere; looks++)
        {
            approving = await LookAsync(approving);
        }

        Assert.Equal(0, approving.RejectedReplies);
        Assert.Equal(2, CodesAtBank(connection));
    }

    [Theory]
    [InlineData("state")]
    [InlineData("state later")]
    [InlineData("error")]
    public async Task A_right_code_counts_for_nothing_when_the_approval_after_it_is_refused(string way)
    {
        Refuse(way);
        var connection = Add(setup => setup.NeedsOtp("123456").NeedsApproval());
        var approving = await TypeAsync(await StartAsync(connection), "123456");
        for (var looks = 0; looks < 20 && approving.Action is not RequiredAction.ApproveElsewhere; looks++)
        {
            approving = await LookAsync(approving);
        }

        if (connection.Resumes == 0)
        {
            approving = await ReplyAsync(approving, new UserReply.ActionDone());
        }

        Powens.User.RefuseInBankApp(connection.Id);
        var done = await LookUntilItStopsAsync(approving);

        Assert.Equal((ReconnectOutcome.Abandoned, 0), (done.Outcome, done.RejectedReplies));
        Assert.Equal(1, CodesAtBank(connection));
    }

    private void Refuse(string way)
    {
        Powens.Divergences.RefusesByState = way == "state";
        Powens.Divergences.ValidatesValues = way == "state later";
    }

    private async Task KeepTypingAsync(PowensConnection connection, params (string Name, string Value)[] typed)
    {
        for (var repair = 0; repair < 4; repair++)
        {
            var session = await StartAsync(connection);
            for (var replies = 0; replies < 15 && !session.IsFinished; replies++)
            {
                session = await LookUntilItStopsAsync(session);
                if (session.Action is not RequiredAction.ProvideFields)
                {
                    break;
                }

                session = await ReplyAsync(session, new UserReply.FieldValues(
                    typed.ToDictionary(field => field.Name, field => new SensitiveString(field.Value), StringComparer.Ordinal)));
            }

            if (!session.IsFinished)
            {
                await RunAsync(Flow.CancelAsync(session.Id));
            }
        }
    }
}
