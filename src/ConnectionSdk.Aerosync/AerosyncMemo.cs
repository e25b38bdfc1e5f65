namespace ConnectionSdk.Aerosync;

/// <summary>What a repair remembers from one call to the next: words without secrets.</summary>
/// <param name="Job">The job that waits for the user; null when the whole connection is repaired.</param>
/// <param name="Returned">The widget reported success: from here on the provider is waited for.</param>
/// <param name="Known">The account that was connected before; null when nobody knows it.</param>
internal sealed record AerosyncMemo(string? Job, bool Returned, AerosyncKnownAccount? Known)
{
    public static AerosyncMemo None { get; } = new(null, false, null);

    public static AerosyncMemo Of(string job) => None with { Job = job };

    public static AerosyncMemo Parse(string? text)
    {
        var memo = None;
        var known = new AerosyncKnownAccount(null, null, null, null);
        foreach (var word in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = word.IndexOf(':', StringComparison.Ordinal);
            var value = at < 0 ? null : Uri.UnescapeDataString(word[(at + 1)..]);
            switch (at < 0 ? word : word[..at])
            {
                case "job":
                    memo = memo with { Job = value };
                    break;
                case "returned":
                    memo = memo with { Returned = true };
                    break;
                case "institution":
                    known = known with { InstitutionId = value };
                    break;
                case "bank":
                    known = known with { Bank = value };
                    break;
                case "type":
                    known = known with { Type = value };
                    break;
                case "ends":
                    known = known with { Digits = value };
                    break;
                default:
                    break;
            }
        }

        return known.IsEmpty ? memo : memo with { Known = known };
    }

    public override string ToString()
    {
        var words = new List<string>();
        Add("job", Job);
        if (Returned)
        {
            words.Add("returned");
        }

        Add("institution", Known?.InstitutionId);
        Add("bank", Known?.Bank);
        Add("type", Known?.Type);
        Add("ends", Known?.Digits);
        return string.Join(' ', words);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                words.Add($"{name}:{Uri.EscapeDataString(value)}");
            }
        }
    }
}
