using System.Text;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.LiveTests;

/// <summary>One provider as an application uses it, for the length of one check.</summary>
internal sealed class LiveWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public LiveWorld(LiveProvider provider, LiveSettings settings, TimeProvider clock, HttpMessageHandler? network = null)
    {
        Settings = settings;
        Clock = clock;
        Wire = new Wire(network ?? new SocketsHttpHandler { AllowAutoRedirect = false });
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddConnectionSdkCore();
        services.AddSingleton(provider.Connect(settings, Wire, clock));
        _services = services.BuildServiceProvider();
        Id = new ProviderId(provider.Name);
    }

    public LiveSettings Settings { get; }

    public TimeProvider Clock { get; }

    public Wire Wire { get; }

    public ProviderId Id { get; }

    public IConnectionClient Client => _services.GetRequiredService<IConnectionClient>();

    public IReconnectFlow Flow => _services.GetRequiredService<IReconnectFlow>();

    public ConnectionRef Connection(LiveSetting id, LiveSetting? user = null) => new(Id, Settings.Need(id), user is null ? null : Settings.Need(user));

    /// <summary>Reads the connection, and says what state it was found in.</summary>
    public async Task<string> ReadAsync(ConnectionRef connection)
    {
        var read = await Client.GetAsync(connection);
        return Describe(read.Status);
    }

    /// <summary>What the provider says to a call that must fail.</summary>
    public static async Task<string> FailureOfAsync<T>(Func<Task<T>> call, Func<T, string> otherwise)
    {
        try
        {
            return otherwise(await call());
        }
        catch (ProviderException failure)
        {
            return $"{failure.Kind}, HTTP {failure.StatusCode}, code {failure.ProviderCode ?? "none"}";
        }
    }

    /// <summary>Begins a repair, says what the user would be asked for, and leaves it. Nothing is typed.</summary>
    public async Task<string> BeginAndCancelRepairAsync(LiveSetting brokenId, LiveSetting? user = null)
    {
        var connection = Connection(brokenId, user);
        var found = await ReadAsync(connection);
        var session = await Flow.StartAsync(connection, new ReconnectOptions { KnownAccounts = [] });
        await Flow.CancelAsync(session.Id);
        return $"{found}; the repair begins with {session.Action.Kind}, lapsing {Lifetime(session.Action.ExpiresAt)}; calls: {Calls}";
    }

    /// <summary>Verifies a captured delivery with the configured secret.</summary>
    public async Task<string> VerifyDeliveryAsync(LiveSetting file)
    {
        var result = await _services.GetRequiredService<IWebhookInbox>().ReceiveAsync(Id, Parse(await File.ReadAllBytesAsync(Settings.Need(file))));
        Assert.True(result.SignatureValid, $"The signature of the delivery does not verify: {result.Verdict}, {result.Reason}");
        return $"the signature is right as assumed; verdict {result.Verdict}; events: {string.Join(", ", result.Events.Select(happened => $"{happened.GetType().Name} named '{happened.Name}'"))}";
    }

    /// <summary>Every call so far, without values.</summary>
    public string Calls => string.Join("; ", Wire.Seen);

    /// <summary>Names of headers that tell of limits, over all calls.</summary>
    public string LimitHeaders =>
        Wire.Seen.SelectMany(exchange => exchange.Headers)
            .Where(name => name.Contains("rate", StringComparison.Ordinal) || name.Contains("retry", StringComparison.Ordinal) || name.Contains("limit", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } names
            ? string.Join(", ", names)
            : "none";

    public string Lifetime(DateTimeOffset? end) => end is { } at ? $"in {(at - Clock.GetUtcNow()).TotalMinutes:0} min" : "at an unknown time";

    public ValueTask DisposeAsync()
    {
        Wire.Dispose();
        return _services.DisposeAsync();
    }

    public static string Describe(ConnectionStatus status) =>
        $"{status.State} ({status.Reason}) from code '{status.Provider.Code ?? "none"}', {(status.Provider.Recognised ? "known" : "UNKNOWN to the status map")}";

    /// <summary>Reads a capture: line ends of the head may be either kind, the body is taken byte for byte.</summary>
    private static WebhookRequest Parse(byte[] capture)
    {
        var text = Encoding.Latin1.GetString(capture);
        var (end, length) = (text.IndexOf("\r\n\r\n", StringComparison.Ordinal), 4);
        if (end < 0)
        {
            (end, length) = (text.IndexOf("\n\n", StringComparison.Ordinal), 2);
        }

        Assert.True(end > 0, "A capture has a request line, headers, an empty line and a body.");
        var lines = text[..end].ReplaceLineEndings("\n").Split('\n');
        var request = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[^1].Trim()));
        return new WebhookRequest(request[0], request[1].Split('?')[0], headers, capture.AsMemory(end + length));
    }
}
