namespace ConnectionSdk.TestKit;

/// <summary>One measurement with its tags; whole numbers are widened.</summary>
public sealed record Measurement(string Instrument, string? Unit, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public override string ToString() =>
        $"{Instrument} {Value} {Unit} {string.Join(", ", Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))}";
}
