using ConnectionSdk;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Maple;
using Microsoft.Extensions.Logging;

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
        this ConnectionSdkBuilder builder, Action<MapleOptions> configure, string? tenant = null, Action<IHttpClientBuilder>? configureHttp = null) =>
        builder.AddProvider<MapleOptions, MapleOptionsRules>(MapleProvider.Name, tenant, configure, configureHttp, Create);

    private static MapleProvider Create(IServiceProvider services, ProviderId id, MapleOptions options) => new(
        id,
        options,
        errors => services.CreateProviderHttp(id.Name, id.Tenant, options.BaseAddress, errors, options.Http),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<MapleProvider>>());
}
