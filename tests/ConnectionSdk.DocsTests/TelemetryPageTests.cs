using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ConnectionSdk.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.DocsTests;

/// <summary>docs/telemetry.md is made from the code: what is measured, traced and logged, under which names.</summary>
public sealed partial class TelemetryPageTests
{
    private const string Page = "docs/telemetry.md";

    private static readonly string[] Assemblies =
    [
        "ConnectionSdk", "ConnectionSdk.Aerosync", "ConnectionSdk.Araucaria", "ConnectionSdk.AspNetCore", "ConnectionSdk.Core", "ConnectionSdk.Flinks", "ConnectionSdk.Powens",
    ];

    [Fact]
    public void Metrics()
    {
        var table = new StringBuilder("| Metric | Kind | Unit | What |\n|---|---|---|---|\n");
        foreach (var instrument in Instruments())
        {
            table.Append("| `").Append(instrument.Name)
                .Append("` | ").Append(instrument.GetType().Name.Split('`')[0].ToLowerInvariant())
                .Append(" | ").Append(instrument.Unit == "s" ? "seconds" : instrument.Unit!.Trim('{', '}'))
                .Append(" | ").Append(instrument.Description)
                .Append(" |\n");
        }

        GeneratedPart.Match(Page, "metrics", table.ToString());
    }

    [Fact]
    public void Every_instrument_has_a_public_name() => Assert.Equal(
        Constants("Name").Where(each => each.Value.StartsWith("connectionsdk.", StringComparison.Ordinal)).Select(each => each.Value).Order(StringComparer.Ordinal),
        Instruments().Select(instrument => instrument.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Tags()
    {
        var documentation = System.Xml.Linq.XDocument.Load(Path.Combine(AppContext.BaseDirectory, "ConnectionSdk.Core.xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary"), StringComparer.Ordinal);
        var table = new StringBuilder("| Tag | What |\n|---|---|\n");
        foreach (var (name, value) in Constants("Tag"))
        {
            var summary = documentation[$"F:{typeof(ConnectionSdkDiagnostics).FullName}.{name}"]!;
            foreach (var see in summary.Elements("see").ToList())
            {
                see.ReplaceWith($"`{((string)see.Attribute("cref")!).Split('.')[^1]}`");
            }

            var text = Spaces().Replace(summary.Value, " ").Trim();
            table.Append("| `").Append(value).Append("` | ").Append(GeneratedPart.Cell(text.Replace("Tag: ", "", StringComparison.Ordinal))).Append(" |\n");
        }

        GeneratedPart.Match(Page, "tags", table.ToString());
    }

    [Fact]
    public void Activities()
    {
        var names = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => StartOfActivity().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.NotEmpty(names);
        GeneratedPart.Match(Page, "activities", string.Join(", ", names.Select(name => $"`{name}`")));
    }

    [Fact]
    public void Log_events()
    {
        var table = new StringBuilder("| Id | Level | Name | Text |\n|---|---|---|---|\n");
        foreach (var (method, entry) in LogEvents())
        {
            table.Append("| ").Append(entry.EventId)
                .Append(" | ").Append(entry.Level)
                .Append(" | `").Append(entry.EventName ?? method.Name)
                .Append("` | ").Append(GeneratedPart.Cell(entry.Message))
                .Append(" |\n");
        }

        GeneratedPart.Match(Page, "log events", table.ToString());
    }

    [Fact]
    public void No_two_log_events_share_an_id() => Assert.Empty(LogEvents().GroupBy(each => each.Entry.EventId).Where(group => group.Count() > 1).Select(group => group.Key));

    private static IReadOnlyList<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == ConnectionSdkDiagnostics.MeterName)
            {
                found.Add(instrument);
            }
        };
        RuntimeHelpers.RunClassConstructor(typeof(ConnectionSdkDiagnostics).Assembly.GetType("ConnectionSdk.Diagnostics.SdkInstruments", throwOnError: true)!.TypeHandle);
        listener.Start();
        return [.. found.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Name, string Value)> Constants(string end) => typeof(ConnectionSdkDiagnostics).GetFields()
        .Where(field => field.Name.EndsWith(end, StringComparison.Ordinal))
        .Select(field => (field.Name, (string)field.GetRawConstantValue()!));

    private static IReadOnlyList<(MethodInfo Method, LoggerMessageAttribute Entry)> LogEvents() =>
    [
        .. from name in Assemblies
           from type in Assembly.Load(name).GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let entry = method.GetCustomAttribute<LoggerMessageAttribute>()
           where entry is not null
           orderby entry.EventId
           select (method, entry),
    ];

    [GeneratedRegex(@"(Operation\.Start|ObserveAsync)\(\s*""(?<name>[a-zA-Z.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartOfActivity();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
