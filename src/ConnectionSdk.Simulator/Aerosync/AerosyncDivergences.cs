namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>Where Aerosync's pages contradict each other, or leave open what is sent. All off unless switched on.</summary>
public sealed class AerosyncDivergences
{
    /// <summary>Widget tokens come from <c>POST /token</c> and ask for <c>aeroPassUserUUID</c>, as the reconnection page prints it.</summary>
    public bool WidgetTokenAsOnThePage { get; set; }

    /// <summary>A widget token's answer has no <c>TTL</c>.</summary>
    public bool OmitsWidgetTokenTtl { get; set; }

    /// <summary>A healthy connection is <c>ACTIVE</c>, not <c>CONNECTED</c>.</summary>
    public bool SaysActive { get; set; }

    /// <summary>An expired consent is <c>EXPIRED_CONSENT</c>, not <c>FAILURE</c>.</summary>
    public bool SaysExpiredConsent { get; set; }

    /// <summary>Accounts lack the status, the expiry and the masked number, as in an older edition.</summary>
    public bool OldAccounts { get; set; }

    /// <summary>The account of a broken connection answers 400 AC-104 instead of 200 with a status.</summary>
    public bool BrokenAccountsAnswerAc104 { get; set; }

    /// <summary>A job that waits for the user is <c>MFA_REQUIRED</c>, not <c>Pending MFA</c>.</summary>
    public bool SaysMfaRequired { get; set; }

    /// <summary>Webhooks about jobs carry a status and nothing else, as in the one example there is.</summary>
    public bool JobEventsNameNobody { get; set; }

    /// <summary>Errors of data calls come with HTTP 200.</summary>
    public bool ErrorsInsideOk { get; set; }
}
