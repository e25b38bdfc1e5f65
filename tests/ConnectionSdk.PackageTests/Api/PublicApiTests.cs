using System.Reflection;

namespace ConnectionSdk.PackageTests.Api;

/// <summary>Public API is a decision: a member added, removed or changed shows in an approved file, which is reviewed with the change.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Assemblies => [.. Shipped.Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_api_is_the_approved_one(string assembly) => Snapshot.Match(PublicApiText.Of(Assembly.Load(assembly)), assembly);
}
