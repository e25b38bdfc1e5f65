using System.Globalization;
using ConnectionSdk.DocsTests.Pages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConnectionSdk.DocsTests.Context;

/// <summary>
/// Compiles a code block against the assemblies of this repository. Statements, members and types may stand side by side, as in a script; what a
/// script cannot hold (namespaces, extension methods in a class) is compiled as a file.
/// </summary>
internal static class BlockCompiler
{
    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Text.Json", "System.Threading", "System.Threading.Tasks",
        "ConnectionSdk", "ConnectionSdk.Aerosync", "ConnectionSdk.Araucaria", "ConnectionSdk.AspNetCore", "ConnectionSdk.Conformance", "ConnectionSdk.Diagnostics",
        "ConnectionSdk.Flinks", "ConnectionSdk.Hosting", "ConnectionSdk.Powens", "ConnectionSdk.Providers", "ConnectionSdk.Simulator",
        "ConnectionSdk.Simulator.Aerosync", "ConnectionSdk.Simulator.Araucaria", "ConnectionSdk.Simulator.Flinks", "ConnectionSdk.Simulator.Powens",
        "ConnectionSdk.TestKit", "ConnectionSdk.Webhooks", "Maple", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Time.Testing", "Xunit",
    ];

    /// <summary>Beside errors: nullability, and what is obsolete.</summary>
    private static readonly string[] WarningsThatCount = ["CS0612", "CS0618", "CS86", "CS87", "CS88", "CS4014"];

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(File.Exists)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private static readonly IReadOnlyList<string> KnownUsings = FindUsings();

    /// <summary>What the compiler has against the block, each as <c>page:line: message</c>; empty when it compiles.</summary>
    public static IReadOnlyList<string> Check(string page, DocBlock block)
    {
        var asScript = Problems(AsScript(page, block), page);
        if (asScript.Count == 0)
        {
            return asScript;
        }

        return Problems(AsFile(page, block), page).Count == 0 ? [] : asScript;
    }

    private static CSharpCompilation AsScript(string page, DocBlock block)
    {
        var tree = CSharpSyntaxTree.ParseText(
            WithLines(page, block), new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script), path: page);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: KnownUsings, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.CreateScriptCompilation("Block", tree, References, options, globalsType: typeof(BlockContext));
    }

    private static CSharpCompilation AsFile(string page, DocBlock block)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var usings = CSharpSyntaxTree.ParseText(string.Concat(KnownUsings.Select(name => $"global using {name};\n")), parse);
        var tree = CSharpSyntaxTree.ParseText(WithLines(page, block), parse, path: page);
        var kind = tree.GetRoot().DescendantNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement)) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        return CSharpCompilation.Create("Block", [usings, tree], References, new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string WithLines(string page, DocBlock block) => string.Create(
        CultureInfo.InvariantCulture,
        $"#line 1 \"what is compiled before {page}:{block.Line}\"\n{block.Context}\n#line {block.Line} \"{page}\"\n{block.Text}\n");

    private static List<string> Problems(CSharpCompilation compilation, string page) =>
    [
        .. compilation.GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error
                || WarningsThatCount.Any(id => found.Id.StartsWith(id, StringComparison.Ordinal)))
            .Select(found => (Place: found.Location.GetMappedLineSpan(), Found: found))
            .Select(each => string.Create(
                CultureInfo.InvariantCulture,
                $"{(each.Place.HasMappedPath ? each.Place.Path : page)}:{each.Place.StartLinePosition.Line + 1}: {each.Found.Id} {each.Found.GetMessage(CultureInfo.InvariantCulture)}")),
    ];

    /// <summary>Not every namespace is in every version of every package.</summary>
    private static List<string> FindUsings()
    {
        var tree = CSharpSyntaxTree.ParseText(string.Join('\n', Usings.Select(name => $"using {name};")));
        var unknown = CSharpCompilation.Create("Usings", [tree], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error)
            .Select(found => found.Location.GetLineSpan().StartLinePosition.Line)
            .ToHashSet();
        return [.. Usings.Where((_, line) => !unknown.Contains(line))];
    }
}
