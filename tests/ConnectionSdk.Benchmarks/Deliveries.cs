using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Benchmarks;

/// <summary>One signed delivery of two kilobytes, verified and read: what the inbox does for each before it looks at its store.</summary>
internal sealed class Deliveries
{
    public const int Size = 2048;

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("whsec_0123456789abcdef0123456789abcdef");

    private readonly ProviderWebhooks _webhooks;
    private readonly WebhookRequest _request;
    private readonly byte[] _body;
    private readonly byte[] _mac;

    private Deliveries(ConnectionProvider provider, byte[] body, byte[] mac, string header, string value)
    {
        _webhooks = provider.Webhooks!;
        _request = new WebhookRequest("POST", "/webhooks", [new("Content-Type", "application/json"), new(header, value)], body);
        (_body, _mac) = (body, mac);
    }

    /// <summary>A change of status, signed with a time before the body.</summary>
    public static Deliveries Araucaria()
    {
        const string At = "1772452800";
        var body = Body("araucaria/webhook.connection-error.json");
        var options = new AraucariaOptions { ApiKey = "key_example" };
        options.WebhookSecrets.Add(new SensitiveString(Secret));
        var mac = HMACSHA256.HashData(Secret, (byte[])[.. Encoding.ASCII.GetBytes(At + "."), .. body]);
        var value = string.Create(CultureInfo.InvariantCulture, $"t={At},v1={Convert.ToHexStringLower(mac)}");
        return new Deliveries(AraucariaProvider.Create(options), body, HMACSHA256.HashData(Secret, body), "Araucaria-Signature", value);
    }

    /// <summary>Accounts have come, signed over the body alone.</summary>
    public static Deliveries Flinks()
    {
        var body = Body("flinks/webhook.get-accounts-detail.json");
        var options = new FlinksOptions { CustomerId = "00000000-0000-4000-8000-000000000001", Instance = "toolbox", SecretKey = "sec_example", XApiKey = "key_example" };
        options.WebhookSecrets.Add(new SensitiveString(Secret));
        var mac = HMACSHA256.HashData(Secret, body);
        return new Deliveries(FlinksProvider.Create(options), body, mac, "flinks-authenticity-key", Convert.ToBase64String(mac));
    }

    /// <summary>The floor: the same digest over the body, compared in constant time, and nothing read.</summary>
    public Task CheckDigestAsync()
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Secret, _body, mac);
        return CryptographicOperations.FixedTimeEquals(mac, _mac) ? Task.CompletedTask : throw new InvalidOperationException("The digest is wrong.");
    }

    /// <summary>The delivery as the inbox takes it: verified, then read into an event.</summary>
    public async Task VerifyAndReadAsync()
    {
        var proof = await _webhooks.VerifyAsync(_request, CancellationToken.None).ConfigureAwait(false);
        if (!proof.IsSigned || _webhooks.Read(_request, proof) is not { Events: [not ConnectionEvent.Unknown] })
        {
            throw new InvalidOperationException("The delivery was not understood.");
        }
    }

    /// <summary>The payload without white space, filled up with a member nobody knows, as a provider may add tomorrow.</summary>
    private static byte[] Body(string fixture)
    {
        var root = JsonNode.Parse(Fixtures.Read(fixture))!.AsObject();
        root["added_later"] = "";
        root["added_later"] = new string('x', Size - Encoding.UTF8.GetByteCount(root.ToJsonString()));
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
