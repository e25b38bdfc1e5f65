namespace ConnectionSdk.Flinks.Api;

/// <summary>
/// The code of an answer, which decides what it means; the HTTP number never does, for several codes have changed theirs. Where one code means
/// two things, the answer tells which. Flinks: Error codes.
/// </summary>
internal static class FlinksCode
{
    public static bool Is(string? code, string expected) => string.Equals(code, expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>The code as sent; null for the several ways of saying that there is none.</summary>
    public static string? Of(FlinksAnswerDto answer) => Of(answer.FlinksCode);

    public static string? Of(string? code) =>
        string.IsNullOrWhiteSpace(code) || string.Equals(code, "null", StringComparison.OrdinalIgnoreCase) ? null : code.Trim();

    /// <summary>The row of the status map an answer belongs to.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="bankTakesPart">Whether it answers a call that a bank may take part in; else a refusal is about our key or the LoginId.</param>
    public static string RowOf(FlinksAnswerDto answer, bool bankTakesPart = true) => Of(answer)?.ToUpperInvariant() switch
    {
        null => WithoutCode(answer),
        "OK" or "CREATED" when answer.AsksQuestions => FlinksStatusMap.Challenged,
        "INVALID_LOGIN" when !bankTakesPart || Mentions(answer, "LoginId") => FlinksStatusMap.UnknownLogin,
        "UNAUTHORIZED" when !bankTakesPart || MentionsOurKey(answer) => FlinksStatusMap.KeyRefused,
        "INVALID_SECURITY_RESPONSE" when answer.AsksQuestions => FlinksStatusMap.AskedAgain,
        var code => code,
    };

    private static string WithoutCode(FlinksAnswerDto answer)
    {
        var arrivedWell = answer.ReceivedStatus is null or (>= 200 and < 300);
        return answer switch
        {
            { AsksQuestions: true } => FlinksStatusMap.Challenged,
            { ReceivedStatus: 429 } => FlinksStatusMap.RateLimited,
            { ReceivedStatus: 401 or 403 } when answer.HttpStatusCode is null || MentionsOurKey(answer) => FlinksStatusMap.KeyRefused,
            _ when !arrivedWell => FlinksStatusMap.Unexplained,
            { Status: 203 } => FlinksStatusMap.Challenged,
            { Status: 202 } => "OPERATION_PENDING",
            { Status: 429 } => FlinksStatusMap.RateLimited,
            { Status: 200 or 201, RequestId: not null } or { Status: 200 or 201, Login: not null } or { Status: 200 or 201, Accounts: not null } => "",
            _ => FlinksStatusMap.Unexplained,
        };
    }

    private static bool MentionsOurKey(FlinksAnswerDto answer) => Mentions(answer, "valid auth");

    private static bool Mentions(FlinksAnswerDto answer, string words) => answer.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
