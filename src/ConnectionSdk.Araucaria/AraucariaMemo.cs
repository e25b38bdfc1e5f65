using System.Globalization;

namespace ConnectionSdk.Araucaria;

/// <summary>What a repair remembers from one call to the next: words without secrets.</summary>
/// <param name="AskedAt">When Araucaria had last changed the connection as the user was asked: a later refusal is one of this visit's.</param>
/// <param name="SaidDone">The widget reported success.</param>
internal sealed record AraucariaMemo(DateTimeOffset? AskedAt, bool SaidDone)
{
    public static AraucariaMemo None { get; } = new(null, false);

    public static AraucariaMemo Parse(string? text)
    {
        var memo = None;
        foreach (var word in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            memo = word switch
            {
                "done" => memo with { SaidDone = true },
                _ when word.StartsWith("asked:", StringComparison.Ordinal)
                    && DateTimeOffset.TryParse(word.AsSpan(6), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) => memo with { AskedAt = at },
                _ => memo,
            };
        }

        return memo;
    }

    public override string ToString() => string.Join(' ', Words());

    private IEnumerable<string> Words()
    {
        if (AskedAt is { } at)
        {
            yield return "asked:" + at.ToString("O", CultureInfo.InvariantCulture);
        }

        if (SaidDone)
        {
            yield return "done";
        }
    }
}
