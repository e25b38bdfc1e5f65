using ConnectionSdk.Hosting;
using ConnectionSdk.Powens;
using ConnectionSdk.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ConnectionSdk.AspNetCoreTests.Hosting;

/// <summary>Trouble is told from what calls have met; asking costs no call.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_registration_that_was_not_used_or_works_is_healthy()
    {
        await using var world = await PowensWorld.StartAsync();
        using var bed = new Bed(world);
        var connection = world.Add(setup => setup.NeedsOtp("48120765"));
        Assert.Equal(HealthStatus.Healthy, (await bed.CheckAsync()).Status);
        await bed.Client.GetAsync(connection);
        var calls = world.Powens.Calls.All.Count;

        var report = await bed.CheckAsync();

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal("available", report.Entries["connectionsdk"].Data["powens"]);
        Assert.Equal(calls, world.Powens.Calls.All.Count);
    }

    [Fact]
    public async Task A_refused_key_degrades_until_a_call_succeeds_or_time_has_passed()
    {
        await using var world = await PowensWorld.StartAsync();
        using var bed = new Bed(world);
        var connection = world.Add(setup => setup.NeedsOtp("48120765"));
        world.Powens.Faults.Add(Fault.Respond(401, "application/json", """{"code":"unauthorized"}"""), 1);
        await Assert.ThrowsAsync<ProviderException>(() => bed.Client.GetAsync(connection));

        var report = await bed.CheckAsync();
        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Equal("credentialRefused", report.Entries["connectionsdk"].Data["powens"]);
        Assert.DoesNotContain("secret", report.Entries["connectionsdk"].Description, StringComparison.OrdinalIgnoreCase);

        // A refused key is remembered for half a minute, in which nothing is sent.
        world.Clock.Advance(TimeSpan.FromSeconds(31));
        await bed.Client.GetAsync(connection);
        Assert.Equal(HealthStatus.Healthy, (await bed.CheckAsync()).Status);

        // Once more for the token that is asked for instead of the refused one.
        world.Powens.Faults.Add(Fault.Respond(401, "application/json", """{"code":"unauthorized"}"""), 2);
        await Assert.ThrowsAsync<ProviderException>(() => bed.Client.GetAsync(connection));
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HealthStatus.Healthy, (await bed.CheckAsync()).Status);
    }

    [Fact]
    public async Task Calls_that_are_held_back_degrade_until_time_has_passed()
    {
        await using var world = await PowensWorld.StartAsync();
        using var bed = new Bed(world, options => options.Http.Retries = false);
        var connection = world.Add(setup => setup.NeedsOtp("48120765"));
        world.Powens.Faults.Add(Fault.ServerError(503), 40);
        for (var call = 0; call < 40 && (await bed.CheckAsync()).Status == HealthStatus.Healthy; call++)
        {
            await Assert.ThrowsAsync<ProviderException>(() => bed.Client.GetAsync(connection));
        }

        var report = await bed.CheckAsync();

        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Equal("unavailable", report.Entries["connectionsdk"].Data["powens"]);

        // A process that is given no work because of its health must not wait for work to be healthy again.
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HealthStatus.Healthy, (await bed.CheckAsync()).Status);
    }

    private sealed class Bed : IDisposable
    {
        private readonly ServiceProvider _services;

        public Bed(PowensWorld world, Action<PowensOptions>? options = null)
        {
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(world.Clock);
            services.AddConnectionSdkCore().AddPowens(settings => world.Configure(settings, options));
            services.AddHealthChecks().AddConnectionSdk();
            _services = services.BuildServiceProvider();
        }

        public IConnectionClient Client => _services.GetRequiredService<IConnectionClient>();

        public Task<HealthReport> CheckAsync() => _services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        public void Dispose() => _services.Dispose();
    }
}
