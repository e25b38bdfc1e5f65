using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>Passes what the user typed on, once, and says what became of it. Powens: SCA and connection states.</summary>
internal sealed class PowensSubmission(
    PowensApi api, PowensUsers users, PowensConnections connections, PowensFieldEncryption encryption, StatusReader statuses, PowensOptions options)
{
    /// <summary>Reads the connection before anything leaves.</summary>
    /// <exception cref="ProviderException">Kind NotSent where another kind would leave open what became of the reply.</exception>
    public ValueTask<PowensReading> ReadFirstAsync(ConnectionRef connection, CancellationToken cancellationToken) =>
        BeforeSendingAsync(connections.ReadAsync(connection, cancellationToken));

    /// <summary>Sends the values, with what the hidden fields bring themselves.</summary>
    public async Task<(PowensReading Reading, ReplyFate Fate)> SendAsync(
        ConnectionRef connection, PowensConnectionDto asked, UserReply.FieldValues reply, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, SensitiveString>(reply.Values, StringComparer.Ordinal);
        foreach (var field in PowensFields.Silent(asked))
        {
            values.TryAdd(field.Name!, SensitiveString.FromString(field.Value!));
        }

        var user = users.CredentialOf(connection);
        IReadOnlyDictionary<string, SensitiveString> sent = options.EncryptFields
            ? await BeforeSendingAsync(encryption.EncryptAsync(values, user, cancellationToken)).ConfigureAwait(false)
            : values;
        try
        {
            var dto = await api.SubmitFieldsAsync(user, asked.Id!, PowensSources.ToActOn(asked), sent, cancellationToken).ConfigureAwait(false);
            var after = connections.Reading(dto, connection, ProviderErrorKind.OutcomeUnknown);
            return (after, FateIn(asked, after, ReplyFate.Accepted));
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.ChallengeRejected)
        {
            if (await TryReadAsync(connection, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return (refused, ReplyFate.Rejected);
            }

            // The engine counts the refusal and looks later.
            throw;
        }
        catch (ProviderException exception) when (PowensConnections.IsAnswer(exception))
        {
            var fate = FateOf(exception);
            if (await TryReadAsync(connection, cancellationToken).ConfigureAwait(false) is { } other)
            {
                return (other, PowensCode.Is(exception.ProviderCode, other.Wire?.Code ?? "") ? FateIn(asked, other, fate) : fate);
            }

            if (fate == ReplyFate.NotSent)
            {
                throw;
            }

            throw As(
                ProviderErrorKind.OutcomeUnknown, exception, "answered by a state that could not be read. The bank may have seen it.", mayHaveBeenSent: true);
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.InvalidRequest && !IsKnown(exception.ProviderCode))
        {
            // A word nobody knows may be a bank's refusal, and the bank counts those: not to be taken for "never arrived".
            throw As(
                ProviderErrorKind.OutcomeUnknown, exception, "refused for a reason this version does not know. The bank may have seen it.", mayHaveBeenSent: true);
        }
    }

    /// <summary>A refusal may come as a state instead of an error; so may the news of another source, while the one that asked works.</summary>
    private static ReplyFate FateIn(PowensConnectionDto asked, PowensReading after, ReplyFate fate) =>
        fate == ReplyFate.Accepted && after.Wire is { } now && !PowensSources.Works(now, PowensSources.ToActOn(asked))
            && PowensFields.IsRefusal(PowensFields.Question(asked), now)
            ? ReplyFate.Rejected
            : fate;

    /// <summary>What became of values that met such an answer: a busy connection takes none, a state shows that the bank went on from them.</summary>
    private static ReplyFate FateOf(ProviderException answer) =>
        answer.Kind == ProviderErrorKind.NotFound || answer.StatusCode == 409
        || PowensCode.Is(answer.ProviderCode, "connectionLocked") || PowensCode.Is(answer.ProviderCode, "tooManySync") ? ReplyFate.NotSent
        : answer.Kind == ProviderErrorKind.Conflict ? ReplyFate.Accepted
        : ReplyFate.Unknown;

    /// <summary>A failure that would leave open what became of the reply does not, as long as nothing typed has left.</summary>
    private static async ValueTask<T> BeforeSendingAsync<T>(ValueTask<T> work)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.MayHaveBeenSent && LeavesOpen(exception.Kind))
        {
            throw As(
                ProviderErrorKind.NotSent, exception, $"{exception.Kind} before anything the user typed was sent. The same may be passed on again.", mayHaveBeenSent: false);
        }
    }

    private static bool LeavesOpen(ProviderErrorKind kind) => kind is ProviderErrorKind.Unknown or ProviderErrorKind.Timeout or ProviderErrorKind.Network
        or ProviderErrorKind.Unavailable or ProviderErrorKind.Protocol or ProviderErrorKind.TooLarge;

    private static ProviderException As(ProviderErrorKind kind, ProviderException cause, string what, bool mayHaveBeenSent) =>
        new(kind, cause.Provider, cause.Operation, $"{cause.Provider} {cause.Operation}: {what}", cause)
        {
            Tenant = cause.Tenant,
            StatusCode = cause.StatusCode,
            ProviderCode = cause.ProviderCode,
            ProviderMessage = cause.ProviderMessage,
            UserMessage = cause.UserMessage,
            RequestId = cause.RequestId,
            IsTransient = cause.IsTransient && !mayHaveBeenSent,
            RetryAfter = cause.RetryAfter,
            MayHaveBeenSent = mayHaveBeenSent,
        };

    private async ValueTask<PowensReading?> TryReadAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connections.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException)
        {
            return null;
        }
    }

    private bool IsKnown(string? code)
    {
        statuses.Map.Find(code, out var known);
        return known && code is not null;
    }
}
