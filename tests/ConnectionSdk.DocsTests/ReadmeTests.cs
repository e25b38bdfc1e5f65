using System.Text;
using ConnectionSdk.DocsTests.Pages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.DocsTests;

/// <summary>The tables of the README are those of the code.</summary>
public sealed class ReadmeTests
{
    /// <summary>What each provider cannot do without, and the settings that change what it can do.</summary>
    private static readonly (string Name, string[] Required, (string Setting, string Value, string Words)[] Switches)[] Providers =
    [
        ("Aerosync", ["ApiKey=made-up", "ApiSecret=made-up"], [("ListsConnections", "false", "`ListsConnections` off")]),
        ("Araucaria", ["ApiKey=arau_made-up"], [("DisconnectRoute", "POST v1/connections/{id}/disconnect", "`DisconnectRoute` set")]),
        ("Flinks",
            ["Instance=toolbox", "CustomerId=43387ca6-0391-4c82-857d-70d95f087ecb", "SecretKey=made-up", "XApiKey=made-up"],
            [("AnswerMfaByFields", "true", "`AnswerMfaByFields`")]),
        ("Powens", ["Domain=acme-sandbox", "ClientId=987", "ClientSecret=made-up"], [("ReconnectMode", "Webview", "`ReconnectMode` Webview")]),
    ];

    private static readonly (string Title, Func<ProviderCapabilities, string> Says)[] Rows =
    [
        ("List a user's connections", can => YesNo(can.ListsConnections)),
        ("Ask for a synchronisation now", can => YesNo(can.Refreshes)),
        ("Remove a connection", can => can.Removes ? can.RemovalDestroysHistory ? "yes, history is destroyed" : "yes" : "no"),
        ("Switch one off, history kept", can => YesNo(can.Disconnects)),
        ("Says when a consent runs out", can => YesNo(can.ReportsConsentExpiry)),
        ("Renews a consent before that", can => YesNo(can.RenewsBeforeExpiry)),
        ("Says that the user withdrew access", can => YesNo(can.ReportsRevocation)),
        ("A repair may ask for", can => string.Join(", ", can.ReconnectActions.Select(kind => $"`{kind}`"))),
    ];

    [Fact]
    public void The_capabilities_are_those_that_the_code_answers()
    {
        var table = new StringBuilder($"| | {string.Join(" | ", Providers.Select(provider => provider.Name))} |\n|{string.Concat(Enumerable.Repeat("---|", Providers.Length + 1))}\n");
        foreach (var (title, says) in Rows)
        {
            table.Append("| ").Append(title).Append(" | ").AppendJoin(" | ", Providers.Select(provider => Cell(provider, says))).Append(" |\n");
        }

        GeneratedPart.Match("README.md", "capabilities", table.ToString());
    }

    [Fact]
    public void Every_capability_has_a_row() => Assert.Equal(
        Rows.Length + 1,
        typeof(ProviderCapabilities).GetProperties().Length);

    [Theory]
    [InlineData("README.md", "States")]
    [InlineData("docs/states.md", "The eleven states")]
    public void The_state_table_lists_exactly_the_enum(string page, string heading) =>
        Assert.Equal(Enum.GetNames<ConnectionState>(), DocPages.Get(page).FirstCells(heading));

    [Theory]
    [InlineData("dotnet run --project samples/Quickstart")]
    [InlineData("dotnet test")]
    public void The_two_commands_stand_on_lines_of_their_own(string command) => Assert.Contains(command, DocPages.Get("README.md").Lines, StringComparer.Ordinal);

    private static string Cell((string Name, string[] Required, (string Setting, string Value, string Words)[] Switches) provider, Func<ProviderCapabilities, string> says)
    {
        var usual = says(Capabilities(provider.Name, provider.Required));
        var otherwise = provider.Switches
            .Select(each => (each.Words, Says: says(Capabilities(provider.Name, [.. provider.Required, $"{each.Setting}={each.Value}"]))))
            .Where(each => each.Says != usual)
            .Select(each => $"; with {each.Words}: {each.Says}");
        return usual + string.Concat(otherwise);
    }

    private static ProviderCapabilities Capabilities(string provider, IEnumerable<string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create<string, string?>($"ConnectionSdk:{provider}:{pair[0]}", pair[1])))
            .Build();
        var services = new ServiceCollection();
        services.AddConnectionSdk(configuration.GetSection("ConnectionSdk"));
        using var host = services.BuildServiceProvider();
        return host.GetRequiredService<IConnectionClient>().CapabilitiesOf(new ConnectionRef(new ProviderId(provider.ToLowerInvariant()), "17", "42"));
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
