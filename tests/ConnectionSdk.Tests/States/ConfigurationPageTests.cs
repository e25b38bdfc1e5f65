using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.States;

/// <summary>docs/configuration.md is made from the options: names and defaults as the code has them, meanings from their documentation.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly (string Title, Type Options)[] Sections =
    [
        ("ConnectionSdk:Aerosync", typeof(AerosyncOptions)),
        ("ConnectionSdk:Araucaria", typeof(AraucariaOptions)),
        ("ConnectionSdk:Flinks", typeof(FlinksOptions)),
        ("ConnectionSdk:Powens", typeof(PowensOptions)),
        ("Http, below each provider", typeof(ProviderHttpOptions)),
        ("StatusOverrides, a list below each provider", typeof(StatusOverride)),
        ("ConnectionSdk:Reconnect", typeof(ReconnectFlowOptions)),
    ];

    [Fact]
    public void The_page_has_every_setting_with_its_default()
    {
        var page = new StringBuilder();
        foreach (var (title, options) in Sections)
        {
            page.Append("\n## ").Append(title).Append("\n\n| Setting | Kind | Default | Meaning |\n|---|---|---|---|\n");
            var untouched = Activator.CreateInstance(options)!;
            var documented = Documentation(options.Assembly);
            foreach (var property in options.GetProperties().Where(property => !typeof(Delegate).IsAssignableFrom(property.PropertyType)))
            {
                var (summary, value) = documented[$"P:{options.FullName}.{property.Name}"];
                page.Append("| `").Append(property.Name)
                    .Append("` | ").Append(Kind(property.PropertyType))
                    .Append(" | ").Append(GeneratedPart.Cell(Default(property.GetValue(untouched), value)))
                    .Append(" | ").Append(GeneratedPart.Cell(summary))
                    .Append(" |\n");
            }
        }

        GeneratedPart.Match("docs/configuration.md", "every setting", page.ToString());
    }

    private static string Kind(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(SensitiveString) => "secret",
            _ when plain == typeof(string) => "text",
            _ when plain == typeof(Uri) => "address",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(TimeSpan) => "time",
            _ when plain.IsEnum => string.Join(", ", Enum.GetNames(plain).Select(name => $"`{name}`")),
            _ when plain.IsPrimitive => "number",
            _ when typeof(IDictionary<string, string>).IsAssignableFrom(plain) => "names with values",
            _ when plain == typeof(IList<StatusOverride>) => "list",
            _ => "section",
        };
    }

    private static string Default(object? actual, string documented)
    {
        if (documented.StartsWith("Required", StringComparison.Ordinal))
        {
            return $"**{documented.TrimEnd('.').Replace("Required", "required", StringComparison.Ordinal)}**";
        }

        var said = documented.Replace("Default: ", "", StringComparison.Ordinal).TrimEnd('.');
        return actual switch
        {
            null or "" => said.StartsWith("null, ", StringComparison.Ordinal) && said != "null, none" ? $"none: {said["null, ".Length..]}" : "none",
            string or Uri or Enum => $"`{actual}`",
            bool flag => flag ? "`true`" : "`false`",
            TimeSpan time => $"`{time.ToString("c", CultureInfo.InvariantCulture)}`",
            IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
            ICollection { Count: 0 } => "none",
            _ => said,
        };
    }

    private static Dictionary<string, (string Summary, string Value)> Documentation(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        Assert.True(File.Exists(file), $"{Path.GetFileName(file)} is missing: build with GenerateDocumentationFile.");
        return XDocument.Load(file).Descendants("member").ToDictionary(
            member => (string)member.Attribute("name")!,
            member => (Text(member.Element("summary")), Text(member.Element("value"))),
            StringComparer.Ordinal);
    }

    private static string Text(XElement? element) => element is null
        ? ""
        : Spaces().Replace(string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => $"`{LastName((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? "")}`",
            XElement inner => $"`{inner.Value}`",
            _ => "",
        })), " ").Trim();

    private static string LastName(string reference) => reference[(reference.Split('(')[0].LastIndexOf('.') + 1)..].Split('(')[0];

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
