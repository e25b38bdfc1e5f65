using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>Looks codes up, those included that only end in a known way.</summary>
internal sealed class FlinksStatuses(StatusReader reader)
{
    public StatusMap Map => reader.Map;

    /// <summary>The code whose row counts: the documentation spells maintenance in several ways, all of which end in RETRY_LATER.</summary>
    public string KeyOf(string code)
    {
        reader.Map.Find(code, out var known);
        return !known && code.EndsWith(FlinksStatusMap.RetryLater, StringComparison.OrdinalIgnoreCase) ? FlinksStatusMap.RetryLater : code;
    }

    public StatusRow Find(string code, out bool recognised) => reader.Find(KeyOf(code), out recognised);
}
