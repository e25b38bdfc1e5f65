using System.Diagnostics.CodeAnalysis;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Hosting;

/// <summary>The sections this package knows, and how each becomes registrations.</summary>
internal sealed class ConfiguredProviders
{
    private const string Tenants = "Tenants";

    private readonly ConnectionSdkBuilder _builder;
    private readonly SettingsSection _root;
    private readonly HashSet<string> _present;
    private readonly ConfiguredSettings _settings;

    private ConfiguredProviders(ConnectionSdkBuilder builder, IConfigurationSection section, SettingsSection root, ConfiguredSettings settings)
    {
        _builder = builder;
        _root = root;
        _present = section.GetChildren().Select(child => child.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _settings = settings;
    }

    /// <summary>The sections of providers.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Aerosync", "Araucaria", "Flinks", "Powens"];

    /// <summary>Registers every provider whose section is present.</summary>
    public static void Add(ConnectionSdkBuilder builder, IConfigurationSection section, SettingsSection root, ConfiguredSettings settings)
    {
        var providers = new ConfiguredProviders(builder, section, root, settings);
        providers.Add<AerosyncOptions>(
            "Aerosync", AerosyncProvider.Name, static (to, from) => to.AddAerosync(from), static (to, tenant, from) => to.AddAerosync(tenant, from));
        providers.Add<AraucariaOptions>(
            "Araucaria", AraucariaProvider.Name, static (to, from) => to.AddAraucaria(from), static (to, tenant, from) => to.AddAraucaria(tenant, from));
        providers.Add<FlinksOptions>("Flinks", FlinksProvider.Name, static (to, from) => to.AddFlinks(from), static (to, tenant, from) => to.AddFlinks(tenant, from));
        providers.Add<PowensOptions>("Powens", PowensProvider.Name, static (to, from) => to.AddPowens(from), static (to, tenant, from) => to.AddPowens(tenant, from));
    }

    private void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        string key,
        string provider,
        Action<ConnectionSdkBuilder, IConfigurationSection> add,
        Action<ConnectionSdkBuilder, string, IConfigurationSection> addTenant)
        where TOptions : class
    {
        var section = _root.Below(key);
        if (!_present.Contains(key))
        {
            return;
        }

        _builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<TOptions>, SettingsGate<TOptions>>());
        var tenants = section.Below(Tenants);
        foreach (var tenant in tenants.GetChildren())
        {
            _settings.Add<TOptions>(tenants.Below(tenant.Key), $"{provider}:{tenant.Key}", tenant.Key);
            if (!string.IsNullOrWhiteSpace(tenant.Key))
            {
                addTenant(_builder, tenant.Key, tenant);
            }
        }

        if (!section.HasOnly(Tenants))
        {
            _settings.Add<TOptions>(section, $"{provider}:");
            add(_builder, section);
        }
    }
}
