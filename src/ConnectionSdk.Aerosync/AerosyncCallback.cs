using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>Reads what a user comes back with from a first link. Aerosync: Widget events.</summary>
internal static class AerosyncCallback
{
    /// <summary>
    /// The connection the widget names; the first one where the user linked several accounts at once. A hint: it is read before anything is believed.
    /// </summary>
    /// <exception cref="ConnectNotCompletedException">The user closed the widget, or it failed.</exception>
    public static ConnectionRef ConnectionOf(ConnectSession session, UserReply reply, StatusMap statuses)
    {
        var message = AerosyncMessage.Of(reply);
        switch (message.Kind)
        {
            case AerosyncMessageKind.Success when message.ConnectionIds.Count > 0 && ReferenceTo(session.User, message.ConnectionIds[0]) is { } connection:
                return connection;
            case AerosyncMessageKind.Closed:
                throw new ConnectNotCompletedException(StatusReason.UserAbandoned, "The user closed the widget before the connection was made. Offer to start again.");
            case AerosyncMessageKind.Error:
                var row = statuses.Find(message.Code, out var recognised);
                throw new ConnectNotCompletedException(
                    string.IsNullOrEmpty(message.Code) ? StatusReason.Unrecognised : row.Reason,
                    recognised && !string.IsNullOrEmpty(message.Code)
                        ? $"No connection was made. {row.Meaning}"
                        : "No connection was made: the widget reported an error. Offer to start again.",
                    ProviderText.Clean(message.Code));
            default:
                throw new ConnectNotCompletedException(
                    StatusReason.Unrecognised,
                    "What the user came back with names no connection: pass on the widget's pageSuccess message as it is, or the whole address. Otherwise start again.");
        }
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
