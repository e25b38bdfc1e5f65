namespace ConnectionSdk.Providers;

/// <summary>The registered providers, found by name and tenant.</summary>
public sealed class ConnectionProviders
{
    // Not frozen: freezing a handful of registrations costs milliseconds of a cold start.
    private readonly Dictionary<ProviderId, ConnectionProvider> _providers = [];

    /// <summary>Collects registrations.</summary>
    /// <param name="providers">The registrations; each name and tenant once.</param>
    /// <exception cref="ArgumentException">Two registrations have the same name and tenant.</exception>
    public ConnectionProviders(IEnumerable<ConnectionProvider> providers)
    {
        foreach (var provider in providers)
        {
            if (!_providers.TryAdd(provider.Id, provider))
            {
                throw new ArgumentException($"{provider.Id} is registered twice. Give one of the registrations a tenant name.", nameof(providers));
            }
        }
    }

    /// <summary>Every registration.</summary>
    public IReadOnlyCollection<ConnectionProvider> All => _providers.Values;

    /// <summary>The registration of a reference.</summary>
    /// <param name="id">Name and tenant.</param>
    /// <exception cref="ProviderNotRegisteredException">There is none.</exception>
    public ConnectionProvider Get(ProviderId id) =>
        _providers.TryGetValue(id, out var provider) ? provider : throw new ProviderNotRegisteredException(id, _providers.Keys);
}
