namespace ConnectionSdk;

/// <summary>The standard words of each kind: what happened, and what to do next.</summary>
internal static class ProviderErrorText
{
    public static string For(ProviderErrorKind kind, string provider, string operation) =>
        $"{provider} {operation}: {WordsFor(kind)}";

    public static string WordsFor(ProviderErrorKind kind) => kind switch
    {
        ProviderErrorKind.Timeout => "no answer within the time allowed. The call changes nothing; try again later.",
        ProviderErrorKind.Network => "the connection failed or broke off. The call changes nothing; try again later.",
        ProviderErrorKind.NotSent => "the request was not sent. Nothing happened at the provider; the same input may be sent again.",
        ProviderErrorKind.OutcomeUnknown =>
            "sent, but no usable answer came, so it may have been carried out. Read the state; do not send it again.",
        ProviderErrorKind.RateLimited => "the provider asks to slow down. Try again after RetryAfter.",
        ProviderErrorKind.Unavailable => "the provider or the bank is not available. Try again later.",
        ProviderErrorKind.CredentialRejected => "the key or token was refused. Check the credentials in the options, or the user's token.",
        ProviderErrorKind.Forbidden => "the credential may not do this. Check its rights at the provider.",
        ProviderErrorKind.NotFound => "what was asked for does not exist at the provider (any more).",
        ProviderErrorKind.Conflict => "refused because of the present state. Read the state, then decide.",
        ProviderErrorKind.InvalidRequest => "the provider refuses the request as malformed. See ProviderCode and ProviderMessage.",
        ProviderErrorKind.ChallengeRejected => "what the user entered was refused. Ask the user again.",
        ProviderErrorKind.Locked => "the login or connection is locked. The user must unlock it at the bank, or wait.",
        ProviderErrorKind.NotSupported => "not offered by the provider, the institution or the plan.",
        ProviderErrorKind.Protocol => "the answer is not what the provider promises. If it lasts, report it with the request id.",
        ProviderErrorKind.TooLarge => "the answer is larger than this call allows.",
        ProviderErrorKind.Configuration => "a setting is missing or wrong. Check the options.",
        _ => "the provider answered with an error this version does not know. See ProviderCode and StatusCode.",
    };
}
