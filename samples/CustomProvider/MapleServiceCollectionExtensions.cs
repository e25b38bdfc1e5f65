using ConnectionSdk;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Maple;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Maple.</summary>
public static class MapleServiceCollectionExtensions
{
    /// <summary>Adds a Maple registration; several need different tenants, and share nothing.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="tenant">Its name in references, <c>maple@acme:7/1</c>; null for the only or main one.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddMaple(
        this ConnectionSdkBuilder builder, Action<MapleOptions> configure, string? tenant = null, Action<IHttpClientBuilder>? configureHttp = null)
    {
        var services = builder.Services;
        var name = $"{MapleProvider.Name}:{tenant}";

        // Options are named and checked when the host starts: a missing key is found then, not with the first user.
        services.AddOptions<MapleOptions>(name)
            .Configure(configure)
            .Validate(static options => options.ApiKey is { IsEmpty: false }, "Maple: ApiKey is missing. Maple's console shows it under Settings, API.")
            .ValidateOnStart();

        // Redirects and cookies are off in this client, and nothing the host adds can make it send a code twice.
        var client = services.AddProviderHttpClient(MapleProvider.Name, tenant);
        configureHttp?.Invoke(client);

        services.AddSingleton<ConnectionProvider>(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<MapleOptions>>().Get(name);
            return new MapleProvider(
                new ProviderId(MapleProvider.Name, tenant),
                options,
                errors => provider.CreateProviderHttp(MapleProvider.Name, tenant, options.BaseAddress, errors, options.Http),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<MapleProvider>>());
        });
        return builder;
    }
}
