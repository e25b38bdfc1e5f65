using System.Text;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.States;

/// <summary>docs/states.md is made from the status maps.</summary>
public sealed class StatesPageTests
{
    private static readonly (string Provider, Type Type, StatusMap Map)[] Maps =
    [
        ("Aerosync", typeof(AerosyncStatusMap), AerosyncStatusMap.Map),
        ("Araucaria", typeof(AraucariaStatusMap), AraucariaStatusMap.Map),
        ("Flinks", typeof(FlinksStatusMap), FlinksStatusMap.Map),
        ("Powens", typeof(PowensStatusMap), PowensStatusMap.Map),
    ];

    [Fact]
    public void The_page_has_every_row_of_every_provider()
    {
        var page = new StringBuilder();
        foreach (var (provider, type, map) in Maps)
        {
            page.Append("\n## ").Append(provider).Append("\n\n");
            AppendHead(page);
            foreach (var row in InOrder(type, map))
            {
                Append(page, provider, row);
            }
        }

        page.Append("\n## Every other code\n\n");
        AppendHead(page);
        var unmapped = Maps.Select(each => each.Map.Unmapped).Distinct().ToList();
        foreach (var row in unmapped)
        {
            Append(page, "any", row);
        }

        Assert.Single(unmapped);
        GeneratedPart.Match("docs/states.md", "every row of every status map", page.ToString());
    }

    [Fact]
    public void The_page_explains_every_state()
    {
        var page = File.ReadAllLines(Repository.PathOf("docs/states.md"));

        Assert.All(Enum.GetNames<ConnectionState>(), state => Assert.Contains(page, line => line.StartsWith($"| `{state}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_row_says_what_it_means_and_where_that_stands() => Assert.All(Maps.SelectMany(each => each.Map.Rows), row =>
    {
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(row.Source));
    });

    /// <summary>As they stand in the source: what belongs together is together.</summary>
    private static IEnumerable<StatusRow> InOrder(Type type, StatusMap map)
    {
        var declared = type.GetProperties()
            .Where(property => property.PropertyType == typeof(IReadOnlyList<StatusRow>))
            .OrderBy(property => property.MetadataToken)
            .SelectMany(property => (IReadOnlyList<StatusRow>)property.GetValue(null)!)
            .Select(row => row.Code)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        Assert.Equal(map.Rows.Select(row => row.Code).Order(StringComparer.OrdinalIgnoreCase), declared.Order(StringComparer.OrdinalIgnoreCase));
        return declared.Select(code => map.Find(code, out _));
    }

    private static void AppendHead(StringBuilder page) =>
        page.Append("| Provider | Code | State | Reason | Action | Who | Retry | Meaning | Source |\n|---|---|---|---|---|---|---|---|---|\n");

    private static void Append(StringBuilder page, string provider, StatusRow row) => page
        .Append("| ").Append(provider)
        .Append(" | ").Append(row.Code.Length == 0 ? "(none)" : $"`{GeneratedPart.Cell(row.Code)}`")
        .Append(" | ").Append(row.State)
        .Append(" | ").Append(row.Reason.Value)
        .Append(" | ").Append(row.Action)
        .Append(" | ").Append(row.Actor)
        .Append(" | ").Append(row.Retry)
        .Append(" | ").Append(GeneratedPart.Cell(row.Meaning))
        .Append(" | ").Append(GeneratedPart.Cell(row.Source))
        .Append(" |\n");
}
