using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>Reads the address a user comes back to from the connect page. Powens: Webview.</summary>
internal static class PowensCallback
{
    /// <summary>The connection the address names. A hint: it is read with the user's own token before anything is believed.</summary>
    /// <exception cref="ConnectNotCompletedException">The user cancelled, or the page failed.</exception>
    public static ConnectionRef ConnectionOf(ConnectSession session, UserReply reply, StatusReader statuses)
    {
        if (reply is not UserReply.RedirectReturned { Uri: var address })
        {
            throw new ConnectNotCompletedException(
                StatusReason.IntegratorError, "Powens' connect page returns by redirect: reply with RedirectReturned and the whole address.");
        }

        if (PowensCode.Of(CallbackState.QueryValue(address, "error")) is { } error)
        {
            var row = statuses.Find(error, out var recognised);
            throw new ConnectNotCompletedException(
                row.Reason, recognised ? $"No connection was made. {row.Meaning}" : "No connection was made: the page reported an error. Offer to start again.",
                ProviderText.Clean(error));
        }

        // The page says connection_id, the bank's redirect id_connection, and several connections come as a list.
        var id = CallbackState.QueryValue(address, "connection_id")
            ?? CallbackState.QueryValue(address, "id_connection")
            ?? CallbackState.QueryValue(address, "connection_ids")?.Split(',')[0];
        return id is not null && ReferenceTo(session.User, id) is { } connection
            ? connection
            : throw new ConnectNotCompletedException(
                StatusReason.Unrecognised, "The address the user came back to names no connection. List the user's connections, or start again.");
    }

    private static ConnectionRef? ReferenceTo(UserRef user, string id)
    {
        try
        {
            return user.Connection(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
