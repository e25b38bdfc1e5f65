using System.Text.Json.Nodes;

namespace Maple.Fake;

/// <summary>A connection as <see cref="FakeMaple"/> holds it.</summary>
public sealed class FakeConnection
{
    internal FakeConnection(string id, string user)
    {
        Id = id;
        User = user;
        Accounts.Add(Account("a1", "Chequing", "100200300400"));
        Accounts.Add(Account("a2", "Savings", "100200300401"));
    }

    /// <summary>Maple's id.</summary>
    public string Id { get; }

    /// <summary>Whose it is.</summary>
    public string User { get; }

    /// <summary>Maple's status, known or not.</summary>
    public string Status { get; set; } = "ok";

    /// <summary>The code the bank has sent.</summary>
    public string Code { get; init; } = "48120765";

    /// <summary>The accounts, as JSON.</summary>
    public IList<JsonObject> Accounts { get; } = [];

    /// <summary>What happens to the accounts when the connection works again, once.</summary>
    public Action<IList<JsonObject>>? OnRepair { get; set; }

    internal DateTimeOffset PromptEndsAt { get; set; }

    internal DateTimeOffset SettlesAt { get; set; }

    internal int WrongCodes { get; set; }

    internal Uri? Page { get; set; }

    internal string? ReturnTo { get; set; }

    internal string? State { get; set; }

    /// <summary>An account as Maple sends it.</summary>
    /// <param name="id">Maple's id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="number">Its number.</param>
    public static JsonObject Account(string id, string name, string number) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["type"] = name.ToLowerInvariant(),
        ["currency"] = "CAD",
        ["number"] = number,
        ["balance"] = 12.5m,
    };
}
