namespace ConnectionSdk.Araucaria;

/// <summary>
/// Supplies the API keys that the host keeps itself, one for each registration. Register an implementation with the host's services, or pass it to
/// <see cref="AraucariaProvider.Create"/>. Araucaria: Authentication.
/// </summary>
public interface IAraucariaApiKeys
{
    /// <summary>The key of a registration; null takes <see cref="AraucariaOptions.ApiKey"/>. Asked before every call: answer from memory.</summary>
    /// <param name="registration">The registration that asks, its tenant included.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<SensitiveString?> FindAsync(ProviderId registration, CancellationToken cancellationToken);
}
