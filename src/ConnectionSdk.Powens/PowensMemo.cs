namespace ConnectionSdk.Powens;

/// <summary>Which page the user is sent to.</summary>
internal enum PowensPage
{
    Webview = 0,
    WebviewForNewPassword,
    Bank,
}

/// <summary>What a repair remembers from one call to the next: words without secrets.</summary>
/// <param name="Resumed">The bank was told that the user is about to approve.</param>
/// <param name="Rejected">A value was refused once already.</param>
/// <param name="Page">The page of the current link.</param>
/// <param name="Source">The source the page is for; null for the whole connection.</param>
internal sealed record PowensMemo(bool Resumed, bool Rejected, PowensPage Page, string? Source)
{
    public static PowensMemo None { get; } = new(false, false, PowensPage.Webview, null);

    /// <summary>The user has just said to have approved: a new signal may be sent. Not kept.</summary>
    public bool MayResumeAgain { get; init; }

    /// <summary>The question that was answered and is being validated: <see cref="PowensFields.Question"/>.</summary>
    public string? Typed { get; init; }

    /// <summary>The source that asked it; null for the whole connection.</summary>
    public string? TypedFor { get; init; }

    public static PowensMemo Parse(string? text)
    {
        var memo = None;
        foreach (var word in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            memo = word switch
            {
                "resumed" => memo with { Resumed = true },
                "rejected" => memo with { Rejected = true },
                "bank" => memo with { Page = PowensPage.Bank },
                "new-password" => memo with { Page = PowensPage.WebviewForNewPassword },
                _ when word.StartsWith("typed:", StringComparison.Ordinal) => memo with { Typed = Uri.UnescapeDataString(word[6..]) },
                _ when word.StartsWith("for:", StringComparison.Ordinal) => memo with { TypedFor = word[4..] },
                _ when word.StartsWith("source:", StringComparison.Ordinal) => memo with { Source = word[7..] },
                _ => memo,
            };
        }

        return memo;
    }

    public override string ToString()
    {
        var words = new List<string>();
        if (Resumed)
        {
            words.Add("resumed");
        }

        if (Rejected)
        {
            words.Add("rejected");
        }

        if (Page != PowensPage.Webview)
        {
            words.Add(Page == PowensPage.Bank ? "bank" : "new-password");
        }

        if (Source is not null)
        {
            words.Add($"source:{Source}");
        }

        if (Typed is not null)
        {
            words.Add($"typed:{Uri.EscapeDataString(Typed)}");
            if (TypedFor is not null)
            {
                words.Add($"for:{TypedFor}");
            }
        }

        return string.Join(' ', words);
    }
}
