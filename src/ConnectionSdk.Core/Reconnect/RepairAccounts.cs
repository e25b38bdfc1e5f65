using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk;

/// <summary>Reads the accounts of a repair, before and after. What cannot be read is not compared; that access was withdrawn is remembered.</summary>
internal sealed class RepairAccounts(IRevocationStore revocations, ILogger logger)
{
    /// <summary>The accounts before the first step; null when they cannot be read.</summary>
    public async Task<IReadOnlyList<Account>?> BeforeAsync(ConnectionProvider provider, ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            // A data call, which must not leave after a revocation: then only the accounts the host knows can be compared.
            return await revocations.FindAsync(connection, cancellationToken).ConfigureAwait(false) is null
                ? await provider.GetAccountsAsync(connection, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (ProviderException)
        {
            return null;
        }
        catch (AccessRevokedException revoked)
        {
            await RememberRevocationAsync(revoked.Connection).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>
    /// What happened to the accounts; null when those before are not known, or those now cannot be read. When the answer says that access was withdrawn, the
    /// connection is not repaired after all, and the move says so.
    /// </summary>
    public async Task<(ReconnectMove Move, ContinuityReport? Continuity)> CompareAsync(
        ConnectionProvider provider, ReconnectSession session, ReconnectMove move, CancellationToken cancellationToken)
    {
        if (session.Memory.AccountsBefore is not { } before)
        {
            return (move, null);
        }

        try
        {
            var after = move.Accounts ?? await provider.GetAccountsAsync(move.Connection.Ref, cancellationToken).ConfigureAwait(false);
            return (move, AccountContinuity.Compare(before, AccountContinuity.Mark(after, session.Memory.Salt)));
        }
        catch (ProviderException exception)
        {
            ReconnectLog.AccountsNotCompared(logger, provider.Id.Name, exception.Kind);
            return (move, null);
        }
        catch (AccessRevokedException revoked)
        {
            return (move with
            {
                Connection = revoked.Connection,
                Verdict = ReconnectVerdict.NotRepairable,
                Action = revoked.Connection.Status.Action,
                Note = "the user withdrew access meanwhile",
            }, null);
        }
    }

    /// <summary>Remembers a connection that reads as withdrawn.</summary>
    public ValueTask RememberRevocationAsync(Connection connection) =>
        connection.Status.State == ConnectionState.Revoked ? revocations.SetAsync(connection, CancellationToken.None) : ValueTask.CompletedTask;
}
