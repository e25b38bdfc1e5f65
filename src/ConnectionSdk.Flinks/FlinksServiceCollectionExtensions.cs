using ConnectionSdk;
using ConnectionSdk.Flinks;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Flinks.</summary>
public static class FlinksServiceCollectionExtensions
{
    /// <summary>Adds the only, or main, Flinks registration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddFlinks(
        this ConnectionSdkBuilder builder, Action<FlinksOptions> configure, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, configure, configureHttp);

    /// <summary>Adds a further Flinks registration, which shares nothing with the others.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>flinks@ca/7d1f0c52</c>.</param>
    /// <param name="configure">Sets the options; they are checked when the host starts.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddFlinks(
        this ConnectionSdkBuilder builder, string tenant, Action<FlinksOptions> configure, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, configure, configureHttp);
    }

    /// <summary>Adds the only, or main, Flinks registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="section">The section whose keys are the names of <see cref="FlinksOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddFlinks(
        this ConnectionSdkBuilder builder, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null) =>
        Add(builder, null, options => FlinksConfiguration.Apply(section, options), configureHttp);

    /// <summary>Adds a further Flinks registration from configuration.</summary>
    /// <param name="builder">What <c>AddConnectionSdkCore</c> returned.</param>
    /// <param name="tenant">Its name in references: <c>flinks@ca/7d1f0c52</c>.</param>
    /// <param name="section">The section whose keys are the names of <see cref="FlinksOptions"/>.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    public static ConnectionSdkBuilder AddFlinks(
        this ConnectionSdkBuilder builder, string tenant, IConfigurationSection section, Action<IHttpClientBuilder>? configureHttp = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        return Add(builder, tenant, options => FlinksConfiguration.Apply(section, options), configureHttp);
    }

    private static ConnectionSdkBuilder Add(
        ConnectionSdkBuilder builder, string? tenant, Action<FlinksOptions> configure, Action<IHttpClientBuilder>? configureHttp) =>
        builder.AddProvider<FlinksOptions, FlinksOptionsRules>(FlinksProvider.Name, tenant, configure, configureHttp, Create);

    private static FlinksProvider Create(IServiceProvider services, ProviderId id, FlinksOptions options) =>
        FlinksProvider.Build(
            id,
            options,
            errors => services.CreateProviderHttp(id.Name, id.Tenant, options.ApiAddress, errors, options.Http),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<FlinksProvider>>());
}
