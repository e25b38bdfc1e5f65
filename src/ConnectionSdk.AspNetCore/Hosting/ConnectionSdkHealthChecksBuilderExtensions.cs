using ConnectionSdk.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check.</summary>
public static class ConnectionSdkHealthChecksBuilderExtensions
{
    /// <summary>
    /// Reports trouble when the calls of a registration are held back after failures, or when its key or token was refused, within the last 15 minutes, and
    /// no call has succeeded since. It calls no provider. The data names each registration with <c>available</c>, <c>unavailable</c>,
    /// <c>credentialRefused</c> or <c>unknown</c>.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What trouble counts as; null counts it as degraded, because the rest of the application still works.</param>
    /// <param name="tags">Tags to select the check by.</param>
    public static IHealthChecksBuilder AddConnectionSdk(
        this IHealthChecksBuilder builder, string name = "connectionsdk", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, static services => ActivatorUtilities.CreateInstance<ConnectionSdkHealthCheck>(services), failureStatus ?? HealthStatus.Degraded, tags));
    }
}
