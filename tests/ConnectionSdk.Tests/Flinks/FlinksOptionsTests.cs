using ConnectionSdk.Flinks;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Flinks;

public class FlinksOptionsTests
{
    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => FlinksProvider.Create(new FlinksOptions { Language = "de" }));
        foreach (var name in (string[])["Instance is missing", "CustomerId is missing", "SecretKey is missing", "XApiKey is missing", "Language"])
        {
            Assert.Contains(failure.Failures, problem => problem.Contains(name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("evil.example/x")]
    [InlineData("Toolbox")]
    [InlineData("-toolbox")]
    [InlineData("a@b")]
    public void An_instance_that_could_lead_elsewhere_is_refused(string instance) => Refuses(options => options.Instance = instance, "Instance");

    [Theory]
    [InlineData("../..")]
    [InlineData("1042")]
    public void A_customer_id_that_is_no_guid_is_refused(string id) => Refuses(options => options.CustomerId = id, "CustomerId");

    [Fact]
    public void Keys_that_cannot_stand_in_a_header_are_refused_and_not_repeated()
    {
        var failure = Refuses(options => options.SecretKey = "two words", "SecretKey");
        Assert.DoesNotContain("two words", failure.ToString(), StringComparison.Ordinal);
        Refuses(options => options.XApiKey = "", "XApiKey");
    }

    [Fact]
    public void Addresses_and_times_are_checked()
    {
        Refuses(options => options.ApiBaseAddress = new Uri("http://127.0.0.1:5000/"), "ApiBaseAddress");
        Refuses(options => options.ConnectBaseAddress = new Uri("http://connect.example/v2/"), "ConnectBaseAddress");
        Refuses(options => options.RedirectUri = new Uri("https://app.example/back?x=1"), "RedirectUri");
        Refuses(options => options.DataTimeout = TimeSpan.FromMinutes(31), "DataTimeout");
        Refuses(options => options.MinimumRefreshInterval = TimeSpan.FromSeconds(-1), "MinimumRefreshInterval");
    }

    [Fact]
    public void Every_option_can_be_set_from_configuration()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Instance"] = "acme-ca",
            ["CustomerId"] = "6a1d4c0e-52f7-4b0b-9d3a-8e7c6b5a4f31",
            ["SecretKey"] = "s3cret",
            ["XApiKey"] = "k3y",
            ["RequireAuthorizeToken"] = "false",
            ["Language"] = "fr",
            ["AnswerMfaByFields"] = "true",
            ["RedirectUri"] = "https://app.example/back",
            ["WidgetParameters:theme"] = "light",
            ["DataTimeout"] = "00:05:00",
            ["MinimumRefreshInterval"] = "02:00:00",
            ["ApiBaseAddress"] = "https://gateway.example/",
            ["ConnectBaseAddress"] = "https://connect.example/v2/",
            ["WebhookSecrets"] = "",
            ["AllowUnsignedWebhooks"] = "true",
            ["StatusOverrides:0:Code"] = "NEW_CODE",
            ["StatusOverrides:0:State"] = "degraded",
            ["Http:Retries"] = "false",
        };
        var services = new ServiceCollection();
        var section = new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("Flinks:" + pair.Key, pair.Value))).Build().GetSection("Flinks");
        services.AddConnectionSdkCore().AddFlinks("ca", section);
        using var application = services.BuildServiceProvider();
        var options = application.GetRequiredService<IOptionsMonitor<FlinksOptions>>().Get("flinks:ca");
        var untouched = new FlinksOptions();

        foreach (var property in typeof(FlinksOptions).GetProperties())
        {
            Assert.True(values.Keys.Any(key => key.Split(':')[0] == property.Name), $"{property.Name} is missing from this test, and perhaps from FlinksConfiguration.");
            if (property.PropertyType.IsValueType || property.PropertyType == typeof(string) || property.PropertyType == typeof(Uri))
            {
                Assert.NotEqual(property.GetValue(untouched), property.GetValue(options));
            }
        }

        Assert.Equal(("light", "NEW_CODE", false), (options.WidgetParameters["theme"], options.StatusOverrides[0].Code, options.Http.Retries));
        Assert.Equal(("s3cret", "k3y"), (options.SecretKey!.Reveal(), options.XApiKey!.Reveal()));
        Assert.Equal("flinks@ca", application.GetServices<ConnectionProvider>().Single().Id.ToString());
    }

    [Fact]
    public void Two_registrations_share_nothing_and_a_wrong_one_is_named()
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore()
            .AddFlinks("en", options => Fill(options, "en"))
            .AddFlinks("fr", options => Fill(options, "fr"))
            .AddFlinks("broken", options => options.Instance = "toolbox");
        using var application = services.BuildServiceProvider();
        var monitor = application.GetRequiredService<IOptionsMonitor<FlinksOptions>>();

        Assert.Equal(("en", "fr"), (monitor.Get("flinks:en").Language, monitor.Get("flinks:fr").Language));
        Assert.Contains("CustomerId", Assert.Throws<OptionsValidationException>(() => monitor.Get("flinks:broken")).Message, StringComparison.Ordinal);

        static void Fill(FlinksOptions options, string language)
        {
            options.Instance = "toolbox";
            options.CustomerId = "6a1d4c0e-52f7-4b0b-9d3a-8e7c6b5a4f31";
            options.SecretKey = "s";
            options.XApiKey = "k";
            options.Language = language;
        }
    }

    [Fact]
    public void What_it_can_do_is_said_as_it_is()
    {
        using var widget = FlinksProvider.Create(FlinksBed.Settings());
        var capabilities = widget.Capabilities;
        Assert.Equal(
            (false, true, true, true, false, false, false, false),
            (capabilities.ListsConnections, capabilities.Refreshes, capabilities.Removes, capabilities.RemovalDestroysHistory, capabilities.Disconnects,
                capabilities.ReportsConsentExpiry, capabilities.ReportsRevocation, capabilities.RenewsBeforeExpiry));
        Assert.DoesNotContain(RequiredActionKind.ProvideFields, capabilities.ReconnectActions);

        var settings = FlinksBed.Settings();
        settings.AnswerMfaByFields = true;
        using var fields = FlinksProvider.Create(settings);
        Assert.Contains(RequiredActionKind.ProvideFields, fields.Capabilities.ReconnectActions);
    }

    private static OptionsValidationException Refuses(Action<FlinksOptions> change, string name)
    {
        var options = FlinksBed.Settings();
        change(options);
        var failure = Assert.Throws<OptionsValidationException>(() => FlinksProvider.Create(options));
        Assert.Contains(failure.Failures, problem => problem.StartsWith(name, StringComparison.Ordinal));
        return failure;
    }
}
