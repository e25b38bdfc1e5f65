namespace ConnectionSdk.LiveTests;

internal static class LiveProviders
{
    public static IReadOnlyList<LiveProvider> All { get; } = [new AerosyncLive(), new PowensLive(), new AraucariaLive(), new FlinksLive()];

    public static LiveProvider Named(string name) => All.Single(provider => provider.Name == name);

    /// <summary>Provider and check, for theories.</summary>
    public static TheoryData<string, string> Checks()
    {
        var rows = new TheoryData<string, string>();
        foreach (var provider in All)
        {
            foreach (var check in provider.Checks)
            {
                rows.Add(provider.Name, check.Id);
            }
        }

        return rows;
    }
}
