using ConnectionSdk;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Araucaria.</summary>
public static class AraucariaServiceCollectionExtensions
{
    /// <summary>
    /// Adds the only, or main, Araucaria registration. The API key comes from <see cref="IAraucariaApiKeys"/> where the host registers it, else from the
    /// options.
    /// </summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAraucaria(
        this ConnectionSdkBuilder builder, Action<AraucariaOptions> configure, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, configure, configureHttp);

    /// <summary>Adds a further Araucaria registration, which shares nothing with the others.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>araucaria@acme/conn_01JZ8QK4M7T2V9X3B6N0D5F1GH</c>.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAraucaria(
        this ConnectionSdkBuilder builder, string tenant, Action<AraucariaOptions> configure, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, configure, configureHttp);
    }

    /// <summary>Adds the only, or main, Araucaria registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="section">The section whose keys are the names of <see cref="AraucariaOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAraucaria(
        this ConnectionSdkBuilder builder, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, options => AraucariaConfiguration.Apply(section, options), configureHttp);

    /// <summary>Adds a further Araucaria registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>araucaria@acme/conn_01JZ8QK4M7T2V9X3B6N0D5F1GH</c>.</param>
    /// <param name="section">The section whose keys are the names of <see cref="AraucariaOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddAraucaria(
        this ConnectionSdkBuilder builder, string tenant, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, options => AraucariaConfiguration.Apply(section, options), configureHttp);
    }

    private static ConnectionSdkBuilder Add(
        ConnectionSdkBuilder builder, string? tenant, Action<AraucariaOptions> configure, Action<IHttpClientBuilder>? configureHttp) =>
        builder.AddProvider<AraucariaOptions, AraucariaOptionsRules>(AraucariaProvider.Name, tenant, configure, configureHttp, Create);

    private static AraucariaProvider Create(IServiceProvider services, ProviderId id, AraucariaOptions options) =>
        AraucariaProvider.Build(
            id,
            options,
            errors => services.CreateProviderHttp(id.Name, id.Tenant, options.BaseAddress, errors, options.Http),
            services.GetService<IAraucariaApiKeys>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<AraucariaProvider>>());
}
