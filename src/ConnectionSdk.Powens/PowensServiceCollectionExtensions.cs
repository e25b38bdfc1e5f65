using ConnectionSdk;
using ConnectionSdk.Hosting;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Powens.</summary>
public static class PowensServiceCollectionExtensions
{
    /// <summary>
    /// Adds the only, or main, Powens registration. User tokens come from <see cref="IPowensUserTokens"/> where the host registers it, and obtained
    /// ones are shared through <see cref="ITokenStore"/> where the host registers that.
    /// </summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddPowens(
        this ConnectionSdkBuilder builder, Action<PowensOptions> configure, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, configure, configureHttp);

    /// <summary>Adds a further Powens registration, which shares nothing with the others.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>powens@acme:42/1201</c>.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddPowens(
        this ConnectionSdkBuilder builder, string tenant, Action<PowensOptions> configure, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, configure, configureHttp);
    }

    /// <summary>Adds the only, or main, Powens registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="section">The section whose keys are the names of <see cref="PowensOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddPowens(
        this ConnectionSdkBuilder builder, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, options => PowensConfiguration.Apply(section, options), configureHttp);

    /// <summary>Adds a further Powens registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>powens@acme:42/1201</c>.</param>
    /// <param name="section">The section whose keys are the names of <see cref="PowensOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddPowens(
        this ConnectionSdkBuilder builder, string tenant, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, options => PowensConfiguration.Apply(section, options), configureHttp);
    }

    private static ConnectionSdkBuilder Add(
        ConnectionSdkBuilder builder, string? tenant, Action<PowensOptions> configure, Action<IHttpClientBuilder>? configureHttp) =>
        builder.AddProvider<PowensOptions, PowensOptionsRules>(PowensProvider.Name, tenant, configure, configureHttp, Create);

    private static PowensProvider Create(IServiceProvider services, ProviderId id, PowensOptions options) =>
        PowensProvider.Build(
            id,
            options,
            errors => services.CreateProviderHttp(id.Name, id.Tenant, options.ApiAddress, errors, options.Http),
            services.GetService<IPowensUserTokens>(),
            services.GetService<ITokenStore>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<PowensProvider>>());
}
