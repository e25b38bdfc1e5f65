using System.Text.Json.Nodes;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>The addresses of <c>urls.webview-and-webauth.json</c>.</summary>
internal static class PowensUrls
{
    /// <summary>Parameters Powens documents as optional, which the fixture shows and the adapter leaves to Powens.</summary>
    private static readonly string[] LeftToPowens = ["connector_capabilities", "max_connections", "connection_sources"];

    private static readonly JsonNode Fixture = JsonNode.Parse(Fixtures.Read("powens/urls.webview-and-webauth.json"))!;

    public static Uri Callback(string name) => new((string)Fixture["callbacks"]![name]!);

    public static IEnumerable<string> Callbacks => Fixture["callbacks"]!.AsObject().Select(pair => pair.Key);

    /// <summary>Same page, same parameters, same values, except for our own state and the code where the fixture only says CODE.</summary>
    public static void AssertSame(string name, Uri actual)
    {
        var expected = new Uri((string)Fixture[name]!);
        Assert.Equal(expected.GetLeftPart(UriPartial.Path), actual.GetLeftPart(UriPartial.Path));
        var planned = QueryOf(expected);
        var sent = QueryOf(actual);
        Assert.Equal(Names(planned), Names(sent));
        foreach (var (key, value) in sent.Where(pair => pair.Key != "state"))
        {
            Assert.Equal(planned[key] == "CODE" ? "nc0Ex4mple/Cod3+WithReserved=Chars" : planned[key], value);
        }

        Assert.Contains("code=nc0Ex4mple%2FCod3%2BWithReserved%3DChars", actual.Query, StringComparison.Ordinal);
    }

    private static string Names(Dictionary<string, string> query) =>
        string.Join(' ', query.Keys.Except(LeftToPowens, StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public static Dictionary<string, string> QueryOf(Uri address) => address.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
}
