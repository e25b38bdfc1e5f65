using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Providers;

/// <summary>Registers an adapter's HTTP client and builds its <see cref="ProviderHttp"/> from a container.</summary>
public static class ProviderHttpRegistration
{
    private const string Prefix = "ConnectionSdk:";

    /// <summary>The name of the HTTP client of one registration, for hosts that want to configure it: <c>ConnectionSdk:powens</c> or <c>ConnectionSdk:powens:acme</c>.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="tenant">The tenant, or null for the unnamed registration.</param>
    /// <returns>The name.</returns>
    public static string ClientName(string provider, string? tenant) =>
        string.IsNullOrEmpty(tenant) ? Prefix + provider : $"{Prefix}{provider}:{tenant}";

    /// <summary>Registers the HTTP client of one registration. Redirects, cookies and default loggers are off; the send-once guard is innermost, whatever the host adds.</summary>
    /// <param name="services">The services.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="tenant">The tenant, or null.</param>
    /// <returns>The client's builder, to be handed to the host.</returns>
    public static IHttpClientBuilder AddProviderHttpClient(this IServiceCollection services, string provider, string? tenant = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(provider);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, InnermostGuard>());
        return services.AddHttpClient(ClientName(provider, tenant))
            .ConfigurePrimaryHttpMessageHandler(ProviderHttpHandlers.CreateSockets)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
    }

    /// <summary>Builds the sender of one registration: the host's handlers, clock (<see cref="TimeProvider"/>) and logging, where registered.</summary>
    /// <param name="services">The container.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="tenant">The tenant, or null.</param>
    /// <param name="baseAddress">Where the provider is.</param>
    /// <param name="errors">Reads the provider's error envelope.</param>
    /// <param name="options">How calls behave when things go wrong.</param>
    /// <returns>The sender; keep one per registration.</returns>
    /// <exception cref="ProviderException">Kind Configuration: the address is refused, and why.</exception>
    public static ProviderHttp CreateProviderHttp(
        this IServiceProvider services, string provider, string? tenant, Uri baseAddress, IProviderErrorReader errors, ProviderHttpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var factory = services.GetRequiredService<IHttpMessageHandlerFactory>();
        var name = ClientName(provider, tenant);
        return new ProviderHttp(
            provider, tenant, baseAddress, () => factory.CreateHandler(name), errors, options,
            services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>()?.CreateLogger(ProviderHttp.LogCategory));
    }

    /// <summary>Puts the guard around the primary handler after everyone else had their say, so that replacing the primary handler does not lose it.</summary>
    private sealed class InnermostGuard : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            if (builder.Name?.StartsWith(Prefix, StringComparison.Ordinal) != true) return;
            ProviderHttpHandlers.Harden(builder.PrimaryHandler);
            if (builder.PrimaryHandler is not SendOnceHandler) builder.PrimaryHandler = new SendOnceHandler(builder.PrimaryHandler);
        };
    }
}
