using ConnectionSdk.Araucaria;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Araucaria;

/// <summary>An Araucaria provider over planned answers, at a fixed time.</summary>
internal sealed class AraucariaBed : IDisposable
{
    public const string Id = "conn_01JZ8QK4M7T2V9X3B6N0D5F1GH";

    public const string Address = $"/v1/connections/{Id}";

    /// <summary>Minutes after the last change in the fixture of an error.</summary>
    public static readonly DateTimeOffset Now = new(2026, 4, 18, 3, 20, 0, TimeSpan.Zero);

    public static readonly ConnectionRef Connection = ConnectionRef.Parse($"araucaria/{Id}");

    public AraucariaBed(Action<AraucariaOptions>? configure = null, IAraucariaApiKeys? keys = null)
    {
        Options = Settings();
        configure?.Invoke(Options);
        Provider = AraucariaProvider.Create(Options, apiKeys: keys, timeProvider: new StoppedClock(), primaryHandler: Stub);
    }

    public StubHttpHandler Stub { get; } = new();

    public AraucariaOptions Options { get; }

    public AraucariaProvider Provider { get; }

    public static AraucariaOptions Settings() => new() { ApiKey = "arau_test_9fd1" };

    /// <summary>Reads the connection from this body.</summary>
    public Task<Connection> ReadAsync(string json)
    {
        Stub.Routes.On(HttpMethod.Get, Address).ReturnsJson(json);
        return Provider.GetAsync(Connection, CancellationToken.None);
    }

    /// <summary>Reads the connection with this status, synchronised before or never.</summary>
    public Task<Connection> ReadStatusAsync(string? status, bool synced = true) => ReadAsync(Body(status, synced));

    public static string Body(string? status, bool synced = true, string updatedAt = "2026-04-18T03:15:00Z") =>
        $$"""{"connectionId":"{{Id}}","institutionId":"cl_banco_estado","status":"{{status}}","updatedAt":"{{updatedAt}}"{{(synced ? ",\"lastSyncedAt\":\"2026-04-17T03:15:00Z\"" : "")}}}""";

    public void Dispose()
    {
        Provider.Dispose();
        Stub.Dispose();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
