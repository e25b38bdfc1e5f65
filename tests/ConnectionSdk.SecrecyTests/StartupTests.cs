using ConnectionSdk.SecrecyTests.Capturing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.SecrecyTests;

/// <summary>Settings that are wrong are named when the host starts; their values, secrets in the wrong place above all, are not.</summary>
public sealed class StartupTests
{
    [Theory]
    [InlineData("Powens:Domain")]
    [InlineData("Powens:ClientId")]
    [InlineData("Powens:RedirectUri")]
    [InlineData("Powens:Language")]
    [InlineData("Powens:ReconnectMode")]
    [InlineData("Powens:HasAgentStatus")]
    [InlineData("Powens:ApprovalTimeout")]
    [InlineData("Powens:Cleint")]
    [InlineData("Powens:StatusOverrides:0:State")]
    [InlineData("Aerosync:Environment")]
    [InlineData("Aerosync:ApiBaseAddress")]
    [InlineData("Aerosync:JobPollInterval")]
    [InlineData("Araucaria:BaseAddress")]
    [InlineData("Araucaria:DisconnectRoute")]
    [InlineData("Araucaria:PollFactor")]
    [InlineData("Flinks:Instance")]
    [InlineData("Flinks:CustomerId")]
    [InlineData("Flinks:Http:RetryBudget")]
    [InlineData("Reconnect:MaxReplies")]
    public void A_value_in_the_wrong_place_is_not_repeated(string setting)
    {
        const string misplaced = "misplaced secret/48120765!";
        var canary = new Canary("misplaced secret", misplaced, SecretKind.Credential);
        var failure = Start(new(StringComparer.OrdinalIgnoreCase) { [$"ConnectionSdk:{setting}"] = misplaced });

        Assert.NotNull(failure);
        Assert.Contains(setting.Split(':')[^1], failure.ToString(), StringComparison.OrdinalIgnoreCase);
        using var capture = new Capture();
        capture.Keep(failure);
        Assert.Empty(new Search([canary]).In(capture.All).Select(hit => hit.Finding));
    }

    [Fact]
    public void A_webhook_secret_that_is_too_short_is_refused_without_being_shown()
    {
        const string secret = "short-canary-1";
        var failure = Start(new(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionSdk:Aerosync:ApiKey"] = "key",
            ["ConnectionSdk:Aerosync:ApiSecret"] = "secret",
            ["ConnectionSdk:Aerosync:WebhookSecrets:0"] = secret,
        });

        Assert.NotNull(failure);
        Assert.Contains("WebhookSecrets", failure.ToString(), StringComparison.Ordinal);
        using var capture = new Capture();
        capture.Keep(failure);
        Assert.Empty(new Search([new Canary("webhook secret", secret, SecretKind.Credential)]).In(capture.All).Select(hit => hit.Finding));
    }

    private static Exception? Start(Dictionary<string, string?> settings) => Record.Exception(() =>
    {
        var services = new ServiceCollection();
        services.AddConnectionSdk(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("ConnectionSdk"));
        using var provider = services.BuildServiceProvider();
        provider.GetService<IStartupValidator>()?.Validate();
        provider.GetRequiredService<IConnectionClient>();
    });
}
