using ConnectionSdk.Hosting;
using ConnectionSdk.Providers;

namespace Maple;

/// <summary>What the options must be, checked when the host starts: a missing key is found then, not with the first user.</summary>
internal sealed class MapleOptionsRules : ProviderOptionsRules<MapleOptions>
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Problems(MapleOptions options)
    {
        if (options.ApiKey is not { IsEmpty: false })
        {
            yield return "ApiKey is missing: Maple's console shows it under Settings, API.";
        }

        if (ProviderAddress.Refuse(options.BaseAddress, options.Http) is { } refusal)
        {
            yield return $"BaseAddress: {refusal}";
        }
    }
}
