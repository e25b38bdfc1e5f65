using ConnectionSdk;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers ConnectionSdk with a host.</summary>
public static class ConnectionSdkServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IConnectionClient"/>, <see cref="IReconnectFlow"/> and <see cref="IWebhookInbox"/>. Providers are added to the result. Calling it again changes nothing.
    /// A host replaces <see cref="IReconnectSessionStore"/>, <see cref="IRevocationStore"/>, <see cref="IWebhookStore"/> or <see cref="TimeProvider"/> by registering its own before or after.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the limits of repairs; null takes the defaults.</param>
    public static ConnectionSdkBuilder AddConnectionSdkCore(this IServiceCollection services, Action<ReconnectFlowOptions>? configure = null)
    {
        var options = services.AddOptions<ReconnectFlowOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddLogging();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReconnectFlowOptions>, ReconnectFlowOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IReconnectSessionStore, InMemoryReconnectSessionStore>();
        services.TryAddSingleton<IRevocationStore, InMemoryRevocationStore>();
        services.TryAddSingleton<IWebhookStore>(provider => new InMemoryWebhookStore(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IWebhookInbox, WebhookInbox>();
        services.TryAddSingleton(provider => new ConnectionProviders(provider.GetServices<ConnectionProvider>()));
        services.TryAddSingleton<IConnectionClient, ConnectionClient>();
        services.TryAddSingleton<IReconnectFlow>(provider => new ReconnectFlow(
            provider.GetRequiredService<ConnectionProviders>(),
            provider.GetRequiredService<IReconnectSessionStore>(),
            provider.GetRequiredService<IRevocationStore>(),
            provider.GetRequiredService<IOptions<ReconnectFlowOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ReconnectFlow>>()));
        return new ConnectionSdkBuilder(services);
    }
}
