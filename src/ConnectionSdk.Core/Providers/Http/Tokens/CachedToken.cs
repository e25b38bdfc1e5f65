namespace ConnectionSdk.Providers;

/// <summary>A token in use.</summary>
public sealed class CachedToken
{
    private string? _headerText;

    internal CachedToken(SensitiveString value, long version, long obtainedAt, TimeSpan? lifetime)
    {
        Value = value;
        Version = version;
        ObtainedAt = obtainedAt;
        UsableFor = lifetime is { } total ? total - Margin(total) : null;
    }

    /// <summary>The token.</summary>
    public SensitiveString Value { get; }

    /// <summary>Its version, to invalidate this one and no newer one.</summary>
    public long Version { get; }

    internal long ObtainedAt { get; }

    /// <summary>How long it is used: renewed 60 s or a tenth of its life before the end, whichever is more, but never before half of it.</summary>
    internal TimeSpan? UsableFor { get; }

    internal string HeaderText(string prefix) => _headerText ??= HeaderCredential.TextOf(Value, prefix);

    private static TimeSpan Margin(TimeSpan lifetime)
    {
        var margin = lifetime / 10;
        if (margin < TimeSpan.FromSeconds(60)) margin = TimeSpan.FromSeconds(60);
        return margin < lifetime / 2 ? margin : lifetime / 2;
    }
}
