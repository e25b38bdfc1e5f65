using ConnectionSdk;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Aerosync.</summary>
public static class AerosyncServiceCollectionExtensions
{
    /// <summary>
    /// Adds the only, or main, Aerosync registration. API tokens are shared through <see cref="ITokenStore"/> where the host registers it.
    /// </summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAerosync(
        this ConnectionSdkBuilder builder, Action<AerosyncOptions> configure, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, configure, configureHttp);

    /// <summary>Adds a further Aerosync registration, which shares nothing with the others.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>aerosync@acme:user/connection</c>.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAerosync(
        this ConnectionSdkBuilder builder, string tenant, Action<AerosyncOptions> configure, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, configure, configureHttp);
    }

    /// <summary>Adds the only, or main, Aerosync registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="section">The section whose keys are the names of <see cref="AerosyncOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAerosync(
        this ConnectionSdkBuilder builder, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, options => AerosyncConfiguration.Apply(section, options), configureHttp);

    /// <summary>Adds a further Aerosync registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>aerosync@acme:user/connection</c>.</param>
    /// <param name="section">The section whose keys are the names of <see cref="AerosyncOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAerosync(
        this ConnectionSdkBuilder builder, string tenant, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, options => AerosyncConfiguration.Apply(section, options), configureHttp);
    }

    private static ConnectionSdkBuilder Add(
        ConnectionSdkBuilder builder, string? tenant, Action<AerosyncOptions> configure, Action<IHttpClientBuilder>? configureHttp) =>
        builder.AddProvider<AerosyncOptions, AerosyncOptionsRules>(AerosyncProvider.Name, tenant, configure, configureHttp, Create);

    private static AerosyncProvider Create(IServiceProvider services, ProviderId id, AerosyncOptions options) =>
        AerosyncProvider.Build(
            id,
            options,
            errors => services.CreateProviderHttp(id.Name, id.Tenant, options.ApiAddress!, errors, options.Http),
            services.GetService<ITokenStore>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<AerosyncProvider>>());
}
