namespace ConnectionSdk.Simulator.Flinks;

/// <summary>Where Flinks' answers were seen to differ from its newest documentation, or from themselves. All off unless switched on.</summary>
public sealed class FlinksDivergences
{
    /// <summary>Errors come with the HTTP numbers of older documentation.</summary>
    public bool OlderHttpNumbers { get; set; }

    /// <summary>Authorize answers 200 without <c>Login</c>.</summary>
    public bool OmitsLogin { get; set; }

    /// <summary>SetScheduledRefresh answers a bare JSON string.</summary>
    public bool ScheduledRefreshAsText { get; set; }

    /// <summary>Error events of the widget carry <c>flinksCode</c> instead of <c>step</c>.</summary>
    public bool ErrorEventsAsFlinksCode { get; set; }

    /// <summary>A webhook tells that a contact with the bank failed; no page documents one.</summary>
    public bool TellsFailures { get; set; }

    /// <summary>How the REDIRECT event is written.</summary>
    public FlinksRedirectShape RedirectShape { get; set; }
}
