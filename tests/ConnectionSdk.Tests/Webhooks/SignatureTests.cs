using System.Text;
using System.Text.Json;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Webhooks;

public class SignatureTests
{
    public static TheoryData<string> Providers => ["aerosync", "powens", "araucaria", "flinks"];

    [Fact]
    public async Task Aerosyncs_published_signature_is_right()
    {
        using var bed = new HookBed();
        var vector = Vectors("aerosync/webhook.signature-vector.json");
        var delivery = new Delivery("aerosync", "POST", "/", Headers(vector.GetProperty("headers")), Utf8(vector, "rawBody"));
        bed.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(1779000000);
        var result = await bed.ReceiveAsync(delivery);
        Assert.True(result.SignatureValid);
        Assert.Equal(WebhookVerdict.Accepted, result.Verdict);
    }

    [Fact]
    public async Task Powens_published_signatures_are_right()
    {
        foreach (var vector in Vectors("powens/webhook.signature-vectors.json").GetProperty("vectors").EnumerateArray())
        {
            // The secret of one vector is too short to be configured: its signature alone is checked.
            var secret = vector.GetProperty("secret_key").GetString()!;
            var text = vector.GetProperty("signed_string").GetString()!;
            Assert.True(WebhookSignature.Matches(
                [SensitiveString.FromString(secret)], WebhookSignature.FromBase64(vector.GetProperty("BI-Signature").GetString())!, [], Encoding.UTF8.GetBytes(text)));
            if (secret.Length < WebhookSignature.MinSecretBytes)
            {
                continue;
            }

            using var bed = new HookBed();
            var delivery = new Delivery(
                "powens", vector.GetProperty("method").GetString()!, vector.GetProperty("endpoint").GetString()!,
                [new("BI-Signature", vector.GetProperty("BI-Signature").GetString()!), new("BI-Signature-Date", vector.GetProperty("BI-Signature-Date").GetString()!)],
                Utf8(vector, "payload"));
            Assert.True((await bed.WebhooksOf("powens").VerifyAsync(delivery.ToRequest(), default)).IsSigned);
        }
    }

    [Fact]
    public async Task Araucarias_published_signatures_are_judged_as_published()
    {
        var seen = 0;
        foreach (var vector in Vectors("araucaria/webhook.signature-vectors.json").GetProperty("vectors").EnumerateArray())
        {
            using var bed = new HookBed(araucaria: options =>
            {
                options.WebhookSecrets.Clear();
                options.WebhookSecrets.Add(vector.GetProperty("secret").GetString()!);
            });
            bed.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("now").GetInt64());
            bed.Network.Status = System.Net.HttpStatusCode.OK;
            bed.Network.Answer = Fixtures.Read("araucaria/connection.get.connected.json");
            var delivery = new Delivery("araucaria", "POST", "/", [new("Araucaria-Signature", vector.GetProperty("header").GetString()!)], Utf8(vector, "body"));
            var expected = vector.GetProperty("expected").GetString() switch
            {
                "valid" => WebhookVerdict.Accepted,
                "timestamp_outside_tolerance" => WebhookVerdict.Stale,
                _ => WebhookVerdict.BadSignature,
            };
            var result = await bed.ReceiveAsync(delivery);
            Assert.True(expected == result.Verdict, $"{vector.GetProperty("name")}: {result.Verdict}");
            seen++;
        }

        Assert.True(seen > 10);
    }

    [Fact]
    public async Task Flinks_published_signatures_are_right()
    {
        var seen = 0;
        using var bed = new HookBed();
        foreach (var vector in Vectors("flinks/webhook.signature-vectors.json").GetProperty("vectors").EnumerateArray())
        {
            var file = vector.TryGetProperty("bodyFile", out var name) ? $"flinks/{name}" : null;
            if (file is not null && !Fixtures.All("flinks").Contains(file, StringComparer.Ordinal))
            {
                continue;
            }

            var body = file is null ? Utf8(vector, "body") : Fixtures.ReadBytes(file);
            var delivery = new Delivery(
                "flinks", "POST", "/", [new(vector.GetProperty("header").GetString()!, vector.GetProperty("signature").GetString()!)], body);
            Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(delivery)).Verdict);
            seen++;
        }

        Assert.Equal(2, seen);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_change_of_one_bit_of_a_valid_delivery_is_refused(string provider)
    {
        using var bed = new HookBed();
        var valid = Delivery.Valid(provider);
        foreach (var tampered in OneBitChanges(valid))
        {
            var result = await bed.ReceiveAsync(tampered);
            Assert.Equal(WebhookVerdict.BadSignature, result.Verdict);
            Assert.False(result.SignatureValid);
        }

        Assert.Empty(bed.Told.Events);
        Assert.Equal(0, bed.Network.Calls);
        Assert.Equal(WebhookVerdict.Accepted, (await bed.ReceiveAsync(valid)).Verdict);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Without_any_one_of_its_headers_or_with_one_of_them_twice_a_delivery_is_refused(string provider)
    {
        using var bed = new HookBed();
        var valid = Delivery.Valid(provider);
        for (var i = 0; i < valid.Headers.Count; i++)
        {
            var header = valid.Headers[i];
            Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(valid with { Headers = [.. valid.Headers.Where(other => other.Key != header.Key)] })).Verdict);
            Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(valid with { Headers = [.. valid.Headers, header] })).Verdict);
            Assert.Equal(
                WebhookVerdict.BadSignature,
                (await bed.ReceiveAsync(valid with { Headers = [.. valid.Headers, new(header.Key.ToUpperInvariant(), "x")] })).Verdict);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Odd_headers_are_refused_and_never_throw(string provider)
    {
        using var bed = new HookBed();
        var valid = Delivery.Valid(provider);
        for (var i = 0; i < valid.Headers.Count; i++)
        {
            var (name, value) = valid.Headers[i];
            string[] odd =
            [
                "", " ", "=", "sha256=", "SHA256=" + value, "sha256=zz", "t=,v1=", "t=1,t=1,v1=aa", "v1=", ",,,", "t=99999999999999999999,v1=00", "t=-1,v1=00", value + " ",
                " " + value, value + "\n", value + "\0", value[..^1], value + "A", value + "==", value + "," + value, value.Replace('=', ' '), new string('A', 44), new string('a', 64),
                "sha256=" + new string('0', 63), new string('é', 44), "\ud800", new string('x', 100_000), string.Concat(Enumerable.Repeat("v1=00,", 1000)) + "t=1",
                "9999-99-99T00:00:00Z", "sha256=" + new string('g', 64), value.ToUpperInvariant() + "x", Convert.ToBase64String(new byte[31]), Convert.ToBase64String(new byte[33]),
            ];
            foreach (var tampered in odd.Where(each => each != value))
            {
                var header = valid.WithHeader(i, name, tampered);
                var result = await bed.ReceiveAsync(header);
                var isPadding = provider == "araucaria" && tampered.Trim(' ') == value;
                Assert.True(result.Verdict == WebhookVerdict.BadSignature || (isPadding && result.Verdict is WebhookVerdict.Accepted or WebhookVerdict.Duplicate), tampered);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task While_a_secret_is_replaced_both_count_and_no_other(string provider)
    {
        const string Newest = "the-newest-secret-of-all";
        using var bed = new HookBed(
            options => options.WebhookSecrets.Insert(0, Newest!),
            options => options.WebhookSecrets.Insert(0, Newest!),
            options => options.WebhookSecrets.Insert(0, Newest!),
            options => options.WebhookSecrets.Insert(0, Newest!));
        var body = Delivery.Valid(provider).Body;
        Assert.True((await bed.WebhooksOf(provider).VerifyAsync(Delivery.Valid(provider).ToRequest(), default)).IsSigned);
        Assert.True((await bed.WebhooksOf(provider).VerifyAsync(Signed(provider, body, Newest).ToRequest(), default)).IsSigned);
        Assert.False((await bed.WebhooksOf(provider).VerifyAsync(Signed(provider, body, "another-secret-entirely").ToRequest(), default)).IsAcceptable);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Without_a_secret_everything_is_refused(string provider)
    {
        using var bed = new HookBed(
            options => options.WebhookSecrets.Clear(), options => options.WebhookSecrets.Clear(), options => options.WebhookSecrets.Clear(), options => options.WebhookSecrets.Clear());
        Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(Delivery.Valid(provider))).Verdict);
        Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(Delivery.Valid(provider) with { Headers = [] })).Verdict);
        Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(Signed(provider, Delivery.Valid(provider).Body, ""))).Verdict);
    }

    [Fact]
    public async Task Flinks_other_header_counts_unless_the_two_contradict()
    {
        using var bed = new HookBed();
        var valid = Delivery.Valid("flinks");
        var mac = valid.Headers[0].Value;
        var other = Delivery.Flinks(valid.Body, "another-secret-entirely").Headers[0].Value;
        Assert.True(await IsSigned([new("X-Flinks-Signature", mac)]));
        Assert.True(await IsSigned([new("X-Flinks-Signature", mac), new("flinks-authenticity-key", mac)]));
        Assert.False(await IsSigned([new("X-Flinks-Signature", other), new("flinks-authenticity-key", mac)]));
        Assert.False(await IsSigned([new("X-Flinks-Signature", mac), new("flinks-authenticity-key", other)]));

        async Task<bool> IsSigned(KeyValuePair<string, string>[] headers) =>
            (await bed.WebhooksOf("flinks").VerifyAsync((valid with { Headers = headers }).ToRequest(), default)).IsSigned;
    }

    [Fact]
    public async Task Powens_signs_the_registered_path_which_a_proxy_may_have_rewritten()
    {
        using var bed = new HookBed(powens: options => options.WebhookPaths["/public/account-disabled"] = "ACCOUNT_DISABLED");
        var body = Fixtures.ReadBytes("powens/webhook.ACCOUNT_DISABLED.json");
        var result = await bed.ReceiveAsync(Delivery.Powens(body, path: "/public/account-disabled") with { Path = "/internal" });
        Assert.Equal(WebhookVerdict.Accepted, result.Verdict);
        var retracted = Assert.IsType<ConnectionEvent.DataRetracted>(Assert.Single(result.Events));
        Assert.Equal(("ACCOUNT_DISABLED", "502", "powens:42/1201"), (retracted.Name, retracted.AccountId, retracted.Connection!.ToString()));
        Assert.Equal(WebhookVerdict.BadSignature, (await bed.ReceiveAsync(Delivery.Powens(body, path: "/internal") with { Path = "/internal" })).Verdict);
    }

    private static Delivery Signed(string provider, byte[] body, string secret) => provider switch
    {
        "aerosync" => Delivery.Aerosync(body, secret),
        "powens" => Delivery.Powens(body, secret: secret),
        "araucaria" => Delivery.Araucaria(body, secret: secret),
        _ => Delivery.Flinks(body, secret),
    };

    private static IEnumerable<Delivery> OneBitChanges(Delivery valid)
    {
        for (var bit = 0; bit < valid.Body.Length * 8; bit++)
        {
            var body = valid.Body.ToArray();
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return valid with { Body = body };
        }

        for (var i = 0; i < valid.Headers.Count; i++)
        {
            var (name, value) = valid.Headers[i];
            foreach (var changed in OneBitChanges(value))
            {
                yield return valid.WithHeader(i, name, changed);
            }

            // The names of headers have no case.
            foreach (var changed in OneBitChanges(name).Where(changed => !string.Equals(changed, name, StringComparison.OrdinalIgnoreCase)))
            {
                yield return valid.WithHeader(i, changed, value);
            }
        }

        if (valid.Provider == "powens")
        {
            foreach (var changed in OneBitChanges(valid.Method))
            {
                yield return valid with { Method = changed };
            }

            foreach (var changed in OneBitChanges(valid.Path))
            {
                yield return valid with { Path = changed };
            }
        }
    }

    private static IEnumerable<string> OneBitChanges(string text)
    {
        for (var bit = 0; bit < text.Length * 8; bit++)
        {
            var changed = text.ToCharArray();
            changed[bit / 8] = (char)(changed[bit / 8] ^ (1 << (bit % 8)));
            yield return new string(changed);
        }
    }

    private static JsonElement Vectors(string name) => JsonDocument.Parse(Fixtures.ReadBytes(name)).RootElement;

    private static byte[] Utf8(JsonElement vector, string name) => Encoding.UTF8.GetBytes(vector.GetProperty(name).GetString()!);

    private static KeyValuePair<string, string>[] Headers(JsonElement headers) =>
        [.. headers.EnumerateObject().Select(header => new KeyValuePair<string, string>(header.Name, header.Value.GetString()!))];
}
