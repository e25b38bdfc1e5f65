using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>What Flinks Connect told.</summary>
internal enum FlinksReturnKind
{
    /// <summary>A step on the way, or one this version does not know.</summary>
    Progress = 0,

    /// <summary>The user is done.</summary>
    Finished,

    /// <summary>The visit ended, or an attempt failed: the code says why.</summary>
    Failed,
}

/// <summary>What came back from the widget, by message or by redirect: hints, which are read at Flinks before anything is believed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Code">The event or FlinksCode; null when there is none.</param>
/// <param name="LoginId">The login it names; null when none.</param>
/// <param name="RequestId">The session it names; null when none.</param>
internal sealed record FlinksReturn(FlinksReturnKind Kind, string? Code = null, string? LoginId = null, string? RequestId = null)
{
    private const int MaxIdLength = 64;

    /// <summary>Reads a reply. Flinks: Events, Use a custom tag, Handled errors.</summary>
    public static FlinksReturn Of(UserReply reply, FlinksStatuses statuses) => reply switch
    {
        UserReply.WidgetReturned widget => OfMessage(widget.Json, statuses),
        UserReply.RedirectReturned redirect => OfAddress(redirect.Uri),
        _ => new FlinksReturn(FlinksReturnKind.Finished),
    };

    private static FlinksReturn OfMessage(string message, FlinksStatuses statuses)
    {
        if (FlinksEvent.Parse(message) is not { } told)
        {
            return new FlinksReturn(FlinksReturnKind.Progress);
        }

        var (step, code) = (FlinksCode.Of(told.Step), FlinksCode.Of(told.Code));
        if (FlinksCode.Is(step, "REDIRECT"))
        {
            var address = FlinksEvent.OfAddress(told.Url);
            return new FlinksReturn(FlinksReturnKind.Finished, step, Id(told.LoginId) ?? Id(address?.LoginId), Id(told.RequestId) ?? Id(address?.RequestId));
        }

        foreach (var candidate in new[] { code, step })
        {
            if (candidate is not null && EndsAttempt(candidate, statuses))
            {
                return new FlinksReturn(FlinksReturnKind.Failed, candidate, RequestId: Id(told.RequestId));
            }
        }

        return (code ?? step) is null && Id(told.LoginId) is { } loginId
            ? new FlinksReturn(FlinksReturnKind.Finished, LoginId: loginId, RequestId: Id(told.RequestId))
            : new FlinksReturn(FlinksReturnKind.Progress, code ?? step, RequestId: Id(told.RequestId));
    }

    private static FlinksReturn OfAddress(Uri address) => new(
        FlinksReturnKind.Finished,
        LoginId: Id(CallbackState.QueryValue(address, "loginId")),
        RequestId: Id(CallbackState.QueryValue(address, "requestId")));

    private static bool EndsAttempt(string code, FlinksStatuses statuses)
    {
        var row = statuses.Map.Find(statuses.KeyOf(code), out var known);
        return known && row.State is not (ConnectionState.Active or ConnectionState.Connecting);
    }

    private static string? Id(string? id) =>
        id is { Length: > 0 and <= MaxIdLength } && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') ? id : null;
}
