using System.Text;
using ConnectionSdk.Tests.Webhooks;

namespace ConnectionSdk.Tests.Powens;

/// <summary>Deliveries that carry the user's own token: the body has to say whose.</summary>
public class PowensBearerTests
{
    [Theory]
    [InlineData("""{"id":42,"signin":"2025-11-20 10:01:58","id_webhook_data":555004}""", WebhookVerdict.Accepted)]
    [InlineData("""{"id":"42","signin":null,"id_webhook_data":555004}""", WebhookVerdict.Accepted)]
    [InlineData("""{"id":43,"signin":"2025-11-20 10:01:58","id_webhook_data":555004}""", WebhookVerdict.BadSignature)]
    [InlineData("""{"id":42,"id_webhook_data":555004}""", WebhookVerdict.BadSignature)]
    [InlineData("""{"id":42,"signin":"2025-11-20 10:01:58","id_connector":40}""", WebhookVerdict.BadSignature)]
    [InlineData("""{"id":42,"signin":"2025-11-20 10:01:58","id_connection":1201}""", WebhookVerdict.BadSignature)]
    public async Task A_user_at_the_root_is_the_one_whose_token_counts(string body, WebhookVerdict verdict)
    {
        using var bed = new HookBed(powens: options =>
        {
            options.WebhookSecrets.Clear();
            options.AllowBearerWebhooks = true;
        });

        var result = await bed.ReceiveAsync(new Delivery("powens", "POST", "/", [new("Authorization", "Bearer tok_of_user_42")], Encoding.UTF8.GetBytes(body)));

        Assert.Equal(verdict, result.Verdict);
        Assert.Equal(0, bed.Network.Calls);
    }
}
