using ConnectionSdk;
using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers ConnectionSdk and its providers from configuration.</summary>
public static class ConnectionSdkConfigurationExtensions
{
    /// <summary>
    /// Registers every provider whose section is present: <c>Aerosync</c>, <c>Araucaria</c>, <c>Flinks</c>, <c>Powens</c>, with their settings below. Further
    /// registrations of a provider stand below its <c>Tenants</c>, each under its name, and share nothing: <c>Powens:Tenants:acme:Domain</c>. The limits
    /// of repairs stand below <c>Reconnect</c>. docs/configuration.md lists every setting.
    /// </summary>
    /// <remarks>
    /// What is wrong, missing or misspelt stops the host's start with a <see cref="ConnectionSdkException"/> that names all of it, with its path and
    /// without its value. Without a host, the first use does. Settings are read once.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="section">The section, usually <c>configuration.GetSection("ConnectionSdk")</c>.</param>
    /// <returns>What further providers are added to, also ones of your own.</returns>
    public static ConnectionSdkBuilder AddConnectionSdk(this IServiceCollection services, IConfigurationSection section)
    {
        var settings = Settings(services);
        var root = new SettingsSection(section);
        var reconnect = root.Below("Reconnect");
        settings.AddRoot(root);
        settings.Add<ReconnectFlowOptions>(reconnect, Options.Options.DefaultName);

        services.TryAddSingleton<SettingsCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ReconnectFlowOptions>, SettingsGate<ReconnectFlowOptions>>());
        var builder = services.AddConnectionSdkCore(options => ReconnectConfiguration.Apply(reconnect, options));
        services.Replace(ServiceDescriptor.Singleton(static provider =>
        {
            provider.GetRequiredService<SettingsCheck>().Ensure();
            return new ConnectionProviders(provider.GetServices<ConnectionProvider>());
        }));
        ConfiguredProviders.Add(builder, section, root, settings);
        return builder;
    }

    private static ConfiguredSettings Settings(IServiceCollection services)
    {
        if (services.FirstOrDefault(descriptor => descriptor.ServiceType == typeof(ConfiguredSettings))?.ImplementationInstance is ConfiguredSettings known)
        {
            return known;
        }

        var settings = new ConfiguredSettings();
        services.AddSingleton(settings);
        return settings;
    }
}
