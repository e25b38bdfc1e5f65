using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>What a reader finds beside every public member.</summary>
public sealed class DocumentationTests
{
    private static readonly XmlDocs Docs = XmlDocs.Of(Shipped.Assemblies);

    [Fact]
    public void Every_public_member_is_documented() => Rule.Holds(
        Shipped.PublicTypes(Shipped.Assemblies).SelectMany(type => Members(type).Prepend(type)).Where(member => !IsDocumented(member)).Select(XmlDocs.Id));

    [Fact]
    public void What_calls_a_provider_says_what_it_throws() => Rule.Holds(Surface.Methods(Shipped.ForProduction)
        .Where(method => Surface.IsAsync(method.ReturnType) && !Surface.IsOfContract(method) && method.Name != nameof(IAsyncDisposable.DisposeAsync))
        .Where(method => !SaysWhatItThrows(method) && !TypeSaysWhatItThrows(method.DeclaringType!))
        .Select(Surface.Name));

    [Fact]
    public void Every_option_has_its_default_in_its_documentation_and_on_a_page()
    {
        var pages = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(File.ReadAllText));
        Rule.Holds(Shipped.PublicTypes(Shipped.ForProduction)
            .Where(type => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => property.CanWrite && !typeof(Delegate).IsAssignableFrom(property.PropertyType))
            .SelectMany(property => new[]
            {
                HasDefault(property) ? null : $"{Surface.Name(property)}: no <value> with its default",
                IsGivenInCode(property.DeclaringType!) || pages.Contains($"`{property.Name}`", StringComparison.Ordinal) ? null : $"{Surface.Name(property)}: on no page of docs/",
            }).OfType<string>());
    }

    private static IEnumerable<MemberInfo> Members(Type type) => typeof(Delegate).IsAssignableFrom(type)
        ? []
        : type.GetMembers(MemberText.Declared)
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Where(member => member switch
            {
                Type => false,
                FieldInfo field => MemberText.IsVisible(field) && !field.IsSpecialName,
                PropertyInfo property => MemberText.IsVisible(property.GetMethod) || MemberText.IsVisible(property.SetMethod),
                EventInfo each => MemberText.IsVisible(each.AddMethod),
                ConstructorInfo constructor => MemberText.IsVisible(constructor) && !IsImplied(constructor),
                MethodInfo method => MemberText.IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && method.Name != "<Clone>$",
                _ => false,
            });

    // A constructor without parameters that nobody wrote, and the one a positional record gets from its heading.
    private static bool IsImplied(ConstructorInfo constructor) =>
        constructor.GetParameters() is var parameters
        && (parameters.Length == 0 && Docs.Find(constructor) is null
            || parameters.Length > 0 && parameters.All(each => constructor.DeclaringType!.GetProperty(each.Name!) is not null));

    private static bool IsDocumented(MemberInfo member) => Docs.Find(member) is { } entry
        ? entry.Element("inheritdoc") is not null || !string.IsNullOrWhiteSpace(entry.Element("summary")?.Value)
        : member is PropertyInfo && Docs.Find(member.DeclaringType!)?.Elements("param").Any(each => (string?)each.Attribute("name") == member.Name && !each.IsEmpty) == true;

    private static bool SaysWhatItThrows(MethodInfo method) =>
        Docs.Find(method) is { } entry && (entry.Element("exception") is not null || entry.Element("inheritdoc") is not null);

    private static bool TypeSaysWhatItThrows(Type type) =>
        Docs.Find(type) is { } entry && (entry.Element("inheritdoc") is not null || entry.Descendants("see").Any(IsException));

    private static bool IsException(XElement reference) => ((string?)reference.Attribute("cref"))?.EndsWith("Exception", StringComparison.Ordinal) == true;

    // Given in code, by a caller who reads their documentation there; the pages list what stands in a configuration.
    private static bool IsGivenInCode(Type type) =>
        type == typeof(ReconnectOptions) || type == typeof(RefreshOptions) || type.Assembly.GetName().Name == "ConnectionSdk.AspNetCore";

    private static bool HasDefault(PropertyInfo property) =>
        Docs.Find(property)?.Element("value")?.Value.Trim() is { } value
        && (value.StartsWith("Default", StringComparison.Ordinal) || value.StartsWith("Required", StringComparison.Ordinal));
}
