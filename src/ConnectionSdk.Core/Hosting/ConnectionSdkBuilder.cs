using System.Diagnostics.CodeAnalysis;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Hosting;

/// <summary>What adapters hang their registrations on: <c>services.AddConnectionSdkCore().AddPowens(...)</c>.</summary>
public sealed class ConnectionSdkBuilder
{
    internal ConnectionSdkBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Adds one registration of a provider, for the <c>AddXyz</c> methods of adapters: its own options (named <c>provider:tenant</c>) checked when the
    /// host starts, its own HTTP client, and the provider itself. Two registrations share nothing.
    /// </summary>
    /// <typeparam name="TOptions">The adapter's options.</typeparam>
    /// <typeparam name="TRules">What the options must be.</typeparam>
    /// <param name="provider">The provider's name in references.</param>
    /// <param name="tenant">The tenant, where an application has several registrations; null for the only one.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="configureHttp">Adds to the HTTP client, for example a proxy; null leaves it as it is.</param>
    /// <param name="create">Makes the provider from checked options. A <see cref="TimeProvider"/> and logging are always among the services.</param>
    public ConnectionSdkBuilder AddProvider<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRules>(
        string provider,
        string? tenant,
        Action<TOptions> configure,
        Action<IHttpClientBuilder>? configureHttp,
        Func<IServiceProvider, ProviderId, TOptions, ConnectionProvider> create)
        where TOptions : class
        where TRules : ProviderOptionsRules<TOptions>
    {
        var name = $"{provider}:{tenant}";
        Services.AddOptions<TOptions>(name).Configure(configure).ValidateOnStart();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TRules>());
        var client = Services.AddProviderHttpClient(provider, tenant);
        configureHttp?.Invoke(client);
        Services.AddSingleton(services => create(
            services, new ProviderId(provider, tenant), services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name)));
        return this;
    }
}
