namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>The state of a connection in the product's own words: what is the matter, why, and who sees to it.</summary>
/// <param name="Headline">What is the matter.</param>
/// <param name="Why">Why, and what happens next.</param>
/// <param name="ByWhom">Who has to act.</param>
internal sealed record Wording(string Headline, string Why, string ByWhom)
{
    private const string You = "You";
    private const string Nobody = "Nobody has to do anything";

    /// <summary>The state of what is kept; null before the first read.</summary>
    public static Wording? Of(KeptConnection kept) => kept switch
    {
        { Known: null } => null,
        { HasOtherAccounts: true, State: ConnectionState.Active } => new(
            "Other accounts came back",
            "You logged in with another login than before. Nothing was mixed up or deleted, and the new accounts are not shown. Add this bank anew with the right login, or ask our team.",
            You),
        { Known: { } connection } => Of(connection),
    };

    public static Wording Of(Connection connection)
    {
        var status = connection.Status;
        return status.State switch
        {
            ConnectionState.Active => new("Works", "Your accounts are kept up to date.", Nobody),
            ConnectionState.Pending => new("Not finished", "You have not logged in to this bank yet.", You),
            ConnectionState.Connecting => new("Connecting", "The bank is being asked for your accounts. This takes a moment.", "We are on it"),
            ConnectionState.Degraded => Degraded(connection),
            ConnectionState.ActionRequired => Asked(status),
            ConnectionState.ReconnectRequired => Broken(status),
            ConnectionState.Revoked => new(
                "No longer shared",
                "You withdrew our access at the bank, so nothing is read any more. You can share the account again whenever you like.",
                "Only if you want to"),
            ConnectionState.Disconnected => new(
                "Switched off", "This connection has ended for good. What was read until then is kept. To go on, add the bank anew.", "Only if you want to"),
            ConnectionState.Failed => new("Did not work", Failed(status.Reason), "Only if you want to"),
            ConnectionState.Deleted => new("Gone", "The connection no longer exists at the provider.", Nobody),
            _ => new("Being checked", "We cannot tell yet how this connection is. What was read before is still shown, and our team has been told.", "Our team"),
        };
    }

    private static Wording Asked(ConnectionStatus status)
    {
        if (status.Reason == StatusReason.DecoupledPending)
        {
            return new("Your bank waits for your approval", "Approve the access in your bank's app to go on.", You);
        }

        if (status.Reason == StatusReason.InstitutionActionRequired)
        {
            return new("Your bank has something for you to do", status.Provider.UserMessage ?? "Log in at your bank and see what it asks of you.", You);
        }

        return status.Reason == StatusReason.MfaRequired
            ? new("Your bank asks for a code", "It wants to make sure that it is you before it sends new data.", You)
            : new("Your bank wants to hear from you", "Answer it to have your accounts kept up to date.", You);
    }

    private static Wording Broken(ConnectionStatus status)
    {
        if (status.Reason == StatusReason.CredentialsInvalid)
        {
            return new("Your bank no longer accepts this login", "Have you changed your password? Log in once more to go on.", You);
        }

        if (status.Reason == StatusReason.PasswordExpired)
        {
            return new("Your password has expired", "Choose a new one at your bank, then log in once more.", You);
        }

        if (status.Reason == StatusReason.ConsentExpired)
        {
            return new("Your permission has run out", "Banks ask for it again from time to time. Until then nothing new is read.", You);
        }

        if (status.Reason == StatusReason.RedirectRequired)
        {
            return new("Your bank wants your permission", "You give it on the bank's own page.", You);
        }

        return status.Reason == StatusReason.MfaRequired || status.Reason == StatusReason.MfaRejected
            ? new("Your bank has a question for you", "Only you can answer it, so nothing new is read until then.", You)
            : new("Your bank wants to make sure that it is you", "Confirm it to have your accounts kept up to date.", You);
    }

    private static Wording Degraded(Connection connection)
    {
        var (headline, by) = connection.Status.Reason == StatusReason.RateLimited ? ("The bank asks for patience", "The bank")
            : connection.Status.Reason == StatusReason.InstitutionUnavailable ? ("The bank cannot be reached", "The bank")
            : ("New data is held up", "Our provider");
        var next = connection.NextAttemptAt is { } at
            ? $"It is tried again by itself on {Times.Long(at)}."
            : "It is tried again by itself.";
        return new(headline, $"{next} What was read before is still shown.", by);
    }

    private static string Failed(StatusReason reason) => reason == StatusReason.NoAccounts
        ? "This bank has no account to share under your login. You may add another bank."
        : "The bank could not be connected. You may try again with another bank.";
}
