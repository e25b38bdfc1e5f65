namespace ConnectionSdk.ReconnectWeb.Access;

/// <summary>Somebody who may sign in to the demonstration.</summary>
/// <param name="Id">What the product knows the user by.</param>
/// <param name="Name">The name to show.</param>
/// <param name="About">What there is to see.</param>
public sealed record DemoUser(string Id, string Name, string About)
{
    /// <summary>Has every connection at Powens.</summary>
    public static DemoUser Amelie { get; } = new("amelie", "Amélie Laurent", "Banks in France, connected through Powens");

    /// <summary>Has the connections at Aerosync, Araucaria and Flinks.</summary>
    public static DemoUser Sam { get; } = new("sam", "Sam Rivera", "Banks in the United States, Canada and Chile, connected through Aerosync, Flinks and Araucaria");

    /// <summary>Everybody.</summary>
    public static IReadOnlyList<DemoUser> All { get; } = [Amelie, Sam];

    internal static DemoUser? Find(string? id) => All.FirstOrDefault(user => string.Equals(user.Id, id, StringComparison.Ordinal));
}
