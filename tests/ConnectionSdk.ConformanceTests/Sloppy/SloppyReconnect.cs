using System.Collections.Concurrent;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests.Sloppy;

/// <summary>The repair of a <see cref="SloppyProvider"/>.</summary>
internal sealed class SloppyReconnect(SloppyProvider provider, IReconnectStrategy good, Flaw flaw, TimeProvider time, ILogger logger) : IReconnectStrategy
{
    private readonly ConcurrentDictionary<ReconnectSessionId, ITimer?> _begun = new();

    public async ValueTask<ReconnectMove> BeginAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        _begun[context.SessionId] = flaw == Flaw.WorksInTheBackground
            ? time.CreateTimer(state => _ = provider.GetAsync(context.Connection, CancellationToken.None), null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30))
            : null;
        if (flaw == Flaw.DeletesToRepair)
        {
            await provider.RemoveAsync(await provider.PlanRemovalAsync(context.Connection, cancellationToken), cancellationToken);
        }

        return await LookAsync(context, await good.BeginAsync(context, cancellationToken), cancellationToken);
    }

    public async ValueTask<ReconnectMove> ReplyAsync(ReconnectContext context, UserReply reply, CancellationToken cancellationToken)
    {
        var typed = (reply as UserReply.FieldValues)?.Values.Values.Single().Reveal();
        if (flaw == Flaw.RemembersInMemory && !_begun.ContainsKey(context.SessionId))
        {
            throw new InvalidOperationException("Unknown session.");
        }

        if (flaw == Flaw.LogsTheCode && typed is not null)
        {
            logger.LogInformation("The user typed {Code}", typed);
        }

        try
        {
            var move = await good.ReplyAsync(context, reply, cancellationToken);
            return flaw switch
            {
                Flaw.SendsTwice => await good.ReplyAsync(context, reply, cancellationToken),
                Flaw.KeepsTheCode => move with { Memo = typed },
                Flaw.BelievesTheCallback => move with { Verdict = ReconnectVerdict.Repaired },
                _ => move,
            };
        }
        catch (ProviderException exception) when (flaw == Flaw.ResendsAfterALostAnswer && exception.Kind == ProviderErrorKind.OutcomeUnknown)
        {
            return await good.ReplyAsync(context, reply, cancellationToken);
        }
        catch (ProviderException exception) when (flaw == Flaw.HidesRefusals && exception.Kind == ProviderErrorKind.ChallengeRejected)
        {
            return await good.ObserveAsync(context, cancellationToken) with { Fate = ReplyFate.Accepted };
        }
        catch (ProviderException exception) when (flaw == Flaw.GivesUpAtTheFirstRefusal && exception.Kind == ProviderErrorKind.ChallengeRejected)
        {
            return await good.ObserveAsync(context, cancellationToken) with { Fate = ReplyFate.Rejected, Verdict = ReconnectVerdict.Abandoned };
        }
    }

    public async ValueTask<ReconnectMove> ObserveAsync(ReconnectContext context, CancellationToken cancellationToken)
    {
        if (flaw == Flaw.RefreshesOnLook)
        {
            await provider.RefreshAsync(context.Connection, new RefreshOptions { UserPresent = true }, cancellationToken);
        }

        return await LookAsync(context, await good.ObserveAsync(context, cancellationToken), cancellationToken);
    }

    public ValueTask<RequiredAction> IssueLaunchAsync(ReconnectContext context, CancellationToken cancellationToken) =>
        good.IssueLaunchAsync(context, cancellationToken);

    private async ValueTask<ReconnectMove> LookAsync(ReconnectContext context, ReconnectMove move, CancellationToken cancellationToken) => flaw switch
    {
        Flaw.RepairsTheHealthy or Flaw.AsksTheUserWhenTheBankIsDown => move with
        {
            Verdict = ReconnectVerdict.Continue,
            Action = new RequiredAction.FollowRedirect { Actor = Actor.EndUser },
        },
        Flaw.TakesAnUnknownStatusForHealth or Flaw.TakesGoneForBroken or Flaw.ThrowsOnAnUnknownStatus =>
            ReconnectMove.From(await provider.GetAsync(context.Connection, cancellationToken)),
        _ => move,
    };
}
