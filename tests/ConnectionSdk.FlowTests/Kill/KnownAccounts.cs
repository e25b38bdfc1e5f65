namespace ConnectionSdk.FlowTests.Kill;

/// <summary>What the application keeps of a user's accounts on its side, as lines of text.</summary>
internal static class KnownAccounts
{
    private const string Prefix = "known=";

    public static string Line(string id, string institution, string type, string currency, string number) => $"{Prefix}{id}|{institution}|{type}|{currency}|{number}";

    /// <summary>How the repair is started, from the lines that are about accounts.</summary>
    public static ReconnectOptions Options(IEnumerable<string> lines)
    {
        var accounts = lines.Where(Is).Select(static line => line[Prefix.Length..].Split('|')).Select(static parts => new Account
        {
            Id = parts[0],
            InstitutionId = parts[1],
            Type = parts[2],
            Currency = parts[3],
            Number = new SensitiveString(parts[4]),
            MaskedNumber = parts[4][^4..],
        }).ToList();
        return new ReconnectOptions { KnownAccounts = accounts.Count > 0 ? accounts : null };
    }

    public static bool Is(string line) => line.StartsWith(Prefix, StringComparison.Ordinal);
}
