using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Http;

/// <summary>A provider that answers from a script and keeps what it was sent.</summary>
internal sealed class FakeProvider(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] script) : HttpMessageHandler
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public List<string> Seen { get; } = [];

    public List<string> Bodies { get; } = [];

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(
        int status, string body = "{}", string contentType = "application/json", Action<HttpResponseMessage>? also = null) =>
        Answer(status, Encoding.UTF8.GetBytes(body), contentType, also);

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(
        int status, byte[] body, string contentType = "application/json", Action<HttpResponseMessage>? also = null) => (_, _) =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        also?.Invoke(response);
        return Task.FromResult(response);
    };

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Fail(HttpRequestError error) => (_, _) =>
        throw new HttpRequestException(error, "made up");

    /// <summary>Fails after having taken the body, as a connection does that breaks while sending.</summary>
    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> FailAfterBody(HttpRequestError error) => async (request, token) =>
    {
        if (request.Content is not null) await request.Content.CopyToAsync(Stream.Null, token);
        throw new HttpRequestException(error, "made up");
    };

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Hang() => async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        throw new InvalidOperationException("unreachable");
    };

    public ProviderHttp Connect(ProviderHttpOptions? options = null, TimeProvider? time = null, IProviderErrorReader? errors = null) => ProviderHttp.Create(
        "fake", null, new Uri("https://api.fake.example/v1/"), errors ?? new CodeReader(), options, time, primary: this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _calls);
        lock (Seen) Seen.Add($"{request.Method} {request.RequestUri!.AbsoluteUri}");
        if (script.Length > 0) return await script[Math.Min(number, script.Length) - 1](request, cancellationToken);

        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Bodies) Bodies.Add(body);
        return await Answer(200, """{"name":"ok","number":"7"}""")(request, cancellationToken);
    }
}

/// <summary>Reads <c>{"code":"...","message":"..."}</c>.</summary>
internal sealed class CodeReader : IProviderErrorReader
{
    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body)
    {
        var dto = JsonSerializer.Deserialize(body, FakeJson.Instance.FakeErrorDto);
        return dto?.Code is null ? null : new ProviderError
        {
            Code = dto.Code,
            CodeIsKnown = dto.Code.StartsWith("known", StringComparison.Ordinal),
            DeveloperMessage = dto.Message,
            RetryNow = dto.Code == "later" ? false : null,
            Kind = dto.Code == "locked" ? ProviderErrorKind.Locked : null,
        };
    }
}

internal sealed class FakeErrorDto
{
    public string? Code { get; set; }

    public string? Message { get; set; }
}

internal sealed class FakeDto
{
    public string? Name { get; set; }

    public int? Number { get; set; }
}

[JsonSerializable(typeof(FakeDto))]
[JsonSerializable(typeof(FakeErrorDto))]
internal sealed partial class FakeJson : JsonSerializerContext
{
    public static FakeJson Instance { get; } = new(ProviderJson.CreateOptions(JsonNamingPolicy.CamelCase));
}
