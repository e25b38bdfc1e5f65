using System.Reflection;

namespace ConnectionSdk.PackageTests.Api;

/// <summary>The assemblies that become packages.</summary>
internal static class Shipped
{
    public static readonly IReadOnlyList<string> Names =
    [
        "ConnectionSdk",
        "ConnectionSdk.Aerosync",
        "ConnectionSdk.Araucaria",
        "ConnectionSdk.AspNetCore",
        "ConnectionSdk.Conformance",
        "ConnectionSdk.Core",
        "ConnectionSdk.Flinks",
        "ConnectionSdk.Powens",
        "ConnectionSdk.Simulator",
    ];

    public static IEnumerable<Assembly> Assemblies => Names.Select(Assembly.Load);

    /// <summary>What integrators and writers of adapters compile against; the simulator and the conformance suite serve tests.</summary>
    public static IEnumerable<Assembly> ForProduction =>
        Assemblies.Where(assembly => assembly.GetName().Name is not ("ConnectionSdk.Simulator" or "ConnectionSdk.Conformance"));

    /// <summary>Every type that code outside can name, the nested ones included.</summary>
    public static IEnumerable<Type> PublicTypes(IEnumerable<Assembly> assemblies) => assemblies.SelectMany(assembly => assembly.GetExportedTypes());
}
