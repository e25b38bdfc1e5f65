using ConnectionSdk.Providers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ConnectionSdk.AspNetCore;

/// <summary>Tells how the registrations fare by what their own calls have met. It calls no provider, so it costs nothing and cannot make an outage worse.</summary>
internal sealed class ConnectionSdkHealthCheck(ConnectionProviders providers, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(15);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var registrations = new Dictionary<string, object>(StringComparer.Ordinal);
        var troubled = new List<string>();
        foreach (var provider in providers.All)
        {
            var word = WordFor(provider.Health);
            registrations[provider.Id.ToString()] = word;
            if (word is "unavailable" or "credentialRefused")
            {
                troubled.Add($"{provider.Id}: {word}");
            }
        }

        return Task.FromResult(troubled.Count == 0
            ? HealthCheckResult.Healthy("No registration is in trouble.", registrations)
            : new HealthCheckResult(
                context.Registration.FailureStatus, $"Repairs and reads may fail. {string.Join(", ", troubled.Order(StringComparer.Ordinal))}.", data: registrations));
    }

    private string WordFor(ProviderHealth? health) => health switch
    {
        null => "unknown",
        { HoldsCallsBack: true } => "unavailable",
        { CredentialRefusedAt: { } at } when time.GetUtcNow() - at < Lately => "credentialRefused",
        _ => "available",
    };
}
