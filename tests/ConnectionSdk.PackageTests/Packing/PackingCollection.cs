namespace ConnectionSdk.PackageTests.Packing;

/// <summary>Packs once for all tests that look at packages, and runs these one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PackingCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "packages";
}
