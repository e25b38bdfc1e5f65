using System.Globalization;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Powens;

public class PowensOptionsTests
{
    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => PowensProvider.Create(new PowensOptions { Language = "xx" }));
        Assert.Contains(failure.Failures, problem => problem.Contains("Domain is missing", StringComparison.Ordinal));
        Assert.Contains(failure.Failures, problem => problem.Contains("ClientId is missing", StringComparison.Ordinal));
        Assert.Contains(failure.Failures, problem => problem.Contains("Language", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("evil.example/x")]
    [InlineData("acme.biapi.pro")]
    [InlineData("Acme")]
    [InlineData("-acme")]
    [InlineData("a@b")]
    public void A_domain_that_could_lead_elsewhere_is_refused(string domain) => Refuses(options => options.Domain = domain, "Domain");

    [Theory]
    [InlineData("https://app.example/callback?tab=1")]
    [InlineData("https://app.example/callback#x")]
    public void A_redirect_address_with_a_query_is_refused(string address) => Refuses(options => options.RedirectUri = new Uri(address), "RedirectUri");

    [Fact]
    public void An_address_on_this_machine_is_refused_outside_tests()
    {
        Refuses(options => options.ApiBaseAddress = new Uri("http://127.0.0.1:5000/2.0/"), "ApiBaseAddress");
        Refuses(options => options.WebviewBaseAddress = new Uri("http://127.0.0.1:5000/"), "WebviewBaseAddress");
    }

    [Fact]
    public void Every_option_can_be_set_from_configuration()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Domain"] = "acme-sandbox",
            ["ClientId"] = "987",
            ["ClientSecret"] = "s3cret",
            ["RedirectUri"] = "https://app.example/back",
            ["Language"] = "de",
            ["ReconnectMode"] = "webview",
            ["HasAgentStatus"] = "true",
            ["EncryptFields"] = "false",
            ["RevokePreviousTokens"] = "true",
            ["ConsentWarning"] = "7.00:00:00",
            ["ApprovalTimeout"] = "00:05:00",
            ["MinimumRefreshInterval"] = "02:00:00",
            ["ApiBaseAddress"] = "https://gateway.example/2.0/",
            ["WebviewBaseAddress"] = "https://webview.example/",
            ["WebhookSecrets:0"] = "a-secret-of-webhooks",
            ["WebhookTolerance"] = "00:10:00",
            ["WebhookPaths:/hooks/synced"] = "CONNECTION_SYNCED",
            ["AllowUnsignedWebhooks"] = "false",
            ["AllowBearerWebhooks"] = "false",
            ["StatusOverrides:0:Code"] = "newState",
            ["StatusOverrides:0:State"] = "degraded",
            ["Http:Retries"] = "false",
        };
        var options = Bind(values);
        var untouched = new PowensOptions();
        foreach (var property in typeof(PowensOptions).GetProperties())
        {
            Assert.True(
                values.Keys.Any(key => key.Split(':')[0] == property.Name),
                $"{property.Name} is missing from this test, and perhaps from PowensConfiguration.");
            if (property.Name is not ("StatusOverrides" or "Http" or "AllowUnsignedWebhooks" or "AllowBearerWebhooks"))
            {
                Assert.NotEqual(property.GetValue(untouched), property.GetValue(options));
            }
        }

        Assert.Equal(ConnectionState.Degraded, Assert.Single(options.StatusOverrides).State);
        Assert.False(options.Http.Retries);
    }

    [Fact]
    public void A_setting_that_cannot_be_read_is_named_without_its_value()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Bind(new Dictionary<string, string?>(StringComparer.Ordinal) { ["HasAgentStatus"] = "perhaps" }));
        Assert.Contains("Powens:HasAgentStatus", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("perhaps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_registrations_stand_side_by_side_and_the_second_of_a_name_is_refused()
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore()
            .AddPowens(Fill("first"))
            .AddPowens("acme", Fill("second"), http => http.ConfigureAdditionalHttpMessageHandlers((_, _) => { }));
        using var provider = services.BuildServiceProvider();
        var registered = provider.GetRequiredService<ConnectionProviders>();
        Assert.Equal("powens powens@acme", string.Join(' ', registered.All.Select(entry => entry.Id.ToString()).Order(StringComparer.Ordinal)));

        services.AddConnectionSdkCore().AddPowens(Fill("third"));
        using var twice = services.BuildServiceProvider();
        Assert.Throws<ArgumentException>(twice.GetRequiredService<ConnectionProviders>);
    }

    private static Action<PowensOptions> Fill(string domain) => options =>
    {
        options.Domain = domain;
        options.ClientId = "1";
    };

    private static void Refuses(Action<PowensOptions> change, string named)
    {
        var options = PowensBed.Settings();
        change(options);
        var failure = Assert.Throws<OptionsValidationException>(() => PowensProvider.Create(options));
        Assert.Contains(named, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    private static PowensOptions Bind(Dictionary<string, string?> values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(pair => "Powens:" + pair.Key, pair => pair.Value, StringComparer.Ordinal))
            .Build();
        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddPowens("acme", configuration.GetSection("Powens"));
        using var provider = services.BuildServiceProvider();
        return provider.GetServices<IConfigureOptions<PowensOptions>>()
            .OfType<IConfigureNamedOptions<PowensOptions>>()
            .Aggregate(new PowensOptions(), (options, configure) =>
            {
                configure.Configure(string.Create(CultureInfo.InvariantCulture, $"powens:acme"), options);
                return options;
            });
    }
}
