using ConnectionSdk.Aerosync;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Aerosync;

public class AerosyncOptionsTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "ApiKey", "" },
        { "ApiKey", "with space" },
        { "ApiSecret", "" },
        { "WidgetTokenPath", "/v2/token?x" },
        { "WidgetTokenPath", "../token" },
        { "WidgetTokenPath", "" },
        { "UserProperty", "a\"b" },
        { "Theme", "pink" },
        { "ApiBaseAddress", "http://api.example.com" },
        { "ApiBaseAddress", "https://10.0.0.1" },
        { "WidgetAddress", "https://sync.aero.inc/?token=x" },
        { "WidgetScript", "http://cdn.example.com/a.js" },
        { "RedirectUri", "https://app.example/#here" },
        { "ConfirmationTimeout", "00:00:00" },
        { "ConsentWarning", "-1.00:00:00" },
        { "JobPollInterval", "00:01:00" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_when_the_host_starts(string key, string value)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Resolve(Section((key, value))));
        Assert.Contains(error.Failures, failure => failure.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain("demo-secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_missing_is_named_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => AerosyncProvider.Create(new AerosyncOptions()));
        Assert.Contains(error.Failures, failure => failure.Contains("ApiKey is missing", StringComparison.Ordinal));
        Assert.Contains(error.Failures, failure => failure.Contains("ApiSecret is missing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AerosyncEnvironment.Production, AerosyncHosts.AerosyncCom, "https://api.aerosync.com/", "https://sync.aero.inc/")]
    [InlineData(AerosyncEnvironment.Sandbox, AerosyncHosts.AerosyncCom, "https://api.sandbox.aerosync.com/", "https://sandbox.aerosync.com/")]
    [InlineData(AerosyncEnvironment.Staging, AerosyncHosts.AerosyncCom, "https://api.staging.aerosync.com/", "https://staging-sync.aero.inc/")]
    [InlineData(AerosyncEnvironment.Production, AerosyncHosts.AeroInc, "https://api.sync.aero.inc/", "https://sync.aero.inc/")]
    [InlineData(AerosyncEnvironment.Sandbox, AerosyncHosts.AeroInc, "https://api.sandbox-sync.aero.inc/", "https://sandbox-sync.aero.inc/")]
    public async Task Addresses_come_in_families(AerosyncEnvironment environment, AerosyncHosts hosts, string api, string widget)
    {
        using var host = new HostRecorder();
        using var provider = AerosyncProvider.Create(new AerosyncOptions { ApiKey = "k", ApiSecret = "s", Environment = environment, Hosts = hosts }, primaryHandler: host);
        var session = await provider.BeginConnectAsync(new ConnectRequest { User = UserRef.Parse("aerosync:u1") }, CallbackState.Create(), CancellationToken.None);
        Assert.Equal((api, widget), (host.Seen, ((RequiredAction.OpenWidget)session.Action).Launch!.Source.AbsoluteUri));
    }

    [Fact]
    public void A_family_without_the_environment_asks_for_an_address()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Resolve(Section(("Environment", "Staging"), ("Hosts", "AeroInc"))));
        Assert.Contains("ApiBaseAddress is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_is_read_from_configuration()
    {
        var options = Settings(
            Section(
                ("Environment", "Sandbox"), ("Hosts", "AeroInc"), ("WidgetTokenPath", "token"), ("UserProperty", "aeroPassUserUUID"), ("ConfigurationId", "b"),
                ("RedirectUri", "myapp://back"), ("Theme", "dark"), ("ListsConnections", "false"), ("ReadsBalances", "true"), ("ConsentWarning", "7.00:00:00"),
                ("JobPollInterval", "00:00:02"), ("LongestJobPollInterval", "00:00:09"), ("JobTimeout", "00:02:00"), ("ConfirmationTimeout", "00:05:00"),
                ("WidgetParameters:manualLinkOnly", "true"), ("StatusOverrides:0:Code", "PAUSED"), ("StatusOverrides:0:State", "Degraded"), ("Http:Retries", "false")));
        Assert.Equal(("demo-key", "demo-secret"), (options.ApiKey!.Reveal(), options.ApiSecret!.Reveal()));
        Assert.Equal((AerosyncEnvironment.Sandbox, AerosyncHosts.AeroInc, "token", "aeroPassUserUUID"), (options.Environment, options.Hosts, options.WidgetTokenPath, options.UserProperty));
        Assert.Equal(("b", "myapp://back", "dark", false, true), (options.ConfigurationId, options.RedirectUri!.OriginalString, options.Theme, options.ListsConnections, options.ReadsBalances));
        Assert.Equal((7, 2, 9, 2, 5), (options.ConsentWarning.Days, options.JobPollInterval.Seconds, options.LongestJobPollInterval.Seconds, options.JobTimeout.Minutes, options.ConfirmationTimeout.Minutes));
        Assert.Equal("true", options.WidgetParameters["manualLinkOnly"]);
        Assert.Equal(("PAUSED", ConnectionState.Degraded, false), (options.StatusOverrides[0].Code, options.StatusOverrides[0].State, options.Http.Retries));
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_named_and_not_repeated()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Resolve(Section(("JobTimeout", "quickly"))));
        Assert.Contains("Aerosync:JobTimeout", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("quickly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tenants_stand_beside_each_other()
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddAerosync(Section()).AddAerosync("acme", Section()).AddAerosync("other", options => (options.ApiKey, options.ApiSecret) = ("k", "s"));
        using var provider = services.BuildServiceProvider();
        Assert.Equal(["aerosync", "aerosync@acme", "aerosync@other"], provider.GetServices<ConnectionProvider>().Select(registered => registered.Id.ToString()), StringComparer.Ordinal);
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Aerosync:ApiKey"] = "demo-key", ["Aerosync:ApiSecret"] = "demo-secret" };
        foreach (var (key, value) in settings)
        {
            values[$"Aerosync:{key}"] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("Aerosync");
    }

    private static AerosyncOptions Settings(IConfigurationSection section)
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddAerosync(section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<AerosyncOptions>>().Get("aerosync:");
    }

    private static ConnectionProvider Resolve(IConfigurationSection section)
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddAerosync(section);
        using var provider = services.BuildServiceProvider();
        return provider.GetServices<ConnectionProvider>().Single();
    }

    private sealed class HostRecorder : HttpMessageHandler
    {
        public string? Seen { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen = request.RequestUri!.GetLeftPart(UriPartial.Authority) + "/";
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("""{"token":"t"}""") });
        }
    }
}
