using ConnectionSdk.AspNetCore;
using ConnectionSdk.AspNetCoreTests.Webhooks;
using ConnectionSdk.Hosting;
using ConnectionSdk.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.AspNetCoreTests.Hosting;

/// <summary>What is missing is said when the host starts, all of it at once, with what to do.</summary>
public sealed class StartUpTests
{
    [Fact]
    public async Task Without_a_word_on_who_the_user_is_nothing_is_mapped()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            services => services.AddConnectionSdkCore(), app => app.MapReconnect("/reconnect")));

        Assert.Contains("IReconnectAccess", refused.Message, StringComparison.Ordinal);
        Assert.Contains("AddConnectionSdkAspNetCore<", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_name_everything_that_is_wrong()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            services =>
            {
                services.AddConnectionSdkCore();
                services.AddConnectionSdkAspNetCore<HeaderAccess>(options =>
                {
                    options.AllowedOrigins.Add("https://app.example/path");
                    options.AllowedOrigins.Add("*");
                    options.CallbackUri = new Uri("http://app.example/callback?x=1");
                });
            },
            app => app.MapReconnect("/reconnect")));

        Assert.Equal(4, refused.Failures.Count());
        Assert.Contains("ReturnUrls", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"*\" is no origin", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CallbackUri", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example/reconnect/callback", true)]
    [InlineData("http://localhost:5000/reconnect/callback", true)]
    [InlineData("http://app.example/reconnect/callback", false)]
    [InlineData("https://app.example/reconnect/callback?a=b", false)]
    [InlineData("https://app.example/reconnect/callback#a", false)]
    [InlineData("https://user@app.example/reconnect/callback", false)]
    [InlineData("https://app.example/reconnect", false)]
    [InlineData("/reconnect/callback", false)]
    public void A_callback_is_a_public_address_of_the_endpoint(string address, bool allowed)
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkAspNetCore<HeaderAccess>(options =>
        {
            options.ReturnUrls.Add("/");
            options.CallbackUri = new Uri(address, UriKind.RelativeOrAbsolute);
        });
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<ReconnectEndpointOptions>>();

        Assert.Equal(allowed, Record.Exception(() => options.Value) is null);
    }

    [Fact]
    public async Task Webhooks_without_a_secret_are_named_all_at_once()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            services =>
            {
                HookHost.Register(services.AddConnectionSdkCore());
                services.PostConfigureAll<Aerosync.AerosyncOptions>(options => options.WebhookSecrets.Clear());
                services.PostConfigureAll<Flinks.FlinksOptions>(options => options.WebhookSecrets.Clear());
            },
            app => app.MapConnectionWebhooks("/webhooks")));

        Assert.Contains("- aerosync: no WebhookSecrets", refused.Message, StringComparison.Ordinal);
        Assert.Contains("- flinks: no WebhookSecrets", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("- powens", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_registrations_may_be_mapped_and_unsigned_deliveries_spelt_out()
    {
        await StartAsync(Without, app => app.MapConnectionWebhooks("/webhooks", "powens", "powens@acme"));
        await StartAsync(
            services =>
            {
                Without(services);
                services.PostConfigureAll<Aerosync.AerosyncOptions>(options => options.AllowUnsignedWebhooks = true);
            },
            app => app.MapConnectionWebhooks("/webhooks"));

        static void Without(IServiceCollection services)
        {
            HookHost.Register(services.AddConnectionSdkCore());
            services.PostConfigureAll<Aerosync.AerosyncOptions>(options => options.WebhookSecrets.Clear());
        }
    }

    [Theory]
    [InlineData("plaid")]
    [InlineData("powens@other")]
    public async Task A_registration_that_does_not_exist_cannot_be_mapped(string name)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            services => HookHost.Register(services.AddConnectionSdkCore()), app => app.MapConnectionWebhooks("/webhooks", name)));

        Assert.Contains($"{name}: not registered. Registered: aerosync, araucaria, flinks, powens, powens@acme.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhooks_of_no_provider_at_all_are_a_mistake()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(static services => services.AddConnectionSdkCore(), app => app.MapConnectionWebhooks("/webhooks")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(static _ => { }, app => app.MapConnectionWebhooks("/webhooks")));
    }

    private static async Task StartAsync(Action<IServiceCollection> services, Action<WebApplication> map)
    {
        await using var host = await TestHost.StartAsync(new SimulatedClock(), services, map);
    }
}
