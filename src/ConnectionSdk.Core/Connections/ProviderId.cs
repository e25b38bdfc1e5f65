namespace ConnectionSdk;

/// <summary>One registration of a provider: its name and, where an application holds several accounts with it, the tenant.</summary>
public readonly record struct ProviderId
{
    private readonly string? _name;

    /// <summary>Names a registration.</summary>
    /// <param name="name">The provider's name, lower case, for example <c>powens</c>.</param>
    /// <param name="tenant">The tenant; null for the only or main registration.</param>
    /// <exception cref="ArgumentException">A part is empty, longer than 256 characters, or holds control characters.</exception>
    public ProviderId(string name, string? tenant = null)
    {
        _name = RefText.Check(name, nameof(name));
        Tenant = tenant is null ? null : RefText.Check(tenant, nameof(tenant));
    }

    /// <summary>The provider's name.</summary>
    public string Name => _name ?? "";

    /// <summary>The tenant; null for the only or main registration.</summary>
    public string? Tenant { get; }

    /// <summary><c>powens</c> or <c>powens@acme</c>.</summary>
    public override string ToString() => Tenant is null ? RefText.Escape(Name) : $"{RefText.Escape(Name)}@{RefText.Escape(Tenant)}";

    internal ProviderId Checked(string parameter) => _name is null ? throw new ArgumentException("The registration has no name.", parameter) : this;
}
