using System.Xml.Linq;

namespace ConnectionSdk.PackageTests.Packing;

/// <summary>What somebody sees who installs the packages into a project of their own.</summary>
[Collection(PackingCollection.Name)]
public sealed class ConsumerTests(PackedPackages packed)
{
    [Fact]
    public async Task The_example_of_the_readme_compiles_against_the_packages_and_repairs_a_connection()
    {
        var folder = await ProjectAsync("example", ["ConnectionSdk", "ConnectionSdk.Simulator"], new(StringComparer.Ordinal)
        {
            ["Example.cs"] = ReadmeExample.AsClass(),
            ["FrontEnd.cs"] = """
                using ConnectionSdk;
                using ConnectionSdk.Simulator.Powens;

                // What the README leaves to the reader: here a simulated user sits in front of it.
                public sealed partial class Example(PowensSimulator powens, PowensConnection connection)
                {
                    private Task<Dictionary<string, SensitiveString>> TypeAsync(IReadOnlyList<ActionField> fields) =>
                        Task.FromResult(fields.ToDictionary(field => field.Name, _ => new SensitiveString(powens.User.ReadCode(connection.Id))));

                    private Task<Uri> VisitAsync(Uri page) => powens.User.FollowAsync(page);

                    private static Task<string> OpenAsync(WidgetLaunch widget) => throw new NotSupportedException(widget.Provider);
                }
                """,
            ["Program.cs"] = """
                using ConnectionSdk;
                using ConnectionSdk.Simulator.Powens;
                using Microsoft.Extensions.Configuration;
                using Microsoft.Extensions.DependencyInjection;

                await using var powens = new PowensSimulator(TimeProvider.System);
                await powens.StartAsync();
                var user = powens.AddUser();
                var connections = new[] { powens.AddConnection(user, c => c.NeedsOtp("730154")), powens.AddConnection(user, c => c.NeedsRedirect()) };
                var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["ConnectionSdk:Powens:Domain"] = "example",
                    ["ConnectionSdk:Powens:ClientId"] = powens.ClientId,
                    ["ConnectionSdk:Powens:ClientSecret"] = powens.ClientSecret,
                    ["ConnectionSdk:Powens:RedirectUri"] = "https://app.example/callback",
                    ["ConnectionSdk:Powens:ApiBaseAddress"] = powens.ApiAddress.ToString(),
                    ["ConnectionSdk:Powens:WebviewBaseAddress"] = powens.WebviewAddress.ToString(),
                    ["ConnectionSdk:Powens:Http:AllowInsecureLoopback"] = "true",
                }).Build();
                var services = new ServiceCollection();
                Example.Register(services, configuration);
                await using var provider = services.BuildServiceProvider();

                foreach (var connection in connections)
                {
                    var repaired = await new Example(powens, connection).RepairAsync(
                        provider.GetRequiredService<IConnectionClient>(), provider.GetRequiredService<IReconnectFlow>(), $"powens:{user.Id}/{connection.Id}");
                    Console.WriteLine($"repaired: {repaired}, at the bank: {connection.Repairs}, codes sent: {connection.CodesReceived.Count}");
                }
                """,
        });

        await BuildAsync(folder);
        var output = await Cli.DotnetAsync(folder, "exec", Path.Combine("bin", "Release", "net10.0", "example.dll"));

        Assert.Contains("ActionRequired, mfaRequired: ProvideFields by EndUser", output, StringComparison.Ordinal);
        Assert.Contains("repaired: True, at the bank: 1, codes sent: 1", output, StringComparison.Ordinal);
        Assert.Contains("repaired: True, at the bank: 1, codes sent: 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("730154", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_app_compiles_against_the_packages()
    {
        var folder = await ProjectAsync("host", ["ConnectionSdk", "ConnectionSdk.AspNetCore"], new(StringComparer.Ordinal)
        {
            ["Program.cs"] = """
                using Microsoft.AspNetCore.Builder;
                using Microsoft.Extensions.DependencyInjection;

                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddConnectionSdk(builder.Configuration.GetSection("ConnectionSdk"));
                var app = builder.Build();
                app.MapConnectionWebhooks("/hooks");
                app.MapReconnect("/reconnect");
                """,
        });

        await BuildAsync(folder);
    }

    /// <summary>The adapter of <c>samples/CustomProvider</c> and its driver in a repository of their own: it passes, and each planted flaw is flagged.</summary>
    [Fact]
    public async Task The_conformance_suite_runs_from_the_packages_over_an_adapter_written_against_them()
    {
        var folder = await ProjectAsync("suite", ["ConnectionSdk.Core", "ConnectionSdk.Conformance", "ConnectionSdk.Simulator"], new(StringComparer.Ordinal), $"""
                {Used("Microsoft.NET.Test.Sdk")}
                {Used("xunit")}
                {Used("xunit.runner.visualstudio")}
                <Using Include="Xunit" />
            """);
        string[] sources =
        [
            .. Sources("samples/CustomProvider").Where(file => file != "samples/CustomProvider/Program.cs"),
            .. Sources("tests/ConnectionSdk.ConformanceTests/CustomProvider"),
            .. Sources("tests/ConnectionSdk.ConformanceTests/Sloppy"),
            "tests/ConnectionSdk.ConformanceTests/MapleConformance.cs",
            "tests/ConnectionSdk.ConformanceTests/SelfTest.cs",
        ];
        foreach (var source in sources)
        {
            var copy = new FileInfo(Path.Combine(folder, source));
            copy.Directory!.Create();
            File.Copy(Repository.PathOf(source), copy.FullName);
        }

        await BuildAsync(folder);
        var output = await Cli.DotnetAsync(folder, "test", "-c", "Release", "--no-build");

        Assert.Matches(@"Passed! +- Failed: +0, Passed: +(5[0-9]|[6-9][0-9]|[0-9]{3}), Skipped: +0,", output);
    }

    /// <summary>A package in the version that this repository uses.</summary>
    private static XElement Used(string package) => new(
        "PackageReference",
        XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion").Single(each => (string?)each.Attribute("Include") == package).Attributes());

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private async Task<string> ProjectAsync(string name, string[] packages, Dictionary<string, string> files, string others = "")
    {
        var folder = packed.Subfolder(name);
        var references = packages.Select(each => $"""    <PackageReference Include="{each}" Version="[{packed.Version}]" />""");
        files[name + ".csproj"] = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', references)}
            {others}
              </ItemGroup>
            </Project>
            """;
        foreach (var (file, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), text);
        }

        return folder;
    }

    // The packages come from the folder they were packed into and go into a folder of this run; what they depend on comes from where the machine gets it.
    private Task<string> BuildAsync(string folder)
    {
        var shared = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Cli.DotnetAsync(folder, [
            "build", "-c", "Release", "-nodeReuse:false", $"-p:RestoreAdditionalProjectSources={packed.Feed}", $"-p:RestorePackagesPath={packed.Subfolder("restored")}",
            .. Directory.Exists(shared) ? [$"-p:RestoreFallbackFolders={shared}"] : Array.Empty<string>()]);
    }
}
