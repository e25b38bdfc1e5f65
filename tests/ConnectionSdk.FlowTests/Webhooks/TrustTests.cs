using ConnectionSdk.Simulator;

namespace ConnectionSdk.FlowTests.Webhooks;

/// <summary>What a delivery can and cannot bring about, whoever sent it and however often.</summary>
public sealed class TrustTests : WebhookWorld
{
    private const string OldSecret = "the-secret-that-was-there-before";

    public static TheoryData<string> Providers => ["aerosync", "araucaria", "flinks", "powens"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_arrives_twice_is_handled_once(string provider)
    {
        var (_, webhooks, breaks) = Breakable(provider);
        webhooks.Spoil(WebhookFault.Doubled());
        breaks();
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Accepted Duplicate", Told.Verdicts);
        Assert.Single(Told.Events);
        Assert.Equal([200, 200], webhooks.Deliveries[0].Attempts.Select(attempt => attempt.Status));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_handler_that_fails_loses_nothing(string provider)
    {
        var (connection, webhooks, breaks) = Breakable(provider);
        Told.FailNext(1);
        breaks();
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal([503], webhooks.Deliveries[0].Attempts.Select(attempt => attempt.Status));
        Assert.Empty(Told.Events);

        await AdvanceAsync(webhooks.Repeats[0], webhooks);
        Assert.Equal([503, 200], webhooks.Deliveries[0].Attempts.Select(attempt => attempt.Status));
        Assert.Equal("Retry Accepted", Told.Verdicts);
        Assert.Equal(connection.ConnectionId, Assert.Single(Told.Events).Connection!.ConnectionId);
        Assert.Equal((true, false), (webhooks.Deliveries[0].IsTaken, webhooks.Deliveries[0].IsGivenUp));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_not_rightly_signed_is_refused_and_its_repetition_taken(string provider)
    {
        foreach (var fault in new[] { WebhookFault.Tampered(77), WebhookFault.SignedWith(OldSecret), WebhookFault.Unsigned() })
        {
            var (_, webhooks, breaks) = Breakable(provider);
            Told.Forget();
            webhooks.Spoil(fault);
            breaks();
            await webhooks.WaitUntilIdleAsync();
            Assert.Equal("BadSignature", Told.Verdicts);
            Assert.Empty(Told.Events);

            await AdvanceAsync(webhooks.Repeats[0], webhooks);
            Assert.Equal("BadSignature Accepted", Told.Verdicts);
            Assert.Single(Told.Events);
            Assert.Equal([401, 200], webhooks.Deliveries[^1].Attempts.Select(attempt => attempt.Status));
            webhooks.Subscriptions[^1].Cancel();
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_replay_brings_nothing_about(string provider)
    {
        var (_, webhooks, breaks) = Breakable(provider);
        breaks();
        await webhooks.WaitUntilIdleAsync();
        var told = Told.Events.Count;
        foreach (var later in new[] { TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(22) })
        {
            await AdvanceAsync(later, webhooks);
            var replay = webhooks.Replay(webhooks.Deliveries[0]);
            await webhooks.WaitUntilIdleAsync();
            Assert.Equal(WebhookVerdict.Duplicate, Told.Results[^1].Verdict);
            Assert.Equal(200, Assert.Single(replay.Attempts).Status);
        }

        Assert.Equal(told, Told.Events.Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task While_a_secret_is_replaced_both_count_and_afterwards_the_new_one_alone(string provider)
    {
        Secrets = [OldSecret, Secret];
        await StartApplicationAsync();
        var (_, webhooks, breaks) = Breakable(provider);
        webhooks.Subscriptions[0].ReplaceSecret(OldSecret);
        breaks();
        await webhooks.WaitUntilIdleAsync();
        webhooks.Subscriptions[0].ReplaceSecret(Secret);
        webhooks.Send(webhooks.Deliveries[0].Event, """{"event":"news","type":"news","timestamp":1772438400}""");
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Accepted Accepted", Told.Verdicts);

        Secrets = [Secret];
        await StartApplicationAsync();
        webhooks.Spoil(WebhookFault.SignedWith(OldSecret));
        webhooks.Send(webhooks.Deliveries[0].Event, """{"event":"more news","type":"more news","timestamp":1772438400}""");
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Accepted Accepted BadSignature", Told.Verdicts);
        await AdvanceAsync(webhooks.Repeats[0], webhooks);
        Assert.Equal("Accepted Accepted BadSignature Accepted", Told.Verdicts);
    }

    [Theory]
    [InlineData("araucaria", "connection.connected", """{"id":"evt_forged","type":"connection.connected","data":{"type":"connection.connected","occurredAt":"2026-03-02T08:00:30.000Z","connectionId":"ID","previousStatus":"verifying","error":null}}""")]
    [InlineData("powens", "CONNECTION_SYNCED", """{"user":{"id":USER},"connection":{"id":ID,"id_user":USER,"state":null,"error":null,"last_update":"2026-03-02 08:00:00"},"id_webhook_data":9}""")]
    public async Task A_rightly_signed_word_that_all_is_well_raises_nothing_while_the_provider_says_otherwise(string provider, string name, string body)
    {
        var (connection, webhooks, breaks) = Breakable(provider);
        webhooks.Subscribe(AddressOf(provider), Secret, name);
        breaks();
        await webhooks.WaitUntilIdleAsync();
        Told.Forget();
        Clock.Advance(TimeSpan.FromSeconds(30));

        webhooks.Send(name, body.Replace("ID", connection.ConnectionId, StringComparison.Ordinal).Replace("USER", connection.UserId, StringComparison.Ordinal));
        await webhooks.WaitUntilIdleAsync();

        Assert.Equal("Accepted", Told.Results[0].Verdict.ToString());
        Assert.Equal("ReconnectRequired!", Told.Words.Split(' ')[0]);
        Assert.All(Told.Events, told => Assert.NotEqual(ConnectionState.Active, Told.StateOf(told)));
    }

    [Theory]
    [InlineData("aerosync", "job.balance", """{"event":"job.balance","timestamp":1772438400,"merchant_id":"m","data":{"connection_id":"ID","status":"completed"}}""")]
    [InlineData("flinks", "GetAccountsDetail", """{"ResponseType":"GetAccountsDetail","HttpStatusCode":200,"Accounts":[],"Login":{"Id":"ID"},"RequestId":"r"}""")]
    public async Task Providers_that_tell_no_healthy_state_raise_none(string provider, string name, string body)
    {
        var (connection, webhooks, breaks) = Breakable(provider);
        breaks();
        await webhooks.WaitUntilIdleAsync();
        var broken = Told.State;

        webhooks.Send(name, body.Replace("ID", connection.ConnectionId, StringComparison.Ordinal));
        await webhooks.WaitUntilIdleAsync();

        Assert.Equal("Accepted Accepted", Told.Verdicts);
        Assert.Equal(broken, Told.State);
        Assert.Contains("Data", Told.Words, StringComparison.Ordinal);
        Assert.Equal(broken, (await RunAsync(Client.GetAsync(connection))).Status.State);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_event_of_tomorrow_is_taken_and_kept_raw(string provider)
    {
        var (_, webhooks, _) = Breakable(provider);
        const string Body = """{"event":"moon.landing","type":"moon.landing","ResponseType":"moon.landing","timestamp":1772438400,"étoile":[1.50]}""";
        webhooks.Send("moon.landing", Body);
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Unknown", Told.Words);
        Assert.Equal(Body, System.Text.Encoding.UTF8.GetString(Told.Events[0].Payload.Span));
    }

    [Theory]
    [InlineData("araucaria")]
    [InlineData("powens")]
    public async Task What_was_signed_long_ago_is_only_a_reason_to_read(string provider)
    {
        var (_, webhooks, breaks) = Breakable(provider);
        webhooks.Spoil(WebhookFault.SignedEarlierBy(TimeSpan.FromMinutes(6)));
        breaks();
        await webhooks.WaitUntilIdleAsync();
        Assert.Equal("Stale", Told.Verdicts);
        Assert.Equal("ReconnectRequired!", Told.Words);
        Assert.True(webhooks.Deliveries[0].IsTaken);
    }

    [Fact]
    public async Task Repetitions_that_keep_their_old_signature_still_get_the_event_through()
    {
        var (_, webhooks, breaks) = Breakable("araucaria");
        webhooks.SignsRepetitionsAnew = false;
        Told.FailNext(3);
        breaks();
        await webhooks.WaitUntilIdleAsync();
        foreach (var wait in webhooks.Repeats.Take(3))
        {
            await AdvanceAsync(wait, webhooks);
        }

        Assert.Equal("Retry Retry Retry Stale", Told.Verdicts);
        Assert.Equal("ReconnectRequired!", Told.Words);
        Assert.Single(webhooks.Deliveries[0].Attempts.Select(attempt => attempt.Headers[0].Value).Distinct(StringComparer.Ordinal));
    }
}
