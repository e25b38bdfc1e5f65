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
    /// <param name="mintsToken">Whether it answers GenerateAuthorizeToken, where no bank takes part.</param>
    public static string RowOf(FlinksAnswerDto answer, bool mintsToken = false) => Of(answer) switch
    {
        null => WithoutCode(answer),
        var code when Is(code, "INVALID_LOGIN") && Mentions(answer, "LoginId") => FlinksStatusMap.UnknownLogin,
        var code when Is(code, "UNAUTHORIZED") && (mintsToken || Mentions(answer, "valid auth")) => FlinksStatusMap.KeyRefused,
        var code when Is(code, "INVALID_SECURITY_RESPONSE") && answer.AsksQuestions => FlinksStatusMap.AskedAgain,
        var code => code,
    };

    private static string WithoutCode(FlinksAnswerDto answer)
    {
        var arrivedWell = answer.ReceivedStatus is null or (>= 200 and < 300);
        return answer switch
        {
            { AsksQuestions: true } => FlinksStatusMap.Challenged,
            _ when !arrivedWell => FlinksStatusMap.Unexplained,
            { Status: 203 } => FlinksStatusMap.Challenged,
            { Status: 202, RequestId: not null } => "OPERATION_PENDING",
            { Status: 200 or 201, RequestId: not null } or { Status: 200 or 201, Login: not null } or { Status: 200 or 201, Accounts: not null } => "",
            _ => FlinksStatusMap.Unexplained,
        };
    }

    private static bool Mentions(FlinksAnswerDto answer, string words) => answer.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
