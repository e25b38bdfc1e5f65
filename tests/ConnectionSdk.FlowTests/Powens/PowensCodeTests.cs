using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>Codes: the bank counts them, so every test ends with what the bank counted.</summary>
public sealed class PowensCodeTests : PowensFlow
{
    private const string SubmitPath = "/2.0/users/*/connections/*";

    [Fact]
    public async Task The_right_code_repairs_the_connection()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));

        var asked = await StartAsync(connection);
        var field = Assert.Single(Assert.IsType<RequiredAction.ProvideFields>(asked.Action).Fields);
        Assert.Equal(("otp", FieldKind.Otp, "^[0-9]{6}$"), (field.Name, field.Kind, field.Pattern));
        var done = await TypeAsync(asked, "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.True(done.Continuity!.AllSame);
        Assert.Null(connection.State);
        Assert.Equal(1, CodesAtBank(connection));
    }

    [Theory]
    [InlineData(PowensWrongCode.KeepsChallenge)]
    [InlineData(PowensWrongCode.SendsNewCode)]
    [InlineData(PowensWrongCode.StartsOver)]
    public async Task A_wrong_code_asks_again_and_the_right_one_then_repairs(PowensWrongCode after)
    {
        Powens.AfterWrongCode = after;
        var connection = Add(setup => setup.NeedsOtp("123456"));

        var again = await TypeAsync(await StartAsync(connection), "111111");
        Assert.Equal((1, ReplyFate.Rejected, false), (again.RejectedReplies, again.LastReply, again.IsFinished));
        Assert.Equal("otp", FieldOf(again));
        var done = await TypeAsync(again, "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(2, CodesAtBank(connection));
        Assert.False(connection.Login.IsLocked);
    }

    [Theory]
    [InlineData(PowensWrongCode.KeepsChallenge)]
    [InlineData(PowensWrongCode.SendsNewCode)]
    [InlineData(PowensWrongCode.StartsOver)]
    public async Task Two_wrong_codes_stop_the_repair_before_the_bank_locks(PowensWrongCode after)
    {
        Powens.AfterWrongCode = after;
        var connection = Add(setup => setup.NeedsOtp("123456"));

        var stopped = await TypeAsync(await TypeAsync(await StartAsync(connection), "111111"), "222222");

        Assert.Equal(ReconnectOutcome.NotRepairable, stopped.Outcome);
        Assert.NotNull(Assert.IsType<RequiredAction.Wait>(stopped.Action).NotBefore);
        Assert.False(connection.Login.IsLocked);
        Assert.Equal(2, CodesAtBank(connection));

        var atOnce = await StartAsync(connection);
        Assert.Equal(ReconnectOutcome.NotRepairable, atOnce.Outcome);
        Assert.Equal(2, CodesAtBank(connection));
    }

    [Fact]
    public async Task A_stopped_repair_may_begin_again_when_the_bank_has_forgotten()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        await TypeAsync(await TypeAsync(await StartAsync(connection), "111111"), "222222");

        Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        var done = await TypeAsync(await StartAsync(connection), "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
    }

    [Fact]
    public async Task A_code_of_the_wrong_form_is_not_spent()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);

        await Assert.ThrowsAsync<UnexpectedReplyException>(() => TypeAsync(asked, "12"));
        await Assert.ThrowsAsync<UnexpectedReplyException>(() => TypeAsync(asked, "123456", field: "resume"));
        await Assert.ThrowsAsync<UnexpectedReplyException>(() => ReplyAsync(asked, new UserReply.ActionDone()));

        Assert.Equal(0, CodesAtBank(connection));
        Assert.Equal(0, connection.FieldSubmissions);
        Assert.Equal(ReconnectOutcome.Reconnected, (await TypeAsync(asked, "123456")).Outcome);
    }

    [Fact]
    public async Task A_code_that_was_taken_while_its_answer_got_lost_is_never_sent_again()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        Powens.Faults.Add(Fault.Drop().AfterProcessing(), times: 10, method: "POST", path: SubmitPath);

        var done = await TypeAsync(asked, "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(ReplyFate.Unknown, done.LastReply);
        Assert.Equal(1, CodesAtBank(connection));
        Assert.Equal(1, connection.FieldSubmissions);
        Assert.Equal("GET", Powens.Calls.All[^1].Method);
    }

    [Theory]
    [InlineData("dropped")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("HTML with 200")]
    [InlineData("oversized")]
    [InlineData("redirect")]
    public async Task A_code_whose_fate_is_unknown_is_asked_for_again_and_never_sent_again(string fault)
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        var before = Powens.Calls.Count("POST", SubmitPath);
        Powens.Faults.Add(
            fault switch
            {
                "dropped" => Fault.Drop(),
                "500" => Fault.ServerError(),
                "503" => Fault.ServerError(503),
                "HTML with 200" => Fault.HtmlPage(),
                "oversized" => Fault.OversizedBody(40_000_000),
                _ => Fault.RedirectTo(new Uri("https://elsewhere.example/")),
            },
            method: "POST",
            path: SubmitPath);

        ReconnectSession session;
        try
        {
            session = await TypeAsync(asked, "123456");
        }
        catch (ProviderException)
        {
            session = await RunAsync(Flow.GetAsync(asked.Id));
        }

        Assert.False(session.IsFinished);
        Assert.Equal(before + 1, Powens.Calls.Count("POST", SubmitPath));
        Assert.Equal(0, CodesAtBank(connection));
        Assert.Equal("additionalInformationNeeded", connection.State);
        session = await LookUntilItStopsAsync(session);
        Assert.Equal(before + 1, Powens.Calls.Count("POST", SubmitPath));

        var done = await TypeAsync(session, "123456");
        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(1, CodesAtBank(connection));
    }

    [Fact]
    public async Task A_code_that_could_not_leave_is_neither_spent_nor_counted()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        for (var tries = 0; tries < 3; tries++)
        {
            Powens.Faults.Add(Fault.HtmlPage(), times: 5, method: "GET", path: SubmitPath);
            Assert.Equal(ProviderErrorKind.NotSent, (await Assert.ThrowsAsync<ProviderException>(() => TypeAsync(asked, "123456"))).Kind);
            Powens.Faults.Clear();
        }

        var session = await RunAsync(Flow.GetAsync(asked.Id));
        Assert.Equal((0, ReplyFate.NotSent, 0), (session.RejectedReplies, session.LastReply, CodesAtBank(connection)));
        Assert.Equal(ReconnectOutcome.Reconnected, (await TypeAsync(session, "123456")).Outcome);
        Assert.Equal(1, CodesAtBank(connection));
    }

    [Fact]
    public async Task A_code_for_a_question_that_has_changed_is_not_spent_on_the_new_one()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        connection.Break(static setup => setup.NeedsOtp("654321", field: "openapisms"));

        var next = await TypeAsync(asked, "123456");

        Assert.Equal((ReplyFate.NotSent, "openapisms", 0), (next.LastReply, FieldOf(next), next.RejectedReplies));
        Assert.Equal(0, CodesAtBank(connection));
        Assert.Equal(ReconnectOutcome.Reconnected, (await TypeAsync(next, "654321", field: "openapisms")).Outcome);
    }

    [Fact]
    public async Task Eight_clicks_in_eight_processes_submit_once()
    {
        const int clicks = 8;
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        var store = new GatheringStore(Store, clicks);
        var processes = Enumerable.Range(0, clicks)
            .Select(_ => StartApplication(services => services.AddSingleton<IReconnectSessionStore>(store)).GetRequiredService<IReconnectFlow>())
            .ToList();

        var replies = await Task.WhenAll(processes.Select(process =>
            Task.Run(() => process.ReplyAsync(asked.Id, new UserReply.FieldValues("otp", new SensitiveString("123456"))))));

        Assert.Single(replies, session => session.LastReply == ReplyFate.Accepted);
        Assert.Equal(ReconnectOutcome.Reconnected, (await RunAsync(Flow.GetAsync(asked.Id))).Outcome);
        Assert.Equal(1, CodesAtBank(connection));
        Assert.Equal(1, connection.FieldSubmissions);
    }

    [Fact]
    public async Task Another_process_takes_up_the_repair_by_its_id()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        var id = ReconnectSession.FromJson(asked.ToJson()).Id;
        var other = StartApplication().GetRequiredService<IReconnectFlow>();

        var done = await RunAsync(other.ReplyAsync(id, new UserReply.FieldValues("otp", new SensitiveString("123456"))));

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(ReconnectOutcome.Reconnected, (await RunAsync(Flow.GetAsync(id))).Outcome);
        Assert.Equal(1, CodesAtBank(connection));
    }

    [Fact]
    public async Task A_process_that_dies_while_sending_leaves_a_session_that_another_one_ends_by_reading()
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        Powens.Faults.Add(Fault.Slow(TimeSpan.FromMinutes(1)), method: "POST", path: SubmitPath);
        using var kill = new CancellationTokenSource();
        var before = Powens.Calls.Count("POST", SubmitPath);

        var sending = Flow.ReplyAsync(asked.Id, new UserReply.FieldValues("otp", new SensitiveString("123456")), kill.Token);
        await Powens.Calls.WaitForAsync(before + 1, "POST", SubmitPath);
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        connection.Break(static _ => { });

        var other = StartApplication().GetRequiredService<IReconnectFlow>();
        var session = await RunAsync(other.PollAsync(asked.Id));
        session = session.IsFinished ? session : await RunAsync(other.PollAsync(asked.Id));

        Assert.Equal(before + 1, Powens.Calls.Count("POST", SubmitPath));
        Assert.True(CodesAtBank(connection) <= 1);
        Assert.NotEqual(ReconnectPhase.Submitting, session.Phase);
    }

    [Fact]
    public async Task What_the_user_types_is_encrypted_where_the_domain_wants_it()
    {
        Powens.RequiresEncryption = true;
        var connection = Add(setup => setup.NeedsOtp("135790"));

        var done = await TypeAsync(await StartAsync(connection), "135790");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(["135790"], connection.CodesReceived);
        Assert.Equal(0, Powens.PlainValuesRefused);
        Assert.All(Powens.Calls.All, call => Assert.DoesNotContain("135790", call.BodyText, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Consent_approval_and_code_are_taken_one_after_the_other()
    {
        var connection = Add(setup => setup.NeedsConsent().NeedsApproval().NeedsOtp("123456"));

        var approving = await StartAsync(connection);
        Assert.IsType<RequiredAction.ApproveElsewhere>(approving.Action);
        Powens.User.ApproveInBankApp(connection.Id);
        var asked = await LookUntilItStopsAsync(approving);
        var done = await TypeAsync(asked, "123456");

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal("forces 1, resumes 1, fields 1, syncs 0, renewals 0", Sent(connection));
    }

    /// <summary>Holds the first reads back until all of them are there, so that every process decides on the same version.</summary>
    private sealed class GatheringStore(IReconnectSessionStore inner, int readers) : IReconnectSessionStore
    {
        private readonly TaskCompletionSource _gathered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _reads;

        public async ValueTask<StoredReconnectSession?> FindAsync(ReconnectSessionId id, CancellationToken cancellationToken)
        {
            var found = await inner.FindAsync(id, cancellationToken);
            if (Interlocked.Increment(ref _reads) == readers)
            {
                _gathered.SetResult();
            }

            await _gathered.Task;
            return found;
        }

        public ValueTask<StoredReconnectSession?> FindLatestAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
            inner.FindLatestAsync(connection, cancellationToken);

        public ValueTask<bool> TryAddAsync(StoredReconnectSession session, CancellationToken cancellationToken) => inner.TryAddAsync(session, cancellationToken);

        public ValueTask<bool> TryReplaceAsync(StoredReconnectSession session, long expectedVersion, CancellationToken cancellationToken) =>
            inner.TryReplaceAsync(session, expectedVersion, cancellationToken);
    }
}
