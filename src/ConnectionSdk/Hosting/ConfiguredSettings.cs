using System.Diagnostics.CodeAnalysis;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Hosting;

/// <summary>What <c>AddConnectionSdk</c> found in configuration: noted at registration, looked at when the host starts.</summary>
internal sealed class ConfiguredSettings
{
    private readonly List<SettingsSection> _roots = [];
    private readonly List<Entry> _entries = [];

    /// <summary>The sections that were handed over.</summary>
    public IReadOnlyList<SettingsSection> Roots => _roots;

    /// <summary>The options that are filled from them.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    public void AddRoot(SettingsSection root) => _roots.Add(root);

    public void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        SettingsSection section, string optionsName, string? tenant = null)
        where TOptions : class =>
        _entries.Add(new Entry(section, tenant, services => services.GetRequiredService<IOptionsFactory<TOptions>>().Create(optionsName)));

    /// <param name="Section">Where the settings come from.</param>
    /// <param name="Tenant">The tenant, or null for the unnamed registration.</param>
    /// <param name="Create">Fills and checks the options as the host will, past its cache.</param>
    public sealed record Entry(SettingsSection Section, string? Tenant, Action<IServiceProvider> Create);
}
