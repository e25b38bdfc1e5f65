namespace ConnectionSdk.PackageTests.Packing;

/// <summary>The API example of the repository's README: a registration, and the method that repairs a connection.</summary>
internal static class ReadmeExample
{
    /// <summary>The example as a class. What stands before its first public member is the registration; the helpers it names come from outside.</summary>
    public static string AsClass()
    {
        var block = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n")
            .Split("```csharp\n").Skip(1).Select(part => part.Split("\n```")[0])
            .First(part => part.Contains("IReconnectFlow", StringComparison.Ordinal));
        var member = block.IndexOf("public ", StringComparison.Ordinal);
        Assert.True(member > 0, "README's example no longer begins with the registration and goes on with a public method.");
        return $$"""
            using ConnectionSdk;
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;

            public sealed partial class Example
            {
                public static void Register(IServiceCollection services, IConfiguration configuration)
                {
            {{block[..member]}}
                }

            {{block[member..]}}
            }
            """;
    }
}
