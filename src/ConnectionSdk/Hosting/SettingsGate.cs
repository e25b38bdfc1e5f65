using Microsoft.Extensions.Options;

namespace ConnectionSdk.Hosting;

/// <summary>
/// Stands before the first filling of any options that come from configuration, so that start-up and first use alike meet the one message and
/// not the first of many.
/// </summary>
internal sealed class SettingsGate<TOptions> : IConfigureNamedOptions<TOptions>
    where TOptions : class
{
    private readonly SettingsCheck _check;

    public SettingsGate(SettingsCheck check) => _check = check;

    public void Configure(TOptions options) => _check.Ensure();

    public void Configure(string? name, TOptions options) => _check.Ensure();
}
