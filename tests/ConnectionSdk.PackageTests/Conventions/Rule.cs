namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>A rule with its exceptions. Each exception has a reason, and one that is no longer needed is itself a finding.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> findings, Dictionary<string, string>? exceptions = null)
    {
        var found = findings.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var excused = exceptions ?? [];
        var open = found.Where(each => !excused.ContainsKey(Key(each)));
        var stale = excused.Keys.Except(found.Select(Key), StringComparer.Ordinal).Select(each => $"{each}: no longer needs its exception");
        var all = open.Concat(stale).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static string Key(string finding) => finding.Split(": ")[0];
}
