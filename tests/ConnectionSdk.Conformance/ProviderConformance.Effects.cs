using Xunit;

namespace ConnectionSdk.Conformance;

public abstract partial class ProviderConformance
{
    private static readonly TimeSpan PatienceInRealTime = TimeSpan.FromSeconds(5);

    /// <summary>Reading and looking change nothing and ask nothing of the bank, whatever the state.</summary>
    [Fact]
    public async Task Reading_and_looking_change_nothing()
    {
        using var stage = new Stage(Driver);
        var healthy = Driver.AddConnection(Situation.Healthy);
        var session = await UntilAskedAsync(stage, await StartAsync(stage, Driver.AddConnection(Situation.Broken)));
        var changes = Driver.ChangingRequests;

        for (var i = 0; i < 5; i++)
        {
            await stage.Client.GetAsync(healthy);
            await stage.Client.GetAccountsAsync(healthy);
            await stage.Client.GetAsync(session.Connection);
            session = await LookAgainAsync(stage, session);
            await stage.Flow.GetAsync(session.Id);

            // A process that has not handed out the link looks before it hands out another.
            using var another = new Stage(Driver, stage.Store);
            session = await StartAsync(another, session.Connection);
            Assert.False(session.IsFinished);
        }

        Assert.Equal(changes, Driver.ChangingRequests);
        Assert.Equal(0, Driver.SubmissionsAtBank);
    }

    /// <summary>The same reply given many times at once reaches the bank once.</summary>
    [SkippableFact]
    public async Task A_double_click_reaches_the_bank_once()
    {
        Need(Feature.Fields);
        using var stage = new Stage(Driver);
        var session = await UntilAskedAsync(stage, await StartAsync(stage, Driver.AddConnection(Situation.AsksForFields)));
        var reply = await AnswerAsync(session, Behaviour.Succeeds);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(ClickAsync)));
        session = await UntilFinishedAsync(stage, await stage.Flow.PollAsync(session.Id));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, Driver.SubmissionsAtBank);

        async Task ClickAsync()
        {
            try
            {
                await stage.Flow.ReplyAsync(session.Id, reply);
            }
            catch (UnexpectedReplyException)
            {
                // Came so late that the session no longer asked.
            }
        }
    }

    /// <summary>A lost answer is answered by reading, never by sending again.</summary>
    [SkippableFact]
    public async Task A_lost_answer_is_read_and_not_sent_again()
    {
        Need(Feature.Fields);
        using var stage = new Stage(Driver);
        var session = await UntilAskedAsync(stage, await StartAsync(stage, Driver.AddConnection(Situation.AsksForFields)));
        var reply = await AnswerAsync(session, Behaviour.Succeeds);
        var changes = Driver.ChangingRequests;

        Driver.Spoil(Trouble.AnswerLost);
        session = await UntilFinishedAsync(stage, await ReplyAsync(stage, session, reply));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, Driver.SubmissionsAtBank);
        Assert.Equal(1, Driver.ChangingRequests - changes);
    }

    /// <summary>A refresh whose answer is lost is not asked for again; a provider without refreshes says so.</summary>
    [Fact]
    public async Task A_refresh_is_asked_for_at_most_once()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Healthy);
        var changes = Driver.ChangingRequests;

        Driver.Spoil(Trouble.AnswerLost);
        var failure = await Record.ExceptionAsync(() => InTimeAsync(stage.Client.RefreshAsync(connection, new RefreshOptions { UserPresent = true })));

        if (!stage.Provider.Capabilities.Refreshes)
        {
            Assert.Equal(ProviderErrorKind.NotSupported, Assert.IsType<ProviderException>(failure).Kind);
        }

        Assert.True(failure is null or ProviderException, $"a {failure?.GetType()} came out");
        Assert.Equal(stage.Provider.Capabilities.Refreshes ? 1 : 0, Driver.ChangingRequests - changes);
    }

    /// <summary>While a session lapses nothing leaves, and a reply to a lapsed one is not sent.</summary>
    [Fact]
    public async Task A_session_that_lapsed_sends_nothing()
    {
        using var stage = new Stage(Driver);
        var session = await UntilAskedAsync(stage, await StartAsync(stage, Driver.AddConnection(Situation.Broken)));
        var requests = Driver.Requests;

        await Driver.AdvanceAsync(session.ExpiresAt - Driver.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        var lapsed = await stage.Flow.ReplyAsync(session.Id, new UserReply.ActionDone());

        Assert.Equal(ReconnectOutcome.Expired, lapsed.Outcome);
        Assert.Equal(requests, Driver.Requests);
    }

    /// <summary>A caller who cancels gets the cancellation: before anything is sent, and while the provider keeps silent.</summary>
    [Fact]
    public async Task Cancellation_reaches_the_caller()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Healthy);
        var requests = Driver.Requests;
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.Client.GetAsync(connection, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.Client.GetAccountsAsync(connection, cancelled));
        Assert.Equal(requests, Driver.Requests);

        // What an adapter fetches first, such as a token, is there: the silence meets the read itself.
        await InTimeAsync(stage.Client.GetAsync(connection));
        Driver.Spoil(Trouble.Silence);
        requests = Driver.Requests;
        using var leaving = new CancellationTokenSource();
        var call = stage.Client.GetAsync(connection, leaving.Token);
        while (Driver.Requests == requests && !call.IsCompleted)
        {
            await Task.Yield();
        }

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(PatienceInRealTime));
    }

    /// <summary>An answer that makes no sense is a failure of the provider like any other.</summary>
    [Fact]
    public async Task Nonsense_is_a_failure_of_the_provider()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Healthy);

        Driver.Spoil(Trouble.Nonsense);
        await Assert.ThrowsAsync<ProviderException>(() => InTimeAsync(stage.Client.GetAsync(connection)));
        await Assert.ThrowsAsync<ProviderException>(() => InTimeAsync(stage.Client.GetAccountsAsync(connection)));
    }

    /// <summary>No secret shows up where it does not belong.</summary>
    [Fact]
    public async Task Nothing_secret_is_logged_stored_or_printed()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Driver.Lacks.Contains(Feature.Fields) ? Situation.Broken : Situation.AsksForFields);
        var seen = new List<string> { (await stage.Client.GetAsync(connection)).ToString() };
        var session = await StartAsync(stage, connection);
        for (var round = 0; round < MaxRounds && !session.IsFinished; round++)
        {
            seen.Add($"{session}\n{session.ToJson()}\n{session.Action}");
            var reply = session.Phase == ReconnectPhase.AwaitingUser ? await Driver.ActAsync(session, Behaviour.Succeeds) : null;
            seen.Add($"{reply}");
            session = reply is null ? await LookAgainAsync(stage, session) : await ReplyAsync(stage, session, reply);
        }

        seen.Add($"{session}\n{session.ToJson()}");
        seen.AddRange((await stage.Client.GetAccountsAsync(connection)).Select(account => account.ToString()));
        Driver.Spoil(Trouble.AnswerLost);
        var failure = await Record.ExceptionAsync(() => InTimeAsync(stage.Client.RefreshAsync(connection, new RefreshOptions { UserPresent = true })));
        seen.Add($"{failure}");
        seen.Add(stage.Written);
        var text = string.Join('\n', seen);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.NotEmpty(Driver.Secrets);
        foreach (var secret in Driver.Secrets)
        {
            var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"a secret was printed, logged or stored behind: {text[Math.Max(0, at - 120)..Math.Max(0, at)]}");
        }
    }

    /// <summary>Removing says first what it would do, and nothing is removed that was refused.</summary>
    [Fact]
    public async Task A_removal_is_planned_and_a_refused_one_sends_nothing()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Healthy);

        RemovalPlan plan;
        try
        {
            plan = await stage.Client.PlanRemovalAsync(connection);
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.NotSupported)
        {
            Assert.False(stage.Provider.Capabilities.Removes);
            return;
        }

        Assert.Equal(0, Driver.DeleteRequests);
        if (plan.Allowed)
        {
            Assert.NotEmpty(plan.Loses);
            await stage.Client.RemoveAsync(plan);
            Assert.Equal(1, Driver.DeleteRequests);
        }
        else
        {
            Assert.False(string.IsNullOrWhiteSpace(plan.Refusal));
            Assert.NotEmpty(plan.Alternatives);
            await Assert.ThrowsAsync<RemovalRefusedException>(() => stage.Client.RemoveAsync(plan));
            Assert.Equal(0, Driver.DeleteRequests);
        }
    }
}
