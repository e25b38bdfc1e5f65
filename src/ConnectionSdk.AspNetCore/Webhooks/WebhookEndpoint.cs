using ConnectionSdk.Providers;
using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.AspNetCore;

/// <summary>Where one registration's deliveries arrive: bytes and headers go to the inbox as they came, and the answer is a number.</summary>
internal sealed class WebhookEndpoint(IWebhookInbox inbox, ProviderId provider, int maxBodyBytes)
{
    public async Task ReceiveAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await RequestBody.ReadAsync(request, maxBodyBytes, isSecret: false, context.RequestAborted).ConfigureAwait(false);
        if (body is null)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var headers = request.Headers.SelectMany(static header => header.Value, static (header, line) => KeyValuePair.Create(header.Key, line ?? ""));
        var delivery = new WebhookRequest(request.Method, request.PathBase.Add(request.Path).ToUriComponent(), headers, body.Value);
        var result = await inbox.ReceiveAsync(provider, delivery, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = result.StatusCode;
    }
}
