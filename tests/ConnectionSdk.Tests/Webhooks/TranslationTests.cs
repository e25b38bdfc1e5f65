using System.Net;
using System.Text;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Webhooks;

public class TranslationTests
{
    private const string AraucariaConnection = "araucaria/conn_01JZ8QK4M7T2V9X3B6N0D5F1GH";

    [Theory]
    [InlineData("araucaria/webhook.connection-created.json", "StatusChanged Pending", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-credentials-submitted.json", "StatusChanged Connecting", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-verifying.json", "StatusChanged Connecting", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-connected.json", "StatusChanged Active", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-connected.overview-variant.json", "StatusChanged Active", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-mfa-required.json", "StatusChanged ActionRequired", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-failed-auth.error-null.json", "StatusChanged ReconnectRequired", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-error.json", "StatusChanged Degraded", AraucariaConnection)]
    [InlineData("araucaria/webhook.connection-disconnected.json", "StatusChanged Disconnected", AraucariaConnection)]
    [InlineData("araucaria/webhook.accounts-updated.json", "DataAvailable", AraucariaConnection)]
    [InlineData("araucaria/webhook.refresh-intent-completed.json", "RefreshCompleted", null)]
    [InlineData("aerosync/webhook.bank.revocation.json", "Revoked Revoked", "aerosync/4b7e19c2a05d4f6e8c3391d7be20fa64")]
    [InlineData("aerosync/webhook.job.balance.pending_mfa.json", "StatusChanged ActionRequired", null)]
    [InlineData("aerosync/webhook.job.transaction.completed.json", "RefreshCompleted, DataAvailable", null)]
    [InlineData("powens/webhook.CONNECTION_SYNCED.ok.json", "StatusChanged Active, DataAvailable", "powens:42/1201")]
    [InlineData("powens/webhook.ACCOUNTS_FETCHED.json", "StatusChanged Active, DataAvailable", "powens:42/1201")]
    [InlineData("powens/webhook.CONNECTION_DELETED.json", "Deleted Deleted", "powens:42/1201")]
    [InlineData("powens/webhook.ACCOUNT_FOUND.json", "StatusChanged Active", "powens:42/1201")]
    [InlineData("powens/webhook.ACCOUNT_DISABLED.json", "DataRetracted", "powens:42/1201")]
    [InlineData("powens/webhook.ACCOUNT_ENABLED.json", "DataAvailable", "powens:42/1201")]
    [InlineData("powens/webhook.USER_CREATED.json", "Unknown", null)]
    [InlineData("powens/webhook.USER_DELETED.json", "Unknown", null)]
    [InlineData("flinks/webhook.get-accounts-detail.json", "DataAvailable", "flinks:user-1042/7d1f0c52-3b84-4e0a-9c61-08dc5a1b2c3d")]
    public void Every_known_payload_is_translated(string fixture, string events, string? connection)
    {
        using var bed = new HookBed();
        var provider = fixture.Split('/')[0];
        var message = bed.WebhooksOf(provider).Read(Delivery.Sign(provider, Fixtures.ReadBytes(fixture)).ToRequest(), WebhookProof.Signed());
        Assert.Equal(events, string.Join(", ", message!.Events.Select(Describe)));
        Assert.All(message.Events, each => Assert.Equal(connection, each.Connection?.ToString()));
    }

    [Theory]
    [InlineData("""{"event":"connection.failed_auth","connectionId":"conn_1","timestamp":"2026-03-02T12:02:00Z"}""", "StatusChanged ReconnectRequired")]
    [InlineData("""{"event":"connection.active","connectionId":"conn_1","timestamp":"2026-03-02T12:02:00Z"}""", "StatusChanged Active")]
    [InlineData("""{"type":"transaction.deleted","data":{"connectionId":"conn_1","accountId":"acc_1"}}""", "DataRetracted")]
    [InlineData("""{"type":"connection.FAILED-AUTH","data":{"connectionId":"conn_1","error":{"code":"X"}}}""", "StatusChanged ReconnectRequired")]
    [InlineData("""{"type":"connection.paused","data":{"connectionId":"conn_1"}}""", "Unknown")]
    [InlineData("""{"type":["x"],"data":7}""", "Unknown")]
    public void Araucarias_two_forms_are_read(string body, string events)
    {
        using var bed = new HookBed();
        var message = bed.WebhooksOf("araucaria").Read(Delivery.Araucaria(Encoding.UTF8.GetBytes(body)).ToRequest(), WebhookProof.Signed());
        Assert.Equal(events, string.Join(", ", message!.Events.Select(Describe)));
    }

    /// <summary>Only the envelope's times are shown as text; the flat form's <c>timestamp</c> may count seconds or milliseconds as well.</summary>
    [Theory]
    [InlineData("""{"type":"connection.error","created_at":"2026-03-02T12:05:00Z","data":{"connectionId":"c","occurredAt":"2026-03-02T12:02:00.000Z"}}""", "c")]
    [InlineData("""{"type":"connection.error","created_at":"2026-03-02T12:02:00","data":{"connectionId":"c","occurredAt":"then"}}""", "c")]
    [InlineData("""{"event":"connection.error","connectionId":"c","timestamp":"2026-03-02T09:02:00-03:00"}""", "c")]
    [InlineData("""{"event":"connection.error","connectionId":"c","timestamp":1772452920}""", "c")]
    [InlineData("""{"event":"connection.error","connectionId":"c","timestamp":"1772452920"}""", "c")]
    [InlineData("""{"event":"connection.error","connectionId":"c","timestamp":1772452920000}""", "c")]
    [InlineData("""{"type":null,"data":{"type":"connection.error","connectionId":5,"occurredAt":"2026-03-02T12:02:00Z"}}""", "5")]
    public void Araucarias_times_are_read_in_any_form(string body, string connection)
    {
        using var bed = new HookBed();
        var message = bed.WebhooksOf("araucaria").Read(Delivery.Araucaria(Encoding.UTF8.GetBytes(body)).ToRequest(), WebhookProof.Signed());
        var made = Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(message!.Events));
        Assert.Equal((new DateTimeOffset(2026, 3, 2, 12, 2, 0, TimeSpan.Zero), connection), (made.OccurredAt, made.Connection!.ConnectionId));
    }

    [Theory]
    [InlineData("""{"event":"connection.error","connectionId":"c","timestamp":"99999999999999999999"}""")]
    [InlineData("""{"event":"connection.error","connectionId":"c","timestamp":-5}""")]
    [InlineData("""{"event":"connection.error","connectionId":"c","timestamp":{}}""")]
    [InlineData("""{"event":"connection.error","connectionId":"c"}""")]
    public void A_time_that_cannot_be_read_is_none(string body)
    {
        using var bed = new HookBed();
        var message = bed.WebhooksOf("araucaria").Read(Delivery.Araucaria(Encoding.UTF8.GetBytes(body)).ToRequest(), WebhookProof.Signed());
        Assert.Null(Assert.Single(message!.Events).OccurredAt);
    }

    /// <summary>Aerosync's <c>user_id</c> is another name of the connection, never the aeroPassUserUuid that a reference needs.</summary>
    [Theory]
    [InlineData("""{"event":"bank.revocation","data":{"user_id":"c1","connection_id":"c1","status":"revoked"}}""", "Revoked Revoked", "aerosync/c1")]
    [InlineData("""{"event":"bank.revocation","data":{"user_id":"c1","account_id":"a1","status":"revoked"}}""", "Revoked Revoked", "aerosync/c1")]
    [InlineData("""{"event":"bank.revocation","data":{"connection_id":"","user_id":"c1"}}""", "Revoked Revoked", "aerosync/c1")]
    [InlineData("""{"event":"bank.revocation","data":{"connectionId":"c1","status":"REVOKED"}}""", "Revoked Revoked", "aerosync/c1")]
    [InlineData("""{"event":"bank.revocation","data":{"connection_id":null,"userId":"c1","status":null}}""", "Revoked Revoked", "aerosync/c1")]
    [InlineData("""{"event":"bank.revocation","data":{"connection_id":77,"status":"gone"}}""", "Revoked Revoked", "aerosync/77")]
    [InlineData("""{"event":"bank.revocation","connection_id":"c1","status":"revoked"}""", "Revoked Revoked", "aerosync/c1")]
    [InlineData("""{"event":"bank.revocation","data":{"status":"revoked"}}""", "Revoked Revoked", null)]
    [InlineData("""{"event":"job.balance","data":{"user_id":"c1","status":"failed"}}""", "RefreshCompleted, StatusChanged Unknown", "aerosync/c1")]
    [InlineData("""{"event":"job.identity","data":{"jobId":"IDT-1","connectionId":"c1","status":"Pending MFA"}}""", "StatusChanged ActionRequired", "aerosync/c1")]
    [InlineData("""{"event":"job.balance","data":{"connection_id":"c1","status":"in_progress"}}""", "Unknown", "aerosync/c1")]
    [InlineData("""{"event":"migration_tool","data":{"status":"completed"}}""", "Unknown", null)]
    [InlineData("""{"event":"test.event","timestamp":1779000000,"merchant_id":"m"}""", "Unknown", null)]
    public void Aerosyncs_deliveries_name_the_connection_in_any_of_its_words(string body, string events, string? connection)
    {
        using var bed = new HookBed();
        var message = bed.WebhooksOf("aerosync").Read(Delivery.Aerosync(Encoding.UTF8.GetBytes(body)).ToRequest(), WebhookProof.Signed());
        Assert.Equal(events, string.Join(", ", message!.Events.Select(Describe)));
        Assert.All(message.Events, each => Assert.Equal(connection, each.Connection?.ToString()));
    }

    [Theory]
    [InlineData("""{"event":"job.balance","data":{"job_id":"REF-1","connection_id":"c","status":"pending_mfa"}}""", "job:REF-1")]
    [InlineData("""{"event":"job.identity","data":{"jobId":"IDT-1","connection_id":"c","status":"pending_mfa"}}""", "job:IDT-1")]
    [InlineData("""{"event":"job.balance","data":{"job_id":"","connection_id":"c","status":"pending_mfa"}}""", null)]
    [InlineData("""{"event":"job.balance","data":{"connection_id":"c","status":"pending_mfa"}}""", null)]
    public void A_job_that_waits_for_the_user_can_be_gone_on_with(string body, string? resumeToken)
    {
        using var bed = new HookBed();
        var message = bed.WebhooksOf("aerosync").Read(Delivery.Aerosync(Encoding.UTF8.GetBytes(body)).ToRequest(), WebhookProof.Signed());
        Assert.Equal(resumeToken, Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(message!.Events)).ResumeToken);
    }

    [Theory]
    [InlineData("""{"ResponseType":"GetAccountsDetail","HttpStatusCode":401,"FlinksCode":"INVALID_PASSWORD","Login":{"Id":"7d1f0c52"}}""", "StatusChanged ReconnectRequired")]
    [InlineData("""{"ResponseType":"KYC","HttpStatusCode":200,"FlinksCode":"DISABLED_LOGIN","Login":{"Id":"7d1f0c52"}}""", "StatusChanged ActionRequired")]
    [InlineData("""{"HttpStatusCode":401,"FlinksCode":"RETRY_LATER","Login":{"Id":"7d1f0c52"}}""", "StatusChanged Degraded")]
    [InlineData("""{"ResponseType":null,"FlinksCode":"INVENTED","Login":{"Id":"7d1f0c52"}}""", "StatusChanged Unknown")]
    [InlineData("""{"ResponseType":"GetAccountsDetail","HttpStatusCode":500}""", "Unknown")]
    [InlineData("""{"ResponseType":"Pay","HttpStatusCode":401,"FlinksCode":"INVALID_PASSWORD"}""", "Unknown")]
    [InlineData("""{"HttpStatusCode":200}""", "Unknown")]
    public void A_failure_that_flinks_may_send_is_read_like_an_answer(string body, string told)
    {
        using var bed = new HookBed();
        var message = bed.WebhooksOf("flinks").Read(Delivery.Flinks(Encoding.UTF8.GetBytes(body)).ToRequest(), WebhookProof.Signed());
        Assert.Equal(told, Describe(Assert.Single(message!.Events)));
    }

    [Theory]
    [InlineData("", """{"id":511,"id_user":42,"id_connection":1201,"disabled":null,"type":"checking"}""", "DataAvailable")]
    [InlineData("ACCOUNT_FOUND", """{"id":511,"id_user":42,"id_connection":1201,"disabled":"2026-03-02 10:41:07","type":"checking"}""", "StatusChanged Active")]
    [InlineData("account_found", """{"id":511,"id_user":42,"id_connection":1201,"disabled":true}""", "StatusChanged Active")]
    [InlineData("ACCOUNT_DISABLED", """{"id":511,"id_user":42,"id_connection":1201,"disabled":"2026-03-02 10:41:07"}""", "DataRetracted")]
    [InlineData("", """{"id":511,"id_user":42,"id_connection":1201,"disabled":"2026-03-02 10:41:07","balance":null,"transactions":[]}""", "DataRetracted")]
    [InlineData("ACCOUNT_SYNCED", """{"id":511,"id_user":42,"id_connection":1201,"disabled":0,"balance":1,"transactions":[]}""", "DataAvailable")]
    [InlineData("ACCOUNT_SYNCED", """{"id":511,"id_user":42,"id_connection":1201,"disabled":"false","balance":1,"transactions":[]}""", "DataAvailable")]
    [InlineData("ACCOUNT_SYNCED", """{"id":511,"id_user":42,"id_connection":1201,"disabled":null,"balance":1,"transactions":[]}""", "DataAvailable")]
    [InlineData("SUBSCRIPTION_SYNCED", """{"id":7,"id_user":42,"id_connection":1201,"disabled":null}""", "Unknown")]
    [InlineData("SUBSCRIPTION_FOUND", """{"id":7,"id_user":42,"id_connection":1201}""", "Unknown")]
    [InlineData("ACCOUNT_OWNERSHIPS_FOUND", """{"id":7,"id_user":42,"id_connection":1201}""", "Unknown")]
    [InlineData("TRANSACTION_ATTACHMENTS_FOUND", """{"id":7,"id_user":42,"id_connection":1201}""", "Unknown")]
    [InlineData("PAYMENT_STATE_UPDATED", """{"id":7,"id_connector":40,"state":"done"}""", "Unknown")]
    [InlineData("USER_DELETED", """{"id":42,"signin":"2026-03-02 10:41:07"}""", "Unknown")]
    [InlineData("CONNECTION_DELETED", """{"id":1201,"id_user":42,"id_connector":40,"state":"wrongpass"}""", "Deleted Deleted")]
    [InlineData("our own name", """{"id":1201,"id_user":42,"id_connector":"40"}""", "Deleted Deleted")]
    [InlineData("ACCOUNT_CATEGORIZED", """{"transactions":[{"id":1}]}""", "Unknown")]
    [InlineData("", """{"user":{"id":42},"connections":[{"id":1,"state":null,"last_update":"2026-03-02 06:14:55"},{"id":2,"error":"wrongPass"}]}""", "StatusChanged Active, StatusChanged ReconnectRequired")]
    [InlineData("", """{"user":{"id":"42"},"connection":{"id":"1201","state":"null","last_update":null,"accounts":[]}}""", "StatusChanged Connecting")]
    [InlineData("", """{"user":null,"connection":{"id":1201,"id_user":42,"state":"pinNeeded","accounts":null}}""", "StatusChanged Unknown")]
    [InlineData("", """{"user":{"id":42},"connection":null}""", "Unknown")]
    public void Powens_events_are_told_by_their_path_and_else_by_their_shape(string name, string body, string events)
    {
        using var bed = new HookBed(powens: options => options.WebhookPaths["/hooks/powens/x"] = name);
        var message = bed.WebhooksOf("powens").Read(Delivery.Powens(Encoding.UTF8.GetBytes(body)).ToRequest(), WebhookProof.Signed(path: "/hooks/powens/x"));
        Assert.Equal(events, string.Join(", ", message!.Events.Select(Describe)));
        Assert.All(message.Events, each => Assert.Equal(name, each.Name));
    }

    [Fact]
    public async Task Powens_new_account_is_announced_by_a_read_of_its_connection()
    {
        using var bed = new HookBed();
        (bed.Network.Status, bed.Network.Answer) = (
            HttpStatusCode.OK, """{"id":1201,"state":null,"last_update":"2026-03-02 06:14:55","all_accounts":[{"id":511,"disabled":"2026-03-02 10:41:07"}]}""");
        var told = await bed.ReceiveAsync(Delivery.Powens(Fixtures.ReadBytes("powens/webhook.ACCOUNT_FOUND.json")));
        var changed = Assert.IsType<ConnectionEvent.StatusChanged>(Assert.Single(told.Events));
        Assert.Equal(AdvisoryKind.NewAccountsAvailable, Assert.Single(changed.Confirmed!.Status.Advisories).Kind);
    }

    [Fact]
    public async Task Powens_states_are_read_again_and_a_lost_access_is_told_even_when_that_fails()
    {
        using var bed = new HookBed();
        var body = Encoding.UTF8.GetBytes("""{"user":{"id":42},"connection":{"id":1201,"state":"wrongpass","last_update":"2026-03-02 06:14:55"},"id_webhook_data":7}""");
        var told = await bed.ReceiveAsync(Delivery.Powens(body));
        Assert.Equal((WebhookVerdict.Accepted, 1), (told.Verdict, bed.Network.Calls));
        Assert.Equal("StatusChanged ReconnectRequired", Describe(Assert.Single(told.Events)));

        using var mended = new HookBed();
        (mended.Network.Status, mended.Network.Answer) = (HttpStatusCode.OK, Fixtures.Read("powens/connection.ok.json"));
        Assert.Equal("StatusChanged Active", Describe(Assert.Single((await mended.ReceiveAsync(Delivery.Powens(body))).Events)));
    }

    [Fact]
    public async Task Powens_user_token_counts_only_where_it_is_allowed_and_then_only_for_a_read()
    {
        var body = Encoding.UTF8.GetBytes("""{"user":{"id":42},"connection":{"id":1201,"state":"wrongpass"},"id_webhook_data":7}""");
        var delivery = new Delivery("powens", "POST", "/", [new("Authorization", "Bearer tok_of_user_42")], body);
        using var strict = new HookBed();
        Assert.Equal(WebhookVerdict.BadSignature, (await strict.ReceiveAsync(delivery)).Verdict);

        using var bed = new HookBed(powens: options =>
        {
            options.WebhookSecrets.Clear();
            options.AllowBearerWebhooks = true;
        });
        foreach (var token in new[] { "Bearer tok_of_user_43", "Bearer tok_of_user_4", "Bearer ", "Bearer", "", "bearer tok_of_user_42", "Bearer tok_of_user_42 " })
        {
            Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(delivery.WithHeader(0, "Authorization", token))).Verdict);
        }

        var other = Encoding.UTF8.GetBytes("""{"user":{"id":43},"connection":{"id":1201}}""");
        Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(delivery with { Body = other })).Verdict);
        (bed.Network.Status, bed.Network.Answer) = (HttpStatusCode.OK, Fixtures.Read("powens/connection.ok.json"));
        var result = await bed.ReceiveAsync(delivery);
        Assert.Equal((WebhookVerdict.Accepted, false), (result.Verdict, result.SignatureValid));
        Assert.Equal("StatusChanged Active", Describe(Assert.Single(result.Events)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fifteen-bytes-1")]
    public void A_secret_that_can_be_guessed_fails_at_start_up(string secret)
    {
        Action[] starts =
        [
            () => Start(aerosync: options => options.WebhookSecrets.Add(secret!)),
            () => Start(powens: options => options.WebhookSecrets.Add(secret!)),
            () => Start(araucaria: options => options.WebhookSecrets.Add(secret!)),
            () => Start(flinks: options => options.WebhookSecrets.Add(secret!)),
        ];
        Assert.All(starts, start => Assert.Contains("WebhookSecrets", Assert.Throws<OptionsValidationException>(start).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_that_contradict_each_other_fail_at_start_up()
    {
        Action[] starts =
        [
            () => Start(aerosync: options => options.AllowUnsignedWebhooks = true),
            () => Start(powens: options => options.AllowBearerWebhooks = true),
            () => Start(araucaria: options => options.AllowUnsignedWebhooks = true),
            () => Start(flinks: options => options.AllowUnsignedWebhooks = true),
            () => Start(powens: options => options.WebhookTolerance = TimeSpan.Zero),
        ];
        Assert.All(starts, start => Assert.Throws<OptionsValidationException>(start));
    }

    [Fact]
    public void Secrets_and_allowances_come_from_configuration()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["P:AllowBearerWebhooks"] = "true",
            ["A:WebhookSecrets:0"] = "the-newest-secret-of-all",
            ["A:WebhookSecrets:1"] = HookBed.AerosyncSecret,
            ["A:WebhookTolerance"] = "01:00:00",
        };
        foreach (var (key, value) in new[] { ("Domain", "example"), ("ClientId", "1"), ("RedirectUri", "https://app.example/back") })
        {
            values["P:" + key] = value;
        }

        (values["A:ApiKey"], values["A:ApiSecret"]) = ("example", "example");

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddPowens("p", configuration.GetSection("P")).AddAerosync("a", configuration.GetSection("A"));
        using var application = services.BuildServiceProvider();
        Assert.True(application.GetRequiredService<IOptionsMonitor<PowensOptions>>().Get("powens:p").AllowBearerWebhooks);
        var aerosync = application.GetRequiredService<IOptionsMonitor<AerosyncOptions>>().Get("aerosync:a");
        Assert.Equal($"the-newest-secret-of-all {HookBed.AerosyncSecret}", string.Join(' ', aerosync.WebhookSecrets.Select(secret => secret.Reveal())));
        Assert.Equal(TimeSpan.FromHours(1), aerosync.WebhookTolerance);
        Assert.NotNull(application.GetRequiredService<IWebhookInbox>());
    }

    private static void Start(
        Action<AerosyncOptions>? aerosync = null, Action<PowensOptions>? powens = null, Action<AraucariaOptions>? araucaria = null, Action<FlinksOptions>? flinks = null)
    {
        using var bed = new HookBed(aerosync, powens, araucaria, flinks);
    }

    private static string Describe(ConnectionEvent made) => made switch
    {
        ConnectionEvent.StatusChanged changed => $"StatusChanged {changed.Status.State}",
        ConnectionEvent.Revoked revoked => $"Revoked {revoked.Status.State}",
        ConnectionEvent.Deleted deleted => $"Deleted {deleted.Status.State}",
        _ => made.GetType().Name,
    };
}
