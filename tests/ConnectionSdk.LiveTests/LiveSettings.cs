namespace ConnectionSdk.LiveTests;

/// <summary>What the environment says about one provider.</summary>
/// <param name="provider">The provider's name.</param>
/// <param name="read">Reads an environment variable; null or blank when it is not set.</param>
internal sealed class LiveSettings(string provider, Func<string, string?> read)
{
    public string? this[LiveSetting setting] => read(NameOf(provider, setting)) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public static string NameOf(string provider, LiveSetting setting) => $"CONNECTIONSDK_LIVE_{provider.ToUpperInvariant()}_{setting.Name}";

    public string Need(LiveSetting setting) =>
        this[setting] ?? throw new InvalidOperationException($"{NameOf(provider, setting)} is not set, and the check should have been skipped.");

    public Uri? Address(LiveSetting setting) => this[setting] is { } value ? new Uri(value) : null;

    public bool Permits(LiveSetting setting) => string.Equals(this[setting], "yes", StringComparison.OrdinalIgnoreCase);

    /// <summary>Everything that keeps a check from running, in one text, with how to get it; null when it can run.</summary>
    public string? WhatIsMissing(LiveCheck check)
    {
        var missing = check.Needs.Where(setting => this[setting] is null).ToList();
        if (missing.Count > 0)
        {
            return $"Not settled: {check.Assumption}. Set {string.Join("; ", missing.Select(setting => $"{NameOf(provider, setting)} ({setting.HowToGet})"))}.";
        }

        return check.Permission is { } permission && !Permits(permission)
            ? $"Not settled: {check.Assumption}. Set {NameOf(provider, permission)}=yes to permit it: {permission.HowToGet}."
            : null;
    }
}
