using System.Net;
using System.Text;

namespace ConnectionSdk.Tests.Webhooks;

/// <summary>What makes a delivery another one, or an older one.</summary>
public class WeighingTests
{
    [Fact]
    public async Task The_same_body_under_another_signed_path_is_another_delivery()
    {
        using var bed = new HookBed(powens: options =>
        {
            options.WebhookPaths["/hooks/found"] = "ACCOUNT_FOUND";
            options.WebhookPaths["/hooks/disabled"] = "ACCOUNT_DISABLED";
        });
        var body = """{"id":511,"id_user":42,"id_connection":1201}"""u8.ToArray();
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Powens(body, path: "/hooks/found"))).Verdict);
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Powens(body, path: "/hooks/disabled"))).Verdict);
        Assert.Equal(WebhookVerdict.Duplicate, (await bed.ReceiveAsync(Delivery.Powens(body, path: "/hooks/found"))).Verdict);
        Assert.IsType<ConnectionEvent.DataAvailable>(bed.Told.Events[0]);
        Assert.IsType<ConnectionEvent.DataRetracted>(bed.Told.Events[1]);
    }

    [Fact]
    public async Task When_something_happened_counts_and_not_when_its_delivery_was_signed()
    {
        using var bed = new HookBed();
        await bed.ReceiveAsync(Delivery.Araucaria("connection.failed_auth", Delivery.At.AddSeconds(-1)));
        var older = Delivery.Araucaria("connection.mfa_required", Delivery.At.AddSeconds(-2));
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Araucaria(older.Body, Delivery.At.AddSeconds(4)))).Verdict);
        Assert.Equal(ConnectionState.ReconnectRequired, Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(bed.Told.Events)).Status.State);
        Assert.Equal(1, bed.Network.Calls);
    }

    /// <summary>Araucaria says <c>failed_auth</c> of a first link too, where nothing that worked has broken. Araucaria: Webhook events, GET the connection afterwards.</summary>
    [Theory]
    [InlineData("connection.failed_auth", "FAILED_AUTH", ConnectionState.ReconnectRequired)]
    [InlineData("connection.mfa_required", "MFA_REQUIRED", ConnectionState.ActionRequired)]
    public async Task A_first_link_that_araucaria_calls_broken_is_read(string type, string status, ConnectionState state)
    {
        using var bed = new HookBed();
        (bed.Network.Status, bed.Network.Answer) = (HttpStatusCode.OK, $$"""{"connectionId":"conn_01JZ8QK4M7T2V9X3B6N0D5F1GH","status":"{{status}}"}""");

        var told = Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single((await bed.ReceiveAsync(Delivery.Araucaria(type, Delivery.At))).Events));

        Assert.Equal((state, AdvisoryKind.NeverSynchronised), (told.Status.State, Assert.Single(told.Status.Advisories).Kind));
        Assert.Equal((1, told.Status), (bed.Network.Calls, told.Confirmed?.Status));
    }

    [Fact]
    public async Task A_login_that_araucaria_calls_refused_is_told_even_when_the_read_fails()
    {
        using var bed = new HookBed();

        var told = Assert.IsType<ConnectionEvent.StatusChanged>(
            Assert.Single((await bed.ReceiveAsync(Delivery.Araucaria("connection.failed_auth", Delivery.At))).Events));

        Assert.Equal((ConnectionState.ReconnectRequired, null, 1), (told.Status.State, told.Confirmed, bed.Network.Calls));
    }

    [Fact]
    public async Task Only_so_many_signatures_of_araucaria_are_tried()
    {
        var valid = Delivery.Valid("araucaria");
        var parts = valid.Headers[0].Value.Split(',');
        var wrong = "v1=" + new string('0', 64);
        foreach (var (before, verdict) in new[] { (7, WebhookVerdict.Accepted), (8, WebhookVerdict.BadSignature) })
        {
            using var bed = new HookBed();
            var header = string.Join(',', [parts[0], .. Enumerable.Repeat(wrong, before), parts[1]]);
            Assert.Equal(verdict, (await bed.ReceiveAsync(valid.WithHeader(0, valid.Headers[0].Key, header))).Verdict);
        }
    }

    [Fact]
    public async Task Any_of_araucarias_signatures_counts_wherever_it_stands()
    {
        using var bed = new HookBed();
        var valid = Delivery.Valid("araucaria");
        var header = valid.Headers[0].Value + ",v1=" + new string('0', 64);
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(valid.WithHeader(0, valid.Headers[0].Key, header))).Verdict);
    }

    [Fact]
    public async Task A_body_that_says_something_twice_is_malformed()
    {
        using var bed = new HookBed();
        var body = """{"ResponseType":"KYC","HttpStatusCode":500,"HttpStatusCode":200}"""u8.ToArray();
        Assert.Equal(WebhookVerdict.Malformed, (await bed.ReceiveAsync(Delivery.Flinks(body))).Verdict);
    }

    [Fact]
    public async Task A_handler_that_fails_keeps_the_event_from_no_other()
    {
        var second = new Recorder();
        using var bed = new HookBed(handlers: [new AlwaysFails(), second]);
        Assert.Equal(WebhookVerdict.Retry, (await bed.ReceiveAsync(Delivery.Valid("powens"))).Verdict);
        Assert.IsType<ConnectionEvent.DataAvailable>(Assert.Single(second.Events));
    }

    [Fact]
    public async Task An_unsigned_id_cannot_be_sent_ahead_of_the_real_delivery()
    {
        using var bed = new HookBed(powens: options =>
        {
            options.WebhookSecrets.Clear();
            options.AllowUnsignedWebhooks = true;
        });
        var (forged, real) = ("""{"id_webhook_data":7,"id":1}""", """{"id_webhook_data":7,"id":511,"id_user":42,"id_connection":1201}""");
        await bed.ReceiveAsync(Delivery.Powens(Encoding.UTF8.GetBytes(forged)));
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(Delivery.Powens(Encoding.UTF8.GetBytes(real)))).Verdict);
        Assert.IsType<ConnectionEvent.DataAvailable>(bed.Told.Events[^1]);
    }

    private sealed class AlwaysFails : IConnectionEventHandler
    {
        public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken) => throw new InvalidOperationException("The database is away.");
    }
}
