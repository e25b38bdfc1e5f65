using Xunit.Abstractions;

namespace ConnectionSdk.LiveTests;

/// <summary>
/// Opt-in checks against the providers' sandboxes: each runs when its variables are set, says which assumption it settles and what it saw, and is
/// skipped otherwise with the variables it wants. README.md lists them.
/// </summary>
public sealed class SandboxTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Checks => LiveProviders.Checks();

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public async Task Settles(string provider, string id)
    {
        var live = LiveProviders.Named(provider);
        var check = live.Checks.Single(candidate => candidate.Id == id);
        var settings = new LiveSettings(provider, Environment.GetEnvironmentVariable);
        var missing = settings.WhatIsMissing(check);
        Skip.If(missing is not null, missing);

        await using var world = new LiveWorld(live, settings, TimeProvider.System);
        output.WriteLine($"Settles {check.Id}: {check.Assumption}");
        output.WriteLine($"Saw: {await check.Run(world)}");
    }
}
