using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Tests.Reconnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public void Adding_the_core_twice_changes_nothing()
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore();
        var once = services.Select(Describe).ToList();

        services.AddConnectionSdkCore();

        Assert.Subset(once.ToHashSet(StringComparer.Ordinal), services.Select(Describe).ToHashSet(StringComparer.Ordinal));
        using var host = services.BuildServiceProvider();
        foreach (var type in new[] { typeof(IConnectionClient), typeof(IReconnectFlow), typeof(ConnectionProviders), typeof(IReconnectSessionStore), typeof(TimeProvider) })
        {
            Assert.Single(host.GetServices(type));
        }

        Assert.Single(host.GetServices<IValidateOptions<ReconnectFlowOptions>>(), validator => validator.GetType().Name == "ReconnectFlowOptionsValidator");

        static string Describe(ServiceDescriptor descriptor) => $"{descriptor.ServiceType} {descriptor.ImplementationType} {descriptor.Lifetime}";
    }

    [Fact]
    public async Task A_hosts_own_store_and_clock_win()
    {
        var clock = new SimulatedClock();
        var store = new RecordingStore(clock);
        var provider = new FakeProvider(Repair.Connection.Provider, clock) { OnBegin = null! };
        provider.OnBegin = (context, _) => Task.FromResult(provider.Repaired(context, ReplyFate.None));
        var services = new ServiceCollection().AddSingleton<IReconnectSessionStore>(store).AddSingleton<TimeProvider>(clock).AddSingleton<ConnectionProvider>(provider);
        services.AddConnectionSdkCore();
        await using var host = services.BuildServiceProvider();

        var session = await host.GetRequiredService<IReconnectFlow>().StartAsync(Repair.Connection);

        Assert.Equal(clock.GetUtcNow(), session.StartedAt);
        Assert.NotEmpty(store.Writes);
    }

    public static TheoryData<string, Action<ReconnectFlowOptions>> BadOptions => new()
    {
        { nameof(ReconnectFlowOptions.MaxRejectedReplies), options => options.MaxRejectedReplies = 3 },
        { nameof(ReconnectFlowOptions.MaxRejectedReplies), options => options.MaxRejectedReplies = 0 },
        { nameof(ReconnectFlowOptions.MaxReplies), options => options.MaxReplies = 0 },
        { nameof(ReconnectFlowOptions.MaxFailedLooks), options => options.MaxFailedLooks = -1 },
        { nameof(ReconnectFlowOptions.RejectionWindow), options => options.RejectionWindow = TimeSpan.Zero },
        { nameof(ReconnectFlowOptions.RejectionWindow), options => options.RejectionWindow = TimeSpan.FromDays(2) },
        { nameof(ReconnectFlowOptions.ReplyLease), options => options.ReplyLease = TimeSpan.Zero },
        { nameof(ReconnectFlowOptions.ReplyLease), options => options.ReplyLease = TimeSpan.FromHours(2) },
        { nameof(ReconnectFlowOptions.ExpirySafety), options => options.ExpirySafety = TimeSpan.FromSeconds(-1) },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Limits_that_would_take_the_protection_away_fail_at_start_up(string named, Action<ReconnectFlowOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddConnectionSdkCore(configure);
        using var host = services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => host.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flow_built_without_a_container_keeps_the_same_limits() => Assert.Throws<ArgumentException>(
        () => new ReconnectFlow(new ConnectionProviders([]), options: new ReconnectFlowOptions { MaxRejectedReplies = 50 }));

    [Fact]
    public async Task Two_tenants_share_nothing()
    {
        var clock = new SimulatedClock();
        var (first, second) = (new FakeProvider(new ProviderId("fake", "first"), clock), new FakeProvider(new ProviderId("fake", "second"), clock));
        foreach (var each in new[] { first, second })
        {
            each.OnBegin = (context, _) => Task.FromResult(each.Move(context, new RequiredAction.ProvideFields { Fields = [new ActionField { Name = "otp" }] }));
            each.OnReply = (_, _, _) => throw Repair.Failure(ProviderErrorKind.ChallengeRejected);
            each.OnObserve = context => each.OnBegin(context, default);
        }

        var flow = new ReconnectFlow(new ConnectionProviders([first, second]), timeProvider: clock);
        var mine = await flow.StartAsync(new ConnectionRef(first.Id, "17"));
        await flow.ReplyAsync(mine.Id, Repair.Code());
        await flow.ReplyAsync(mine.Id, Repair.Code());
        var theirs = await flow.StartAsync(new ConnectionRef(second.Id, "17"));

        Assert.NotEqual(mine.Id, theirs.Id);
        Assert.Equal((0, false), (theirs.RejectedReplies, theirs.IsFinished));
        Assert.Equal((1, 1), (first.Count("begin"), second.Count("begin")));
    }

    [Fact]
    public async Task An_unknown_provider_is_told_what_is_registered()
    {
        var clock = new SimulatedClock();
        var flow = new ReconnectFlow(new ConnectionProviders([new FakeProvider(new ProviderId("powens", "acme"), clock)]), timeProvider: clock);

        var refused = await Assert.ThrowsAsync<ProviderNotRegisteredException>(() => flow.StartAsync(ConnectionRef.Parse("powens:42/1")));

        Assert.Contains("powens@acme", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ConnectionProviders(
            [new FakeProvider(new ProviderId("powens"), clock), new FakeProvider(new ProviderId("powens"), clock)]));
    }
}
