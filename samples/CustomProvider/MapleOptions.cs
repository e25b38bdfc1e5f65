using ConnectionSdk;
using ConnectionSdk.Providers;

namespace Maple;

/// <summary>The settings of one Maple registration.</summary>
public sealed class MapleOptions
{
    /// <summary>The API key. A <see cref="SensitiveString"/> never shows up in a log, an exception or JSON.</summary>
    public SensitiveString? ApiKey { get; set; }

    /// <summary>Where the API is.</summary>
    public Uri BaseAddress { get; set; } = new("https://api.maple.example/v1/");

    /// <summary>Where users come back to from Maple's page, unless a repair names another address.</summary>
    public Uri? RedirectUri { get; set; }

    /// <summary>Rows that replace or extend <see cref="MapleStatusMap"/>: a status of tomorrow is handled without waiting for a release.</summary>
    public IList<StatusOverride> StatusOverrides { get; } = [];

    /// <summary>Retries, time limits and the like; the defaults suit almost everyone.</summary>
    public ProviderHttpOptions Http { get; } = new();
}
