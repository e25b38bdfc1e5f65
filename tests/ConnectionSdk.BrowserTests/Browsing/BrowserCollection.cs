namespace ConnectionSdk.BrowserTests.Browsing;

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "One browser";
}
