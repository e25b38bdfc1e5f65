using System.Collections.Concurrent;
using System.Net;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Tests.Hosting;

/// <summary>Two tenants of each provider, from configuration, that ask for the same connection of the same user.</summary>
public sealed class TenantTests
{
    private static readonly string[] Tenants = ["first", "second"];

    public static TheoryData<string> Providers => [.. Configured.Required.Keys];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task No_request_carries_what_belongs_to_the_other_tenant(string provider)
    {
        var store = new MemoryStore();
        await using var bed = new Bed(provider, services => services.AddSingleton<ITokenStore>(store));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => bed.GetAsync(Tenants[i % 2])));

        Assert.Equal("first: first, second: second", string.Join(", ", bed.Sent.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        Assert.All(Tenants, tenant => Assert.True(bed.CallsOf(tenant) >= 50));
        Assert.All(store.Kept, kept => Assert.Contains($"@{kept.Value.Value.Reveal()["token-of-".Length..]}", kept.Key, StringComparison.Ordinal));
        Assert.Equal(provider is "Aerosync" or "Powens" ? 2 : 0, store.Kept.Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_tenants_outage_holds_only_its_own_calls_back(string provider)
    {
        await using var bed = new Bed(provider);
        await bed.GetAsync("first");
        Assert.Equal(0, bed.CallsOf("second"));
        var before = bed.CallsOf("first");
        bed.Down = "first";
        for (var i = 0; i < 40; i++)
        {
            await Assert.ThrowsAsync<ProviderException>(() => bed.GetAsync("first"));
        }

        Assert.InRange(bed.CallsOf("first") - before, 10, 39);
        await bed.GetAsync("second");
        Assert.NotEqual(0, bed.CallsOf("second"));
    }

    /// <summary>One host with two tenants, and what each sent.</summary>
    private sealed class Bed : IAsyncDisposable
    {
        private readonly string _provider;
        private readonly ServiceProvider _host;

        public Bed(string provider, Action<IServiceCollection>? also = null)
        {
            _provider = provider;
            var services = new ServiceCollection();
            also?.Invoke(services);
            services.AddConnectionSdk(Configured.Section(
                Tenants.SelectMany(tenant => Configured.Provider(provider, tenant).Select(Own).Append($"{provider}:Tenants:{tenant}:Http:Retries=false"))));
            foreach (var tenant in Tenants)
            {
                services.AddHttpClient(ProviderHttpRegistration.ClientName(provider.ToLowerInvariant(), tenant))
                    .ConfigurePrimaryHttpMessageHandler(() => new Wire(this, tenant));
            }

            _host = services.BuildServiceProvider();
        }

        public string? Down { get; set; }

        /// <summary>Through whose client: whose secrets.</summary>
        public ConcurrentQueue<string> Sent { get; } = [];

        public int CallsOf(string tenant) => Sent.Count(sent => sent.StartsWith(tenant, StringComparison.Ordinal));

        public async Task GetAsync(string tenant)
        {
            var id = _provider switch
            {
                "Araucaria" => "conn_01JZ8QK4M7T2V9X3B6N0D5F1GH",
                "Flinks" => "7d1f0c52-3b84-4e0a-9c61-08dc5a1b2c3d",
                _ => "1201",
            };
            var reference = new ConnectionRef(new ProviderId(_provider.ToLowerInvariant(), tenant), id, "42");
            Assert.Equal(ConnectionState.Active, (await _host.GetRequiredService<IConnectionClient>().GetAsync(reference)).Status.State);
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        /// <summary>Every secret names its owner, so that a request shows whose it is.</summary>
        private static string Own(string setting) =>
            setting.Contains("Key=", StringComparison.Ordinal) || setting.Contains("Secret=", StringComparison.Ordinal) ? $"{setting}-of-{setting.Split(':')[2]}" : setting;
    }

    /// <summary>Answers for all providers, and issues tokens that name their owner.</summary>
    private sealed class Wire(Bed bed, string tenant) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = $"{request.RequestUri}\n{request.Headers}\n{(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken))}";
            var owner = string.Join(" and ", Tenants.Where(each => sent.Contains($"-of-{each}", StringComparison.Ordinal)));
            bed.Sent.Enqueue($"{tenant}: {owner}");
            return string.Equals(bed.Down, tenant, StringComparison.Ordinal)
                ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
                : new HttpResponseMessage { Content = new StringContent(Answer(request.RequestUri!.AbsolutePath, owner), null, "application/json") };
        }

        private static string Answer(string path, string owner) => path switch
        {
            "/v2/token" => $$"""{"status":"success","TTL":"1800","token":"token-of-{{owner}}"}""",
            "/2.0/auth/renew" => $$"""{"access_token":"token-of-{{owner}}","token_type":"Bearer"}""",
            _ when path.EndsWith("/GenerateAuthorizeToken", StringComparison.Ordinal) => $$"""{"HttpStatusCode":200,"Token":"token-of-{{owner}}"}""",
            _ when path.EndsWith("/Authorize", StringComparison.Ordinal) => Fixtures.Read("flinks/authorize.response.200.json"),
            _ when path.StartsWith("/v2/", StringComparison.Ordinal) => Fixtures.Read("aerosync/account.connected.response.json"),
            _ when path.StartsWith("/2.0/", StringComparison.Ordinal) => Fixtures.Read("powens/connection.ok.json"),
            _ => Fixtures.Read("araucaria/connection.get.connected.json"),
        };
    }

    private sealed class MemoryStore : ITokenStore
    {
        public ConcurrentDictionary<string, StoredToken> Kept { get; } = new(StringComparer.Ordinal);

        public ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult(Kept.GetValueOrDefault(key));

        public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken)
        {
            Kept[key] = token;
            return ValueTask.CompletedTask;
        }
    }
}
