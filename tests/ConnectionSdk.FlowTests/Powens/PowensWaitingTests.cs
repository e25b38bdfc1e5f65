using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>States in which the user can do nothing, or in which nothing can be done at all.</summary>
public sealed class PowensWaitingTests : PowensFlow
{
    [Theory]
    [InlineData("down")]
    [InlineData("limited")]
    [InlineData("bug")]
    public async Task Powens_recovers_by_itself_and_nobody_presses_it(string kind)
    {
        var until = Clock.GetUtcNow().AddHours(4);
        var connection = Add(setup => _ = kind switch
        {
            "down" => setup.BankDown(until),
            "limited" => setup.RateLimited(until),
            _ => setup.Bug(until),
        });

        var seen = await GetAsync(connection);
        Assert.True(seen.Status.RecoversByItself);
        Assert.Equal(seen.NextAttemptAt, Assert.IsType<RequiredAction.Wait>(seen.Status.Action).NotBefore);
        var session = await StartAsync(connection);
        Assert.Equal(ReconnectOutcome.WaitingForProvider, session.Outcome);
        var refusal = await Assert.ThrowsAsync<ProviderException>(() => RunAsync(Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true })));
        Assert.False(refusal.MayHaveBeenSent);
        Clock.SetUtcNow(until.AddMinutes(1));

        Assert.Equal(ConnectionState.Active, (await GetAsync(connection)).Status.State);
        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
    }

    [Fact]
    public async Task A_source_that_is_not_supported_cannot_be_repaired()
    {
        var connection = Add(setup => setup.InState("notSupported"));

        var session = await StartAsync(connection);

        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
        Assert.Equal(RequiredActionKind.ContactSupport, session.Action.Kind);
        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
    }

    [Fact]
    public async Task A_state_nobody_knows_is_met_with_caution()
    {
        var connection = Add(setup => setup.InState("quantumProofRequired", "Utilisez votre cle quantique"));

        var seen = await GetAsync(connection);
        Assert.Equal(
            (ConnectionState.Unknown, "quantumProofRequired", false, false),
            (seen.Status.State, seen.Status.Provider.Code, seen.Status.DataUsable, seen.Status.RefreshAllowed));
        var session = await StartAsync(connection);

        Assert.NotEqual(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
        await Assert.ThrowsAsync<ProviderException>(() => RunAsync(Client.RefreshAsync(RefOf(connection))));
        Assert.Equal(0, connection.SyncRequests);
    }

    [Fact]
    public async Task A_connection_that_is_gone_can_only_be_made_anew()
    {
        var connection = Add(setup => setup.Gone());

        var session = await StartAsync(connection);

        Assert.Equal((ReconnectOutcome.NotRepairable, RequiredActionKind.StartOver), (session.Outcome, session.Action.Kind));
        Assert.Equal(ConnectionState.Deleted, session.Observed!.Status.State);
        Assert.False((await RunAsync(Client.PlanRemovalAsync(RefOf(connection)))).Allowed);
        Assert.Equal(0, Powens.ConnectionsCreated);
    }

    [Fact]
    public async Task A_healthy_connection_needs_no_repair()
    {
        var connection = Add(static _ => { });

        Assert.Equal(ReconnectOutcome.NotNeeded, (await StartAsync(connection)).Outcome);
        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
    }

    [Theory]
    [InlineData("wraps")]
    [InlineData("capital")]
    [InlineData("accepted")]
    [InlineData("request id")]
    [InlineData("account type")]
    [InlineData("numbers")]
    [InlineData("no state")]
    [InlineData("empty state")]
    [InlineData("partial fields")]
    [InlineData("dates")]
    [InlineData("token")]
    [InlineData("short errors")]
    public async Task Powens_may_answer_differently_from_its_reference(string divergence)
    {
        Diverge(Powens.Divergences, divergence);
        var connection = Add(setup => setup.NeedsConsent().NeedsOtp("123456"));

        var again = await ReplyAsync(await StartAsync(connection), Code("111111"));
        Assert.Equal(1, again.RejectedReplies);
        var done = await ReplyAsync(again, Code("123456"));

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.True(done.Continuity!.AllSame);
        Assert.Equal(2, CodesAtBank(connection));
        Assert.Equal(ConnectionState.Active, (await GetAsync(connection)).Status.State);
    }

    private static UserReply.FieldValues Code(string code) => new("otp", new SensitiveString(code));

    private static void Diverge(PowensDivergences divergences, string kind)
    {
        divergences.WrapsUpdates = kind == "wraps";
        divergences.SpellsWrongPassWithCapital = kind == "capital";
        divergences.AnswersAccepted = kind == "accepted";
        divergences.RequestIdAsText = kind == "request id";
        divergences.AccountTypeAsObject = kind == "account type";
        divergences.NumbersAsText = kind == "numbers";
        divergences.OmitsState = kind == "no state";
        divergences.EmptyStateWhenHealthy = kind == "empty state";
        divergences.PartialFields = kind == "partial fields";
        divergences.IsoDates = kind == "dates";
        divergences.NamesTokenToken = kind == "token";
        divergences.ShortErrors = kind == "short errors";
    }
}
