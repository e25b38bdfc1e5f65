using System.Reflection;
using System.Runtime.Loader;
using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Packing;

/// <summary>Loads the assemblies that the packages hold for one framework, beside those this test was built with.</summary>
internal sealed class PackageContext(PackedPackages packed, string framework) : AssemblyLoadContext(isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (!Shipped.Names.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        using var stream = new MemoryStream(packed.Package(name).Read($"lib/{framework}/{name}.dll"));
        return LoadFromStream(stream);
    }
}
