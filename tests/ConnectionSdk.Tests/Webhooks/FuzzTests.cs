using System.Text;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Webhooks;

public class FuzzTests
{
    private const int Runs = 25_000;
    private const int Seed = 20260302;

    private static readonly string[] Snippets =
    [
        "null", "[]", "{}", "true", "1e999", "-1", "99999999999999999999", "\"\\ud800\"", "\"\"", "\"\\u0000\"", "\"id\":1,", "{\"a\":", "]", "}", ",", "\\", "\"", "\ufeff", "é",
        "\"2026-99-99T00:00:00Z\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "connection.", "job.", "\"status\":{},", "\"connectionId\":\"\\n\",", "\"Login\":[],",
    ];

    [Theory]
    [InlineData("aerosync")]
    [InlineData("powens")]
    [InlineData("araucaria")]
    [InlineData("flinks")]
    public async Task Whatever_is_sent_gets_a_verdict_and_no_throw(string provider)
    {
        using var bed = new HookBed();
        var webhooks = bed.WebhooksOf(provider);
        var random = new Random(Seed);
        var bodies = Fixtures.All(provider).Where(name => name.Contains("/webhook.", StringComparison.Ordinal) && !name.Contains("signature", StringComparison.Ordinal))
            .Select(Fixtures.ReadBytes).Append("{}"u8.ToArray()).ToArray();
        for (var run = 0; run < Runs; run++)
        {
            var signed = Delivery.Sign(provider, Mutate(bodies[random.Next(bodies.Length)], random));
            var at = random.Next(signed.Headers.Count);
            var (name, value) = signed.Headers[at];
            var tampered = signed.WithHeader(at, name, Encoding.Latin1.GetString(Mutate(Encoding.Latin1.GetBytes(value), random)));

            // The adapter alone, so that nothing is hidden by the inbox's own net.
            Assert.True((await webhooks.VerifyAsync(signed.ToRequest(), default)).IsSigned, $"seed {Seed}, run {run}");
            var proof = await webhooks.VerifyAsync(tampered.ToRequest(), default);
            Assert.True(!proof.IsAcceptable || tampered.Headers[at].Value.Trim(' ') == value || provider == "araucaria", $"seed {Seed}, run {run}: {tampered.Headers[at].Value}");
            var message = webhooks.Read(signed.ToRequest(), WebhookProof.Signed());
            Assert.True(message is null || message.Events.Count >= 0);
            if (run % 10 == 0)
            {
                Assert.True(Enum.IsDefined((await bed.ReceiveAsync(signed)).Verdict));
                Assert.True(Enum.IsDefined((await bed.ReceiveAsync(tampered)).Verdict));
            }
        }
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        var bytes = source.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when bytes.Count > at:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                case 3 when bytes.IndexOf((byte)':', at) is > 0 and var colon && bytes.IndexOf((byte)',', colon) is > 0 and var comma:
                    bytes.RemoveRange(colon + 1, comma - colon - 1);
                    bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
