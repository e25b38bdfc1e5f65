using ConnectionSdk.Quickstart.Screens;

namespace ConnectionSdk.Quickstart;

/// <summary>
/// Repairs a connection with its user: start a session, do what its action says, reply, until it is over. This is all a product needs,
/// whatever the provider.
/// </summary>
internal sealed class Repairer(IReconnectFlow flow, Pace pace, Screen screen)
{
    /// <summary>Repairs a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="person">Its user.</param>
    /// <param name="known">
    /// The accounts a product has stored of it. Without them they are read at the start, which a broken connection does not always allow.
    /// </param>
    /// <param name="cancellationToken">Ends the repair.</param>
    public async Task<ReconnectSession> RepairAsync(
        ConnectionRef connection, IPerson person, IReadOnlyList<Account>? known, CancellationToken cancellationToken)
    {
        var session = await flow.StartAsync(connection, new ReconnectOptions { KnownAccounts = known }, cancellationToken);
        try
        {
            while (!session.IsFinished)
            {
                session = await TakeStepAsync(session, person, cancellationToken);
            }

            return session;
        }
        catch (OperationCanceledException)
        {
            await flow.CancelAsync(session.Id, CancellationToken.None);
            throw;
        }
    }

    private Task<ReconnectSession> TakeStepAsync(ReconnectSession session, IPerson person, CancellationToken cancellationToken)
    {
        return session.Action switch
        {
            RequiredAction.ProvideFields ask => TypeAsync(session, ask, person, cancellationToken),
            RequiredAction.FollowRedirect { Url: { } page } => FollowAsync(session, page, person, cancellationToken),
            RequiredAction.OpenWidget { Launch: { } widget } => UseWidgetAsync(session, widget, person, cancellationToken),
            RequiredAction.VisitInstitution visit => VisitAsync(session, visit, person, cancellationToken),
            RequiredAction.ApproveElsewhere approval when session.PollAt is not null =>
                WatchAsync(session, $"the bank says: {approval.Message ?? "approve in the app"}", person, cancellationToken),
            RequiredAction.Wait when session.PollAt is not null =>
                WatchAsync(session, "the provider is at work", person, cancellationToken),
            _ => flow.CancelAsync(session.Id, cancellationToken),
        };
    }

    private async Task<ReconnectSession> TypeAsync(
        ReconnectSession session, RequiredAction.ProvideFields ask, IPerson person, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, SensitiveString>(StringComparer.Ordinal);
        foreach (var field in ask.Fields)
        {
            screen.Line($"  the bank asks: {field.Label ?? field.Name}");
            if (await person.TypeAsync(field, cancellationToken) is not { Length: > 0 } typed)
            {
                return await GiveUpAsync(session, cancellationToken);
            }

            values[field.Name] = new SensitiveString(typed);
        }

        try
        {
            var after = await flow.ReplyAsync(session.Id, new UserReply.FieldValues(values), cancellationToken);
            if (after.RejectedReplies > session.RejectedReplies)
            {
                screen.Line(
                    after.IsFinished ? "  refused; the SDK stops here, before the bank locks the login" : "  refused by the bank",
                    Tone.Attention);
            }

            return after;
        }
        catch (UnexpectedReplyException unfit)
        {
            // Noticed before anything was sent, so no attempt at the bank is spent.
            screen.Line($"  {unfit.Message}", Tone.Attention);
            return unfit.Session;
        }
    }

    private async Task<ReconnectSession> FollowAsync(
        ReconnectSession session, Uri page, IPerson person, CancellationToken cancellationToken) =>
        await person.FollowAsync(page, cancellationToken) is { } callback
            ? await flow.ReplyAsync(session.Id, new UserReply.RedirectReturned(callback), cancellationToken)
            : await GiveUpAsync(session, cancellationToken);

    private async Task<ReconnectSession> UseWidgetAsync(
        ReconnectSession session, WidgetLaunch widget, IPerson person, CancellationToken cancellationToken) =>
        await person.UseWidgetAsync(widget, cancellationToken) is { } message
            ? await flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(message), cancellationToken)
            : await GiveUpAsync(session, cancellationToken);

    private async Task<ReconnectSession> VisitAsync(
        ReconnectSession session, RequiredAction.VisitInstitution visit, IPerson person, CancellationToken cancellationToken) =>
        await person.VisitBankAsync(visit.Message, cancellationToken)
            ? await flow.ReplyAsync(session.Id, new UserReply.ActionDone(), cancellationToken)
            : await GiveUpAsync(session, cancellationToken);

    /// <summary>Watches at the provider's pace; the display goes on between two looks.</summary>
    private Task<ReconnectSession> WatchAsync(ReconnectSession session, string what, IPerson person, CancellationToken cancellationToken) =>
        screen.WaitAsync(what, async waiting =>
        {
            var since = pace.Now;
            var current = session;
            var looks = 0;
            await using var watch = flow.WatchAsync(session.Id, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await pace.UntilAsync(watch.MoveNextAsync().AsTask(), current.PollAt, Show, cancellationToken))
            {
                var before = current.Observed?.Status.Provider.Code;
                looks += watch.Current.Version > current.Version ? 1 : 0;
                current = watch.Current;
                if (current.Action.Kind != session.Action.Kind || current.IsFinished)
                {
                    break;
                }

                if (current.Observed?.Status.Provider.Code is { } code && !string.Equals(code, before, StringComparison.Ordinal))
                {
                    waiting.Note($"after {Seconds(pace.Now - since)} the provider says: {code}");
                }
            }

            waiting.Note($"{looks} looks in {Seconds(pace.Now - since)}");
            return current;

            void Show()
            {
                var waited = pace.Now - since;
                person.Passing(waited);
                var lapses = current.Action.ExpiresAt is { } end ? $", lapses in {end - pace.Now:mm\\:ss}" : "";
                waiting.Show($"{Seconds(waited)}{lapses}");
            }
        });

    private Task<ReconnectSession> GiveUpAsync(ReconnectSession session, CancellationToken cancellationToken) =>
        flow.ReplyAsync(session.Id, new UserReply.Abandoned(), cancellationToken);

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0} s";
}
