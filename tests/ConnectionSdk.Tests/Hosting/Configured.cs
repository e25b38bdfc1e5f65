using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Hosting;

/// <summary>Configuration as a host would have it, below <c>ConnectionSdk</c>.</summary>
internal static class Configured
{
    /// <summary>What each provider cannot do without.</summary>
    public static IReadOnlyDictionary<string, string[]> Required { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Aerosync"] = ["ApiKey=aero-key", "ApiSecret=aero-secret"],
        ["Araucaria"] = ["ApiKey=arau_key"],
        ["Flinks"] = ["Instance=toolbox", "CustomerId=43387ca6-0391-4c82-857d-70d95f087ecb", "SecretKey=flinks-secret", "XApiKey=flinks-key"],
        ["Powens"] = ["Domain=acme-sandbox", "ClientId=987", "ClientSecret=powens-secret"],
    };

    public static string[] Provider(string name, string? tenant = null) =>
        [.. Required[name].Select(setting => tenant is null ? $"{name}:{setting}" : $"{name}:Tenants:{tenant}:{setting}")];

    public static IConfigurationSection Section(params IEnumerable<string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .Select(pair => KeyValuePair.Create<string, string?>($"ConnectionSdk:{pair[0]}", pair[1])))
        .Build()
        .GetSection("ConnectionSdk");

    public static ServiceProvider Build(params IEnumerable<string> settings)
    {
        var services = new ServiceCollection();
        services.AddConnectionSdk(Section(settings));
        return services.BuildServiceProvider();
    }

    /// <summary>What start-up refuses with, below the first line.</summary>
    public static string[] Problems(params IEnumerable<string> settings)
    {
        using var host = Build(settings);
        var refused = Assert.Throws<ConnectionSdkException>(() => host.GetRequiredService<IStartupValidator>().Validate());
        return [.. refused.Message.Split('\n').Skip(1).Select(line => line.Trim())];
    }
}
