namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>A connection seen from the other side: what its user reads on the phone and knows by heart, and what can be made to happen to it.</summary>
public abstract class DemoConnection
{
    /// <summary>What the bank is called.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the user it belongs to.</summary>
    public required string Owner { get; init; }

    /// <summary>What ConnectionSdk knows it by.</summary>
    public required ConnectionRef Ref { get; init; }

    /// <summary>What its user types in as login.</summary>
    public abstract string Login { get; }

    /// <summary>What its user types in as password.</summary>
    public abstract string Password { get; }

    /// <summary>The one-time code on the user's phone; null when none was sent.</summary>
    public virtual string? Code => null;

    /// <summary>Whether the bank's app asks for an approval.</summary>
    public virtual bool AsksForApproval => false;

    /// <summary>What else its user knows, such as the answer to a question; null when that is all.</summary>
    public virtual string? Hint => null;

    /// <summary>What can be made to happen.</summary>
    public abstract IReadOnlyList<DemoTool> Tools { get; }

    internal Action Breaks { get; init; } = static () => { };

    /// <summary>The user approves in the bank's app.</summary>
    public virtual void Approve()
    {
    }

    /// <summary>The user refuses in the bank's app.</summary>
    public virtual void Refuse()
    {
    }
}
