using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConnectionSdk.DocsTests.Pages;

/// <summary>The full names of the tests of a project, read from its source: building every test project for this would take minutes.</summary>
internal static class TestNames
{
    private static readonly Lazy<ILookup<string, TestClass>> Classes = new(() => Directory
        .EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(Read)
        .ToLookup(each => each.Name, StringComparer.Ordinal));

    public static IReadOnlyList<string> Of(string project) =>
    [
        .. Classes.Value.SelectMany(each => each)
            .Where(each => each.Project == project && !each.IsAbstract)
            .SelectMany(each => Methods(each).Select(method => $"{each.Namespace}.{each.Name}.{method}")),
    ];

    private static IEnumerable<string> Methods(TestClass type) =>
        type.Methods.Concat(type.Bases.SelectMany(name => Classes.Value[name]).Where(each => each != type).SelectMany(Methods));

    private static IEnumerable<TestClass> Read(string file)
    {
        var project = Path.GetRelativePath(Repository.PathOf("tests"), file).Split(Path.DirectorySeparatorChar)[0];
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
        return root.DescendantNodes().OfType<ClassDeclarationSyntax>().Select(type => new TestClass(
            project,
            type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "",
            type.Identifier.Text,
            type.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.AbstractKeyword)),
            [.. type.BaseList?.Types.Select(each => each.Type.ToString().Split('<')[0]) ?? []],
            [.. type.Members.OfType<MethodDeclarationSyntax>().Where(IsTest).Select(method => method.Identifier.Text)]));
    }

    private static bool IsTest(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(list => list.Attributes)
        .Any(attribute => attribute.Name.ToString() is var name && (name.EndsWith("Fact", StringComparison.Ordinal) || name.EndsWith("Theory", StringComparison.Ordinal)));

    private sealed record TestClass(string Project, string Namespace, string Name, bool IsAbstract, IReadOnlyList<string> Bases, IReadOnlyList<string> Methods);
}
