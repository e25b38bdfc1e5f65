namespace ConnectionSdk.Powens.Api;

/// <summary>Lists as Powens may send them.</summary>
internal static class PowensList
{
    /// <summary>The items that are there.</summary>
    public static T[]? WithoutNulls<T>(T[]? items)
        where T : class => items is not null && Array.Exists(items, static item => item is null) ? Array.FindAll(items, static item => item is not null) : items;
}
