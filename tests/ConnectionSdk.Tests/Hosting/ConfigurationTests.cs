using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Hosting;

public sealed class ConfigurationTests
{
    public static TheoryData<Type> OptionTypes => [typeof(AerosyncOptions), typeof(AraucariaOptions), typeof(FlinksOptions), typeof(PowensOptions)];

    [Fact]
    public void Every_provider_whose_section_is_present_is_registered_with_its_tenants()
    {
        using var host = Configured.Build(
        [
            .. Configured.Required.Keys.SelectMany(name => Configured.Provider(name)),
            .. Configured.Provider("Powens", "acme"),
            .. Configured.Provider("Flinks", "fr"),
            "Flinks:Tenants:fr:Language=fr",
        ]);

        host.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(
            "aerosync araucaria flinks flinks@fr powens powens@acme",
            string.Join(' ', host.GetRequiredService<ConnectionProviders>().All.Select(provider => provider.Id.ToString()).Order(StringComparer.Ordinal)));
        Assert.NotNull(host.GetRequiredService<IConnectionClient>());
        Assert.Equal("fr", host.GetRequiredService<IOptionsMonitor<FlinksOptions>>().Get("flinks:fr").Language);
    }

    [Fact]
    public void Tenants_alone_leave_no_unnamed_registration()
    {
        using var host = Configured.Build([.. Configured.Provider("Powens", "acme"), .. Configured.Provider("Powens", "other")]);

        Assert.Equal(
            "powens@acme powens@other",
            string.Join(' ', host.GetRequiredService<ConnectionProviders>().All.Select(provider => provider.Id.ToString()).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_limits_of_repairs_come_from_their_section()
    {
        using var host = Configured.Build([.. Configured.Provider("Powens"), "Reconnect:MaxRejectedReplies=1", "Reconnect:ReplyLease=00:06:00"]);

        var limits = host.GetRequiredService<IOptions<ReconnectFlowOptions>>().Value;

        Assert.Equal((1, TimeSpan.FromMinutes(6), 12), (limits.MaxRejectedReplies, limits.ReplyLease, limits.MaxReplies));
    }

    [Fact]
    public void One_message_names_everything_that_is_wrong_over_all_providers_and_tenants()
    {
        var problems = Configured.Problems(
            "Aerosync:ApiKey=key",
            "Flinks:Instance=toolbox",
            "Flinks:CustomerId=no guid",
            "Flinks:SecretKey=secret",
            "Flinks:DataTimeout=soon",
            "Powens:Tenants:acme:Domian=acme",
            "Powens:Tenants:acme:ClientId=12a",
            "Powens:Tenants:other:HasAgentStatus=perhaps",
            "Powens:Tenants:other:StatusOverrides:0:Staet=Degraded",
            "Reconnect:MaxRejectedReplies=9",
            "Reconnect:MaxReplies=many",
            "Powenz:Domain=acme");

        Snapshot.Match(string.Join('\n', problems));
    }

    [Fact]
    public async Task A_host_does_not_start_and_says_why_once()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddOptions<ReconnectFlowOptions>().ValidateOnStart();
        builder.Services.AddConnectionSdk(Configured.Section("Powens:ClientId=x", "Aerosync:ApiKey=y"));
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<ConnectionSdkException>(() => host.StartAsync());

        Assert.Contains("ConnectionSdk:Powens:Domain is missing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionSdk:Powens:ClientId must be digits only", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionSdk:Aerosync:ApiSecret is missing", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("ConnectionSdk cannot start: 3 settings are wrong or missing.\n", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_with_good_settings_starts()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddConnectionSdk(Configured.Section(Configured.Required.Keys.SelectMany(name => Configured.Provider(name))));
        using var host = builder.Build();

        await host.StartAsync();

        Assert.Equal(4, host.Services.GetRequiredService<ConnectionProviders>().All.Count);
    }

    [Fact]
    public void Without_a_host_whatever_is_used_first_says_the_same()
    {
        string[] settings = ["Powens:ClientId=1", "Flinks:Instance=toolbox"];
        var messages = new[] { typeof(IConnectionClient), typeof(IReconnectFlow), typeof(ConnectionProviders), typeof(IEnumerable<ConnectionProvider>) }
            .Select(service =>
            {
                using var host = Configured.Build(settings);
                Assert.Throws<ConnectionSdkException>(() => host.GetRequiredService(service));
                return Assert.Throws<ConnectionSdkException>(() => host.GetRequiredService(service)).Message;
            })
            .ToList();
        using var started = Configured.Build(settings);
        messages.Add(Assert.Throws<ConnectionSdkException>(() => started.GetRequiredService<IStartupValidator>().Validate()).Message);
        messages.Add(Assert.Throws<ConnectionSdkException>(() => started.GetRequiredService<IOptionsMonitor<PowensOptions>>().Get("powens:")).Message);

        Assert.Single(messages.Distinct(StringComparer.Ordinal));
        Assert.Contains("ConnectionSdk:Flinks:SecretKey", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void No_provider_at_all_is_an_error_unless_the_host_adds_its_own()
    {
        Assert.Equal(
            ["ConnectionSdk registers no provider. Add at least one section below it: Aerosync, Araucaria, Flinks, Powens."],
            Configured.Problems("Reconnect:MaxReplies=5"));
        using var empty = Configured.Build();
        Assert.Throws<ConnectionSdkException>(empty.GetRequiredService<IConnectionClient>);

        var services = new ServiceCollection();
        services.AddConnectionSdk(Configured.Section()).AddPowens(options => (options.Domain, options.ClientId) = ("acme", "1"));
        using var host = services.BuildServiceProvider();
        Assert.Equal("powens", Assert.Single(host.GetRequiredService<ConnectionProviders>().All).Id.ToString());
    }

    [Theory]
    [InlineData("Powenz:Domain=x", "ConnectionSdk:Powenz is not a known setting. Nearest: Powens. Known: Aerosync, Araucaria, Flinks, Powens, Reconnect.")]
    [InlineData("Powens:Domian=x", "ConnectionSdk:Powens:Domian is not a known setting. Nearest: Domain.")]
    [InlineData("Powens:Tenant:acme:Domain=x", "ConnectionSdk:Powens:Tenant is not a known setting. Nearest: Tenants.")]
    [InlineData("Powens:Http:Retry=true", "ConnectionSdk:Powens:Http:Retry is not a known setting. Nearest: Retries.")]
    [InlineData("Powens:StatusOverrides:0:Sate=Active", "ConnectionSdk:Powens:StatusOverrides:0:Sate is not a known setting. Nearest: State. Known: Action, Actor, Code, Reason, Retry, State.")]
    [InlineData("Reconnect:MaxReply=3", "ConnectionSdk:Reconnect:MaxReply is not a known setting. Nearest: MaxReplies. Known: ExpirySafety, MaxFailedLooks, MaxRejectedReplies, MaxReplies, RejectionWindow, ReplyLease.")]
    [InlineData("Powens:Language:Default=en", "ConnectionSdk:Powens:Language is a section; expected a value.")]
    [InlineData("Powens:Http=fast", "ConnectionSdk:Powens:Http is a value; expected a section with settings below it.")]
    [InlineData("Flinks=on", "ConnectionSdk:Flinks is a value; expected a section with settings below it.")]
    [InlineData("Powens:StatusOverrides:0:State=99", "ConnectionSdk:Powens:StatusOverrides:0:State cannot be read: expected one of Unknown, ")]
    [InlineData("Powens:StatusOverrides:0:State=Active", "ConnectionSdk:Powens:StatusOverrides:0:Code is missing")]
    [InlineData("Powens:Tenants: :Domain=acme", "ConnectionSdk:Powens:Tenants:  is not the name of a tenant")]
    public void A_setting_that_does_not_exist_is_named_with_the_nearest_one(string setting, string expected) =>
        Assert.Contains(
            Configured.Problems([.. Configured.Provider("Powens"), setting]), line => line.StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("Http:RetryBudget=-1", "Http:RetryBudget must be from 0 to 10000.")]
    [InlineData("Http:MaxRetryAfter=01:00:00", "Http:MaxRetryAfter must be from 00:00:00 to 00:10:00.")]
    [InlineData("Http:BreakerPause=00:00:00", "Http:BreakerPause must be from 00:00:01 to 00:10:00.")]
    [InlineData("Http:TimeoutFactor=0", "Http:TimeoutFactor must be from 0.1 to 100.")]
    [InlineData("Http:TimeoutFactor=NaN", "Http:TimeoutFactor must be from 0.1 to 100.")]
    public void How_calls_behave_stays_within_reason_for_every_provider(string setting, string expected) =>
        Assert.All(Configured.Required.Keys, provider =>
            Assert.Equal([$"ConnectionSdk:{provider}:{expected}"], Configured.Problems([.. Configured.Provider(provider), $"{provider}:{setting}"])));

    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void Every_option_is_a_known_setting_and_no_refusal_repeats_its_value(Type options)
    {
        var provider = options.Name[..^"Options".Length];
        var scanner = new CanaryScanner().Add("canary", "c4naryValue");
        foreach (var value in new[] { "c4naryValue é", "http://user:c4naryValue@127.0.0.1/?q=c4naryValue#c4naryValue", "-9.c4naryValue" })
        {
            var settings = options.GetProperties()
                .Where(property => property.Name != nameof(AraucariaOptions.RefreshIntentBodyFactory))
                .Select(property => property.Name switch
                {
                    "Http" => $"{provider}:Http:RetryBudget={value}",
                    "StatusOverrides" => $"{provider}:StatusOverrides:0:Action={value}",
                    "WidgetParameters" or "StatusAliases" => $"{provider}:{property.Name}:x={value}",
                    _ => $"{provider}:{property.Name}={value}",
                });

            var message = string.Join('\n', Configured.Problems(settings));

            Assert.Empty(scanner.Find("message", message));
            Assert.DoesNotContain("not a known setting", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_host_sets_in_code_counts_as_set()
    {
        var services = new ServiceCollection();
        services.PostConfigure<PowensOptions>("powens:acme", options => options.ClientId = "7");
        services.AddConnectionSdk(Configured.Section("Powens:Tenants:acme:Domain=acme"));
        using var host = services.BuildServiceProvider();

        host.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal("7", host.GetRequiredService<IOptionsMonitor<PowensOptions>>().Get("powens:acme").ClientId);
    }
}
