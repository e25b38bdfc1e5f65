using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.Simulator;

/// <summary>One request on its way through a simulated provider: log, fault, handler, answer.</summary>
internal sealed class SimulatedExchange(SimulatedProvider provider, HttpContext context)
{
    private static readonly byte[] Padding = Encoding.ASCII.GetBytes(new string('a', 8192));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var call = await ReadCallAsync(cancellationToken).ConfigureAwait(false);
        var isPageVisit = provider.IsPageVisit(call);
        var fault = provider.Faults.Take(call, onlyIfNamed: isPageVisit);
        call.Fault = fault?.Name;
        (isPageVisit ? provider.PageVisits : provider.Calls).Add(call);

        if (fault is not null && fault.Latency > TimeSpan.Zero)
        {
            await Task.Delay(fault.Latency, provider.Clock, cancellationToken).ConfigureAwait(false);
        }

        SimulatedResponse? response = null;
        if (fault is null || fault.ProcessesRequest)
        {
            response = await provider.HandleAsync(call, cancellationToken).ConfigureAwait(false);
            call.WasProcessed = true;
        }

        await AnswerAsync(call, fault, response, cancellationToken).ConfigureAwait(false);
    }

    private async Task AnswerAsync(RecordedCall call, Fault? fault, SimulatedResponse? response, CancellationToken cancellationToken)
    {
        switch (fault?.Kind ?? FaultKind.None)
        {
            case FaultKind.Drop:
                context.Abort();
                return;
            case FaultKind.CutMidBody:
                await CutAsync(response!, cancellationToken).ConfigureAwait(false);
                return;
            case FaultKind.Oversized:
                StartJson(call, fault!.Status);
                await PadAsync(context.Response.Body, fault.Length, cancellationToken).ConfigureAwait(false);
                return;
            case FaultKind.GzipBomb:
                StartJson(call, fault!.Status);
                context.Response.Headers.ContentEncoding = "gzip";
                await WriteBombAsync(fault.Length, cancellationToken).ConfigureAwait(false);
                return;
            default:
                await WriteAsync(call, Spoil(fault, response), cancellationToken).ConfigureAwait(false);
                return;
        }
    }

    private SimulatedResponse Spoil(Fault? fault, SimulatedResponse? response) => fault?.Kind switch
    {
        FaultKind.Refuse => SimulatedResponse.Json(provider.ErrorBody(fault.Status), fault.Status) with { RetryAfter = fault.RetryAfter },
        FaultKind.Replace => new SimulatedResponse(fault.Status, fault.ContentType, Encoding.UTF8.GetBytes(fault.Text)),
        FaultKind.Redirect => new SimulatedResponse(fault.Status, null, default) { Location = new Uri(fault.Text) },
        FaultKind.Truncate => response! with { Body = response!.Body[..(response.Body.Length / 2)] },
        FaultKind.WrongContentType => response! with { ContentType = fault.ContentType },
        FaultKind.UnknownState => WithUnknownState(response!, fault.Text),
        _ => response!,
    };

    private SimulatedResponse WithUnknownState(SimulatedResponse response, string state)
    {
        if (response.ContentType != "application/json" || JsonNode.Parse(response.Body.Span) is not { } body)
        {
            return response;
        }

        provider.ReplaceStates(body, state);
        return SimulatedResponse.Json(body, response.Status);
    }

    private async Task WriteAsync(RecordedCall call, SimulatedResponse response, CancellationToken cancellationToken)
    {
        Start(call, response.Status, response.ContentType);
        if (response.Location is { } location)
        {
            context.Response.Headers.Location = location.OriginalString;
        }

        if (response.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        if (response.Status != 204)
        {
            context.Response.ContentLength = response.Body.Length;
            await context.Response.Body.WriteAsync(response.Body, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CutAsync(SimulatedResponse response, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = response.Status;
        context.Response.ContentType = response.ContentType;
        context.Response.ContentLength = response.Body.Length;
        await context.Response.Body.WriteAsync(response.Body[..(response.Body.Length / 2)], cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        context.Abort();
    }

    private async Task WriteBombAsync(long length, CancellationToken cancellationToken)
    {
        var gzip = new GZipStream(context.Response.Body, CompressionLevel.Optimal, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            await PadAsync(gzip, length, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task PadAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("{\"padding\":\""u8.ToArray(), cancellationToken).ConfigureAwait(false);
        for (var left = length; left > 0; left -= Padding.Length)
        {
            await stream.WriteAsync(Padding.AsMemory(0, (int)Math.Min(left, Padding.Length)), cancellationToken).ConfigureAwait(false);
        }

        await stream.WriteAsync("\"}"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private void StartJson(RecordedCall call, int status) => Start(call, status, "application/json");

    private void Start(RecordedCall call, int status, string? contentType)
    {
        call.AnsweredStatus = status;
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;

        // A client that reads Retry-After beside Date must see one clock, the simulated one.
        context.Response.Headers.Date = provider.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
    }

    private async Task<RecordedCall> ReadCallAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        return new RecordedCall(
            provider.Calls.NextNumber(),
            provider.Clock.GetUtcNow(),
            context.Request.Method,
            context.Request.Path.Value ?? "/",
            context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
            context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }
}
