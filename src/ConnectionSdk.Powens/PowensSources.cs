using ConnectionSdk.Powens.Api;

namespace ConnectionSdk.Powens;

/// <summary>Which source of a connection a step is for. Powens: SCA and connection states, multi-sources connections.</summary>
internal static class PowensSources
{
    /// <summary>The bank's PSD2 interface: the only source whose consent can be renewed early.</summary>
    public const string WithConsent = "openapi";

    /// <summary>The one source that is broken, where there are several in use and its name is known; null acts on the whole connection.</summary>
    public static string? ToActOn(PowensConnectionDto dto)
    {
        PowensSourceDto? broken = null;
        var inUse = 0;
        foreach (var source in dto.Sources ?? [])
        {
            if (!source.IsEnabled)
            {
                continue;
            }

            inUse++;
            if (source.Code is not null)
            {
                if (broken is not null)
                {
                    return null;
                }

                broken = source;
            }
        }

        return inUse > 1 && IsName(broken?.Name) ? broken!.Name : null;
    }

    public static bool KnowsConsent(PowensConnectionDto dto) =>
        Array.Exists(dto.Sources ?? [], source => source.IsEnabled && PowensCode.Is(source.Name, WithConsent));

    /// <summary>When the consent that can be renewed ends, as far as the sources say.</summary>
    public static DateTimeOffset? ConsentEnds(PowensConnectionDto? dto) => (dto?.Sources ?? [])
        .Where(source => source.IsEnabled && PowensCode.Is(source.Name, WithConsent))
        .Min(source => source.AccessExpire);

    /// <summary>Whether this source is there, in use, and has no error.</summary>
    public static bool Works(PowensConnectionDto dto, string? name) =>
        name is not null && Array.Exists(dto.Sources ?? [], source => source is { IsEnabled: true, Code: null } && PowensCode.Is(source.Name, name));

    private static bool IsName(string? name) => !string.IsNullOrEmpty(name) && name.All(char.IsAsciiLetterLower);
}
