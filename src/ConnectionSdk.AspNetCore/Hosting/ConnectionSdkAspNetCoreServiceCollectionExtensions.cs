using System.Diagnostics.CodeAnalysis;
using ConnectionSdk.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the endpoints need.</summary>
public static class ConnectionSdkAspNetCoreServiceCollectionExtensions
{
    /// <summary>Registers what <c>MapReconnect</c> needs, beside the providers themselves. Webhooks and the health check need nothing of it.</summary>
    /// <typeparam name="TAccess">Says who the user is and which connections are theirs; made anew for each request.</typeparam>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Names at least the addresses that users may return to.</param>
    public static IServiceCollection AddConnectionSdkAspNetCore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccess>(
        this IServiceCollection services, Action<ReconnectEndpointOptions> configure)
        where TAccess : class, IReconnectAccess
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ReconnectEndpointOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReconnectEndpointOptions>, ReconnectEndpointOptionsValidator>());
        services.AddDataProtection();
        services.TryAddScoped<IReconnectAccess, TAccess>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BrowserBinding>();
        services.TryAddSingleton<ReconnectEndpoints>();
        services.TryAddSingleton<ReconnectCallback>();
        return services;
    }
}
