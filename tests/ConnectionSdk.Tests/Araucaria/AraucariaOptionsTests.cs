using ConnectionSdk.Araucaria;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Araucaria;

public class AraucariaOptionsTests
{
    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => AraucariaProvider.Create(new AraucariaOptions
        {
            BaseAddress = null!,
            ApiVersionSegment = "",
            WidgetScriptUrl = null!,
        }));
        foreach (var name in new[] { "ApiKey is missing", "BaseAddress is missing", "ApiVersionSegment is missing", "WidgetScriptUrl is missing" })
        {
            Assert.Contains(failure.Failures, problem => problem.Contains(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_cannot_work_is_refused()
    {
        Refuses(options => options.ApiKey = "", "ApiKey");
        Refuses(options => options.ApiKey = "arau_with a space", "ApiKey");
        Refuses(options => options.BaseAddress = new Uri("http://api.araucaria.money"), "BaseAddress");
        Refuses(options => options.BaseAddress = new Uri("https://127.0.0.1:5000"), "BaseAddress");
        Refuses(options => options.WidgetScriptUrl = new Uri("http://api.araucaria.money/widget.js"), "WidgetScriptUrl");
        Refuses(options => options.ApiVersionSegment = "v1/../v2", "ApiVersionSegment");
        Refuses(options => options.AuthorizationHeaderName = "X Key", "AuthorizationHeaderName");
        Refuses(options => options.AuthorizationScheme = "Bearer\r\n", "AuthorizationScheme");
        Refuses(options => options.PollInterval = TimeSpan.Zero, "PollInterval");
        Refuses(options => options.MaxPollInterval = TimeSpan.FromSeconds(1), "PollInterval");
        Refuses(options => options.PollFactor = 0.5, "PollFactor");
        Refuses(options => options.WidgetTokenLifetime = TimeSpan.Zero, "WidgetTokenLifetime");
        Refuses(options => options.RefreshTimeout = TimeSpan.FromSeconds(-1), "RefreshTimeout");
        Refuses(options => options.StatusAliases["NEW"] = "NOBODY_KNOWS", "StatusAliases");
    }

    [Theory]
    [InlineData("")]
    [InlineData("POST")]
    [InlineData("v1/connections/disconnect")]
    [InlineData("GET v1/connections/{id}/disconnect")]
    [InlineData("v1/connections/x{id}/disconnect")]
    [InlineData("v1/{id}/connections/{id}")]
    [InlineData("v1/../{id}")]
    [InlineData("v1//{id}")]
    [InlineData("v1/connections/{id}?now=true")]
    [InlineData("https://evil.example/{id}")]
    [InlineData("POST v1/connections/{id} now")]
    public void A_route_that_could_lead_elsewhere_is_refused(string route)
    {
        Refuses(options => options.DisconnectRoute = route, "DisconnectRoute");
        Refuses(options => options.DeleteRoute = route, "DeleteRoute");
    }

    [Fact]
    public void Every_option_can_be_set_from_configuration()
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ApiKey"] = "arau_s3cret",
            ["BaseAddress"] = "https://gateway.example/araucaria",
            ["ApiVersionSegment"] = "v2",
            ["AuthorizationHeaderName"] = "X-Api-Key",
            ["AuthorizationScheme"] = "Key",
            ["DisconnectRoute"] = "POST v2/connections/{id}/off",
            ["DeleteRoute"] = "DELETE v2/links/{id}",
            ["WidgetTokenLifetime"] = "00:10:00",
            ["WidgetScriptUrl"] = "https://cdn.example/widget.js",
            ["StatusAliases:PAUSED"] = "ERROR",
            ["PollInterval"] = "00:00:03",
            ["PollFactor"] = "2",
            ["MaxPollInterval"] = "00:00:30",
            ["VerificationTimeout"] = "00:05:00",
            ["MaxRefreshPollInterval"] = "00:01:00",
            ["RefreshTimeout"] = "00:02:00",
            ["ErrorPatience"] = "02:00:00",
            ["WebhookSecrets:0"] = "a-secret-of-webhooks",
            ["WebhookTolerance"] = "00:10:00",
            ["WebhookSignatureHeader"] = "X-Araucaria-Signature",
            ["AllowUnsignedWebhooks"] = "false",
            ["StatusOverrides:0:Code"] = "NEW_STATUS",
            ["StatusOverrides:0:State"] = "degraded",
            ["Http:Retries"] = "false",
        };
        var options = Bind(values);
        var untouched = new AraucariaOptions();
        foreach (var property in typeof(AraucariaOptions).GetProperties().Where(property => property.Name != nameof(AraucariaOptions.RefreshIntentBodyFactory)))
        {
            Assert.True(
                values.Keys.Any(key => key.Split(':')[0] == property.Name),
                $"{property.Name} is missing from this test, and perhaps from AraucariaConfiguration.");
            if (property.Name is not ("StatusOverrides" or "StatusAliases" or "Http" or "AllowUnsignedWebhooks"))
            {
                Assert.NotEqual(property.GetValue(untouched), property.GetValue(options));
            }
        }

        Assert.Equal("ACTIVE=CONNECTED PAUSED=ERROR", string.Join(' ', options.StatusAliases.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)));
        Assert.Equal(ConnectionState.Degraded, Assert.Single(options.StatusOverrides).State);
        Assert.False(options.Http.Retries);
        using var provider = AraucariaProvider.Create(options);
        Assert.True(provider.Capabilities.Disconnects);
    }

    [Fact]
    public void A_setting_that_cannot_be_read_is_named_without_its_value()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Bind(new Dictionary<string, string?>(StringComparer.Ordinal) { ["RefreshTimeout"] = "perhaps" }));
        Assert.Contains("Araucaria:RefreshTimeout", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("perhaps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_may_come_from_the_host_and_is_asked_for_at_start_up_otherwise()
    {
        using var without = Application(new ServiceCollection());
        var missing = Assert.Throws<OptionsValidationException>(() => without.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("ApiKey is missing", missing.Message, StringComparison.Ordinal);

        using var with = Application(new ServiceCollection().AddSingleton<IAraucariaApiKeys>(new Keys()));
        with.GetRequiredService<IStartupValidator>().Validate();
        Assert.Single(with.GetRequiredService<ConnectionProviders>().All);

        static ServiceProvider Application(IServiceCollection services)
        {
            services.AddConnectionSdkCore().AddAraucaria(static _ => { });
            return services.BuildServiceProvider();
        }
    }

    [Fact]
    public async Task A_key_of_the_host_goes_before_the_one_of_the_options()
    {
        using var bed = new AraucariaBed(keys: new Keys());
        bed.Stub.Routes.On(HttpMethod.Get, AraucariaBed.Address).WithHeader("Authorization", "Bearer arau_host").ReturnsJson(AraucariaBed.Body("CONNECTED"));
        await bed.Provider.GetAsync(AraucariaBed.Connection, CancellationToken.None);
        bed.Stub.Verify();
    }

    [Theory]
    [InlineData("")]
    [InlineData("arau\nx: y")]
    public async Task A_key_of_the_host_that_fits_no_header_is_a_configuration_error(string key)
    {
        using var bed = new AraucariaBed(keys: new Keys(key));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => bed.Provider.GetAsync(AraucariaBed.Connection, CancellationToken.None));
        Assert.Equal((ProviderErrorKind.Configuration, false), (failure.Kind, failure.MayHaveBeenSent));
        Assert.Empty(bed.Stub.Requests);
    }

    [Fact]
    public void Two_registrations_stand_side_by_side_and_the_second_of_a_name_is_refused()
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore()
            .AddAraucaria(static options => options.ApiKey = "arau_1")
            .AddAraucaria("acme", static options => options.ApiKey = "arau_2", http => http.ConfigureAdditionalHttpMessageHandlers((_, _) => { }));
        using var provider = services.BuildServiceProvider();
        var registered = provider.GetRequiredService<ConnectionProviders>();
        Assert.Equal("araucaria araucaria@acme", string.Join(' ', registered.All.Select(entry => entry.Id.ToString()).Order(StringComparer.Ordinal)));

        services.AddConnectionSdkCore().AddAraucaria(static options => options.ApiKey = "arau_3");
        using var twice = services.BuildServiceProvider();
        Assert.Throws<ArgumentException>(twice.GetRequiredService<ConnectionProviders>);
    }

    private static void Refuses(Action<AraucariaOptions> change, string named)
    {
        var options = AraucariaBed.Settings();
        change(options);
        var failure = Assert.Throws<OptionsValidationException>(() => AraucariaProvider.Create(options));
        Assert.Contains(named, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    private static AraucariaOptions Bind(Dictionary<string, string?> values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(pair => "Araucaria:" + pair.Key, pair => pair.Value, StringComparer.Ordinal))
            .Build();
        var services = new ServiceCollection();
        services.AddConnectionSdkCore().AddAraucaria("acme", configuration.GetSection("Araucaria"));
        using var provider = services.BuildServiceProvider();
        return provider.GetServices<IConfigureOptions<AraucariaOptions>>()
            .OfType<IConfigureNamedOptions<AraucariaOptions>>()
            .Aggregate(new AraucariaOptions(), (options, configure) =>
            {
                configure.Configure("araucaria:acme", options);
                return options;
            });
    }

    private sealed class Keys(string key = "arau_host") : IAraucariaApiKeys
    {
        public ValueTask<SensitiveString?> FindAsync(ProviderId registration, CancellationToken cancellationToken) => new(new SensitiveString(key));
    }
}
