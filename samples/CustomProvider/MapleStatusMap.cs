using ConnectionSdk;
using ConnectionSdk.Providers;
using static ConnectionSdk.Providers.StatusRows;

namespace Maple;

/// <summary>What Maple's statuses mean, as data: a table is made from it, and an integrator can override a row.</summary>
public static class MapleStatusMap
{
    /// <summary>Maple's error code for a connection it does not know; the row says what that means.</summary>
    internal const string Unknown = "unknownConnection";

    private const string Source = "Maple: Connection statuses";

    /// <summary>All rows. What has no row is read as <see cref="ConnectionState.Unknown"/> and permits nothing: no code of tomorrow throws.</summary>
    public static StatusMap Map { get; } = new(
    [
        Row("ok", ConnectionState.Active, StatusReason.None, RequiredActionKind.None, Actor.None, RetryAdvice.NotNeeded,
            "The connection works.", Source),
        Row("syncing", ConnectionState.Connecting, StatusReason.None, RequiredActionKind.Wait, Actor.Provider, RetryAdvice.Poll,
            "Maple is talking to the bank.", Source),
        Row("codeNeeded", ConnectionState.ActionRequired, StatusReason.MfaRequired, RequiredActionKind.ProvideFields, Actor.EndUser, RetryAdvice.Never,
            "The bank waits for a code it sent to the user.", Source),
        Row("wrongCode", ConnectionState.ActionRequired, StatusReason.MfaRejected, RequiredActionKind.ProvideFields, Actor.EndUser, RetryAdvice.Never,
            "The bank refused the code (an error code; the status stays codeNeeded).", Source),
        Row("consentNeeded", ConnectionState.ReconnectRequired, StatusReason.ConsentExpired, RequiredActionKind.FollowRedirect, Actor.EndUser,
            RetryAdvice.Never, "The consent ran out; the user renews it on Maple's page.", Source),
        Row("withdrawn", ConnectionState.Revoked, StatusReason.ConsentRevokedByUser, RequiredActionKind.FollowRedirect, Actor.EndUser,
            RetryAdvice.Never, "The user withdrew access. Only the user can give it back.", Source),
        Row("locked", ConnectionState.ActionRequired, StatusReason.AccountLocked, RequiredActionKind.VisitInstitution, Actor.EndUser,
            RetryAdvice.Never, "The bank locked the login; the user has it unlocked there.", Source),
        Row("bankDown", ConnectionState.Degraded, StatusReason.InstitutionUnavailable, RequiredActionKind.Wait, Actor.Institution,
            RetryAdvice.ByProvider, "The bank does not answer; Maple tries again.", Source),
        Row(Unknown, ConnectionState.Deleted, StatusReason.NotFound, RequiredActionKind.StartOver, Actor.EndUser, RetryAdvice.Never,
            "Maple does not know the connection (any more).", Source),
    ]);
}
