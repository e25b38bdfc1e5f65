using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Webhooks;

/// <summary>A delivery that can be tampered with, signed by code of its own.</summary>
internal sealed record Delivery(string Provider, string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public const string PowensPath = "/hooks/powens";

    public static readonly DateTimeOffset At = new(2026, 3, 2, 12, 2, 0, TimeSpan.Zero);

    /// <summary>One valid delivery of each provider that is dealt with without a read.</summary>
    public static Delivery Valid(string provider) => provider switch
    {
        "aerosync" => Aerosync(Encoding.UTF8.GetBytes(Fixtures.Read("aerosync/webhook.bank.revocation.json")
            .Replace("1779000000", At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))),
        "powens" => Powens(Fixtures.ReadBytes("powens/webhook.ACCOUNT_ENABLED.json")),
        "araucaria" => Araucaria(Fixtures.ReadBytes("araucaria/webhook.connection-disconnected.json")),
        _ => Flinks(Fixtures.ReadBytes("flinks/webhook.get-accounts-detail.json")),
    };

    public static Delivery Aerosync(byte[] body, string secret = HookBed.AerosyncSecret) => new(
        "aerosync", "POST", "/hooks/aerosync", [new("X-Webhook-Signature", "sha256=" + Hex(Mac(secret, "", body)))], body);

    public static Delivery Powens(byte[] body, DateTimeOffset? at = null, string secret = HookBed.PowensSecret, string path = PowensPath)
    {
        var date = (at ?? At).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        return new Delivery(
            "powens", "POST", path, [new("BI-Signature", Convert.ToBase64String(Mac(secret, $"POST.{path}.{date}.", body))), new("BI-Signature-Date", date)], body);
    }

    public static Delivery Araucaria(byte[] body, DateTimeOffset? at = null, string secret = HookBed.AraucariaSecret)
    {
        var t = (at ?? At).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Delivery("araucaria", "POST", "/hooks/araucaria", [new("Araucaria-Signature", $"t={t},v1={Hex(Mac(secret, t + ".", body))}")], body);
    }

    /// <summary>A change of status, in the envelope.</summary>
    public static Delivery Araucaria(string type, DateTimeOffset occurredAt, string? id = null) => Araucaria(Encoding.UTF8.GetBytes(
        $$$"""
        {"id":"{{{id ?? $"evt_{type}_{occurredAt.ToUnixTimeMilliseconds()}"}}}","type":"{{{type}}}","created_at":"{{{occurredAt:O}}}","data":{"type":"{{{type}}}","occurredAt":"{{{occurredAt:O}}}","connectionId":"conn_01JZ8QK4M7T2V9X3B6N0D5F1GH","error":null}}
        """));

    public static Delivery Flinks(byte[] body, string secret = HookBed.FlinksSecret) => new(
        "flinks", "POST", "/hooks/flinks", [new("flinks-authenticity-key", Convert.ToBase64String(Mac(secret, "", body)))], body);

    public static Delivery Sign(string provider, byte[] body) => provider switch
    {
        "aerosync" => Aerosync(body),
        "powens" => Powens(body),
        "araucaria" => Araucaria(body),
        _ => Flinks(body),
    };

    public WebhookRequest ToRequest() => new(Method, Path, Headers, Body);

    public Delivery WithHeader(int index, string name, string value)
    {
        var headers = Headers.ToArray();
        headers[index] = new(name, value);
        return this with { Headers = headers };
    }

    private static byte[] Mac(string secret, string prefix, byte[] body) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. body]);

    private static string Hex(byte[] mac) => Convert.ToHexString(mac).ToLowerInvariant();
}
