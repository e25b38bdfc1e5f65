namespace ConnectionSdk.Providers;

/// <summary>A path (and query) below the provider's base address, with every value escaped so that it can neither climb nor add segments or parameters.</summary>
/// <example><c>ProviderPath.Of($"users/{userId}/connections/{id}?background={true}")</c></example>
public readonly struct ProviderPath : IEquatable<ProviderPath>
{
    internal ProviderPath(string? value, string? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The escaped path; null when a value was refused.</summary>
    public string? Value { get; }

    /// <summary>Why a value was refused, naming the parameter and not the value; null when all are fine. A call with a refused path never leaves.</summary>
    public string? Refusal { get; }

    /// <summary>Builds a path from an interpolated string. Literal parts are taken as they are, values are escaped as one segment or one query value.</summary>
    /// <param name="path">The interpolated string, relative, without a leading slash.</param>
    /// <returns>The path.</returns>
    public static ProviderPath Of(ref ProviderPathHandler path) => path.Build();

    /// <summary>A path without values. Never pass anything built at run time: it is not escaped.</summary>
    /// <param name="literal">A constant of the adapter, relative, without a leading slash.</param>
    /// <returns>The path.</returns>
    public static ProviderPath Literal(string literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        return new ProviderPath(literal, null);
    }

    /// <summary>Compares two paths.</summary>
    /// <param name="left">One path.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they are the same.</returns>
    public static bool operator ==(ProviderPath left, ProviderPath right) => left.Equals(right);

    /// <summary>Compares two paths.</summary>
    /// <param name="left">One path.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when they differ.</returns>
    public static bool operator !=(ProviderPath left, ProviderPath right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ProviderPath other) =>
        string.Equals(Value, other.Value, StringComparison.Ordinal) && string.Equals(Refusal, other.Refusal, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ProviderPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value is null ? 0 : Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Says only that there is a path: ids do not belong in logs.</summary>
    /// <returns>A fixed text.</returns>
    public override string ToString() => Refusal ?? "(path)";
}
