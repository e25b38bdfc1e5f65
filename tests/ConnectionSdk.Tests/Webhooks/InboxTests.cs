using System.Net;
using System.Text;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Webhooks;

public class InboxTests
{
    public static TheoryData<string> Providers => ["aerosync", "powens", "araucaria", "flinks"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_replay_is_a_duplicate_and_nobody_is_told_again(string provider)
    {
        using var bed = new HookBed();
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Valid(provider))).Verdict);
        var told = bed.Told.Events.Count;
        var replay = await bed.ReceiveAsync(Delivery.Valid(provider));
        Assert.Equal((WebhookVerdict.Duplicate, 200), (replay.Verdict, replay.StatusCode));
        Assert.Equal(told, bed.Told.Events.Count);
    }

    [Fact]
    public async Task A_repetition_with_a_new_time_is_a_duplicate()
    {
        using var bed = new HookBed();
        var (araucaria, powens) = (Delivery.Valid("araucaria").Body, Delivery.Valid("powens").Body);
        await bed.ReceiveAsync(Delivery.Araucaria(araucaria));
        await bed.ReceiveAsync(Delivery.Powens(powens));
        bed.Clock.Now += TimeSpan.FromHours(26.6);
        Assert.Equal(WebhookVerdict.Duplicate, (await bed.ReceiveAsync(Delivery.Araucaria(araucaria, bed.Clock.Now))).Verdict);
        Assert.Equal(WebhookVerdict.Duplicate, (await bed.ReceiveAsync(Delivery.Powens(powens, bed.Clock.Now))).Verdict);
    }

    [Theory]
    [InlineData("aerosync", 24 * 3600)]
    [InlineData("powens", 300)]
    [InlineData("araucaria", 300)]
    public async Task What_was_signed_too_long_ago_is_stale_though_its_signature_is_valid(string provider, int tolerance)
    {
        foreach (var sign in new[] { 1, -1 })
        {
            using var bed = new HookBed();
            Says(bed, "connection.get.connected.json");
            bed.Clock.Now = Delivery.At + TimeSpan.FromSeconds(sign * (tolerance + 1));
            var stale = await bed.ReceiveAsync(Delivery.Valid(provider));
            Assert.True(stale.SignatureValid);
            Assert.Equal(provider == "aerosync" ? WebhookVerdict.Retry : WebhookVerdict.Stale, stale.Verdict);
            Assert.DoesNotContain(stale.Events, each => each is ConnectionEvent.Revoked);

            using var atTheEdge = new HookBed();
            atTheEdge.Clock.Now = Delivery.At + TimeSpan.FromSeconds(sign * tolerance);
            Assert.Equal(WebhookVerdict.Accepted, (await atTheEdge.ReceiveAsync(Delivery.Valid(provider))).Verdict);
        }
    }

    [Fact]
    public async Task A_stale_word_is_not_taken_but_the_connection_is_read()
    {
        using var bed = new HookBed();
        Says(bed, "connection.get.connected.json");
        bed.Clock.Now = Delivery.At + TimeSpan.FromHours(2);
        var stale = await bed.ReceiveAsync(Delivery.Valid("araucaria"));
        Assert.Equal((WebhookVerdict.Stale, true, 200), (stale.Verdict, stale.SignatureValid, stale.StatusCode));
        Assert.Equal(ConnectionState.Active, Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(bed.Told.Events)).Confirmed!.Status.State);
        Assert.Equal(1, bed.Network.Calls);
    }

    [Fact]
    public async Task An_infinite_tolerance_judges_no_date()
    {
        using var bed = new HookBed(powens: options => options.WebhookTolerance = Timeout.InfiniteTimeSpan);
        bed.Clock.Now = Delivery.At + TimeSpan.FromDays(2);
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Valid("powens"))).Verdict);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_body_that_is_too_large_is_not_looked_at(string provider)
    {
        using var bed = new HookBed();
        var max = bed.WebhooksOf(provider).MaxBodyBytes;
        var large = await bed.ReceiveAsync(Delivery.Sign(provider, new byte[max + 1]));
        Assert.Equal((WebhookVerdict.TooLarge, 413, false), (large.Verdict, large.StatusCode, large.SignatureValid));
        Assert.Equal(WebhookVerdict.Malformed, (await bed.ReceiveAsync(Delivery.Sign(provider, new byte[max]))).Verdict);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_no_object_is_malformed(string provider)
    {
        using var bed = new HookBed();
        foreach (var body in new[] { "", " ", "null", "[]", "\"text\"", "{", "{}}", "<html>", "{\"a\":" + new string('[', 40) + new string(']', 40) + "}", "\ufeff{}x", "{\"\u0000" })
        {
            var result = await bed.ReceiveAsync(Delivery.Sign(provider, Encoding.UTF8.GetBytes(body)));
            Assert.True(result is { Verdict: WebhookVerdict.Malformed, SignatureValid: true, StatusCode: 400 }, body);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_unknown_event_is_accepted_and_kept_raw(string provider)
    {
        using var bed = new HookBed();
        var body = """{"id":"evt_of_tomorrow","event":"moon.landing","type":"moon.landing","ResponseType":"moon.landing","timestamp":1772452920,"data":{"x":[1,"é"]}}"""u8.ToArray();
        var result = await bed.ReceiveAsync(Delivery.Sign(provider, body));
        Assert.Equal(WebhookVerdict.Accepted, result.Verdict);
        var unknown = Assert.IsType<ConnectionEvent.Unknown>(Assert.Single(bed.Told.Events));
        Assert.Equal(body, unknown.Payload.ToArray());
        Assert.Equal(provider == "powens" ? "" : "moon.landing", unknown.Name);
    }

    [Fact]
    public async Task That_a_connection_works_again_is_read_before_anybody_is_told()
    {
        using var bed = new HookBed();
        Says(bed, "connection.get.connected.json");
        await bed.ReceiveAsync(Delivery.Araucaria("connection.connected", Delivery.At));
        Assert.Equal(1, bed.Network.Calls);
        Assert.NotNull(Assert.IsType<ConnectionEvent.StatusChanged>(bed.Told.Events[^1]).Confirmed);

        Says(bed, "connection.get.failed-auth.json");
        await bed.ReceiveAsync(Delivery.Araucaria("connection.connected", Delivery.At.AddSeconds(1)));
        Assert.Equal(ConnectionState.ReconnectRequired, Assert.IsType<ConnectionEvent.StatusChanged>(bed.Told.Events[^1]).Status.State);
    }

    [Fact]
    public async Task When_the_read_fails_nobody_is_told_that_it_works_and_the_provider_sends_it_again()
    {
        using var bed = new HookBed();
        bed.Network.Status = HttpStatusCode.Unauthorized;
        var delivery = Delivery.Araucaria("connection.connected", Delivery.At);
        var failed = await bed.ReceiveAsync(delivery);
        Assert.Equal((WebhookVerdict.Retry, 503), (failed.Verdict, failed.StatusCode));
        Assert.Empty(bed.Told.Events);

        Says(bed, "connection.get.connected.json");
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(delivery)).Verdict);
        Assert.Equal(ConnectionState.Active, Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(bed.Told.Events)).Status.State);
    }

    [Fact]
    public async Task That_access_is_lost_is_told_without_a_read()
    {
        using var bed = new HookBed();
        await bed.ReceiveAsync(Delivery.Valid("araucaria"));
        var changed = Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(bed.Told.Events));
        Assert.Equal((ConnectionState.Disconnected, 0), (changed.Status.State, bed.Network.Calls));
        Assert.Null(changed.Confirmed);
    }

    [Fact]
    public async Task Nothing_unsigned_is_believed()
    {
        using var bed = new HookBed(
            aerosync: options => (options.AllowUnsignedWebhooks, _) = (true, Clear(options.WebhookSecrets)),
            araucaria: options => (options.AllowUnsignedWebhooks, _) = (true, Clear(options.WebhookSecrets)));
        Says(bed, "connection.get.connected.json");
        var result = await bed.ReceiveAsync(Delivery.Valid("araucaria") with { Headers = [] });
        Assert.Equal((WebhookVerdict.Accepted, false), (result.Verdict, result.SignatureValid));
        Assert.Equal(ConnectionState.Active, Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(bed.Told.Events)).Status.State);

        bed.Network.Status = HttpStatusCode.BadRequest;
        Assert.Equal(WebhookVerdict.Retry, (await bed.ReceiveAsync(Delivery.Valid("aerosync") with { Headers = [] })).Verdict);
        Assert.Null(await bed.Revocations.FindAsync(ConnectionRef.Parse("aerosync/4b7e19c2a05d4f6e8c3391d7be20fa64"), default));
    }

    [Fact]
    public async Task After_a_revocation_no_call_leaves()
    {
        using var bed = new HookBed();
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Valid("aerosync"))).Verdict);
        var revoked = Assert.IsType<ConnectionEvent.Revoked>(Assert.Single(bed.Told.Events));
        Assert.Equal(ConnectionState.Revoked, revoked.Status.State);
        foreach (var reference in new[] { "aerosync:4b7e19c2a05d4f6e8c3391d7be20fa64/4b7e19c2a05d4f6e8c3391d7be20fa64", "aerosync:another-name-of-the-user/4b7e19c2a05d4f6e8c3391d7be20fa64" })
        {
            var connection = ConnectionRef.Parse(reference);
            for (var i = 0; i < 100; i++)
            {
                await Assert.ThrowsAsync<AccessRevokedException>(() => bed.Client.GetAccountsAsync(connection));
                await Assert.ThrowsAsync<AccessRevokedException>(() => bed.Client.RefreshAsync(connection));
                Assert.Equal(ConnectionState.Revoked, (await bed.Client.GetAsync(connection)).Status.State);
            }
        }

        var challenge = """{"event":"job.balance","timestamp":1772452921,"data":{"connection_id":"4b7e19c2a05d4f6e8c3391d7be20fa64","status":"pending_mfa"}}"""u8.ToArray();
        await bed.ReceiveAsync(Delivery.Aerosync(challenge));
        Assert.Equal(ConnectionState.Revoked, Assert.IsType<ConnectionEvent.Revoked>(bed.Told.Events[^1]).Status.State);
        Assert.Equal(0, bed.Network.Calls);
    }

    [Fact]
    public async Task A_handler_that_fails_does_not_lose_the_event()
    {
        var failing = new FailsOnce();
        using var bed = new HookBed(handlers: failing);
        var first = await bed.ReceiveAsync(Delivery.Valid("flinks"));
        Assert.Equal((WebhookVerdict.Retry, 503), (first.Verdict, first.StatusCode));
        var second = await bed.ReceiveAsync(Delivery.Valid("flinks"));
        Assert.Equal(WebhookVerdict.Accepted, second.Verdict);
        Assert.Single(failing.Handled);
        Assert.Equal(WebhookVerdict.Duplicate, (await bed.ReceiveAsync(Delivery.Valid("flinks"))).Verdict);
    }

    [Fact]
    public async Task A_revocation_latches_and_is_told_though_a_handler_failed()
    {
        var failing = new FailsOnce();
        using var bed = new HookBed(handlers: failing);
        Assert.Equal(WebhookVerdict.Retry, (await bed.ReceiveAsync(Delivery.Valid("aerosync"))).Verdict);
        Assert.NotNull(await bed.Revocations.FindAsync(ConnectionRef.Parse("aerosync/4b7e19c2a05d4f6e8c3391d7be20fa64"), default));
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Valid("aerosync"))).Verdict);
        Assert.IsType<ConnectionEvent.Revoked>(Assert.Single(failing.Handled));
    }

    [Fact]
    public async Task While_a_delivery_is_dealt_with_its_repetition_is_turned_away_and_afterwards_a_duplicate()
    {
        var slow = new Waits();
        using var bed = new HookBed(handlers: slow);
        var first = bed.ReceiveAsync(Delivery.Valid("flinks"));
        await slow.Entered.Task;
        Assert.Equal(WebhookVerdict.Retry, (await bed.ReceiveAsync(Delivery.Valid("flinks"))).Verdict);
        slow.Go.SetResult();
        Assert.Equal(WebhookVerdict.Accepted, (await first).Verdict);
        Assert.Equal(WebhookVerdict.Duplicate, (await bed.ReceiveAsync(Delivery.Valid("flinks"))).Verdict);
    }

    [Fact]
    public async Task What_a_crash_left_half_done_is_dealt_with_when_its_mark_has_lapsed()
    {
        using var before = new HookBed();
        var key = (await before.ReceiveAsync(Delivery.Valid("flinks"))).DeduplicationKey!;
        using var bed = new HookBed();
        await bed.Store.BeginAsync(new ProviderId("flinks"), key, TimeSpan.FromMinutes(5), default);
        Assert.Equal(WebhookVerdict.Retry, (await bed.ReceiveAsync(Delivery.Valid("flinks"))).Verdict);
        bed.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Valid("flinks"))).Verdict);
    }

    [Fact]
    public async Task A_caller_that_gives_up_loses_no_event()
    {
        using var giveUp = new CancellationTokenSource();
        var cancels = new Cancels(giveUp);
        using var bed = new HookBed(handlers: cancels);
        var request = Delivery.Valid("flinks").ToRequest();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bed.Inbox.ReceiveAsync(new ProviderId("flinks"), request, giveUp.Token));
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Valid("flinks"))).Verdict);
    }

    [Fact]
    public async Task Every_order_of_four_events_ends_in_the_state_that_a_read_gives()
    {
        (string[] Types, string Read, ConnectionState State)[] histories =
        [
            (["connection.mfa_required", "connection.verifying", "connection.failed_auth", "connection.connected"], "connection.get.connected.json", ConnectionState.Active),
            (["connection.connected", "connection.error", "connection.verifying", "connection.failed_auth"], "connection.get.failed-auth.json", ConnectionState.ReconnectRequired),
            (["connection.failed_auth", "connection.verifying", "connection.connected", "connection.disconnected"], "connection.get.disconnected.json", ConnectionState.Disconnected),
            (["connection.created", "connection.connected", "connection.failed_auth", "connection.mfa_required"], "connection.get.mfa-required.json", ConnectionState.ActionRequired),
        ];
        foreach (var (types, read, state) in histories)
        {
            foreach (var spacing in new[] { 1, 0 })
            {
                foreach (var order in Orders(4))
                {
                    using var bed = new HookBed();
                    Says(bed, read);
                    foreach (var i in order)
                    {
                        var delivery = Delivery.Araucaria(types[i], Delivery.At.AddSeconds(-10 + (i * spacing)));
                        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(delivery)).Verdict);
                    }

                    // With equal times the first word may be believed; each later one is a reason to read.
                    var last = Assert.IsType<ConnectionEvent.StatusChanged>(bed.Told.Events[^1]);
                    Assert.True(state == last.Status.State, $"{string.Join(',', order)} {spacing}: {last.Status.State}");
                }
            }
        }
    }

    [Fact]
    public async Task A_time_far_ahead_does_not_make_later_events_look_old()
    {
        using var bed = new HookBed();
        Says(bed, "connection.get.connected.json");
        await bed.ReceiveAsync(Delivery.Araucaria("connection.mfa_required", new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        await bed.ReceiveAsync(Delivery.Valid("araucaria"));
        Assert.Equal(ConnectionState.Disconnected, Assert.IsType<ConnectionEvent.StatusChanged>(bed.Told.Events[^1]).Status.State);
    }

    [Fact]
    public async Task Tenants_and_providers_do_not_know_each_others_deliveries()
    {
        var store = new InMemoryWebhookStore(new MovableClock());
        Assert.Equal(WebhookMark.New, await store.BeginAsync(new ProviderId("powens"), "id:1", TimeSpan.FromMinutes(5), default));
        Assert.Equal(WebhookMark.New, await store.BeginAsync(new ProviderId("powens", "acme"), "id:1", TimeSpan.FromMinutes(5), default));
        Assert.Equal(WebhookMark.Seen, await store.BeginAsync(new ProviderId("powens"), "id:1", TimeSpan.FromMinutes(5), default));
    }

    [Fact]
    public async Task The_memory_is_bounded_and_forgets_the_oldest_first()
    {
        var store = new InMemoryWebhookStore(new MovableClock(), capacity: 3);
        var provider = new ProviderId("flinks");
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            await store.BeginAsync(provider, key, TimeSpan.FromMinutes(5), default);
            await store.CompleteAsync(provider, key, TimeSpan.FromDays(1), default);
        }

        Assert.Equal(WebhookMark.Done, await store.BeginAsync(provider, "d", TimeSpan.FromMinutes(5), default));
        Assert.Equal(WebhookMark.New, await store.BeginAsync(provider, "a", TimeSpan.FromMinutes(5), default));
    }

    private static bool Clear(IList<SensitiveString> secrets)
    {
        secrets.Clear();
        return true;
    }

    private static void Says(HookBed bed, string fixture)
    {
        bed.Network.Status = HttpStatusCode.OK;
        bed.Network.Answer = Fixtures.Read($"araucaria/{fixture}");
    }

    private static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));

    private sealed class FailsOnce : IConnectionEventHandler
    {
        private bool _failed;

        public List<ConnectionEvent> Handled { get; } = [];

        public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
        {
            if (!_failed)
            {
                _failed = true;
                throw new InvalidOperationException("The database is away.");
            }

            Handled.Add(connectionEvent);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Waits : IConnectionEventHandler
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
        {
            Entered.TrySetResult();
            await Go.Task;
        }
    }

    private sealed class Cancels(CancellationTokenSource source) : IConnectionEventHandler
    {
        public async ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
        {
            if (!source.IsCancellationRequested)
            {
                await source.CancelAsync();
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
