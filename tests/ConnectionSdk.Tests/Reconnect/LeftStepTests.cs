using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>A repair that was left half way hands the step at the provider to the next one, unless it was waited for in vain.</summary>
public sealed class LeftStepTests
{
    private readonly Repair _repair = new();
    private readonly List<string?> _begunWith = [];

    [Fact]
    public async Task Whoever_gives_up_goes_on_with_the_step_next_time()
    {
        BeginsAt("job:1", _repair.AskCode());
        var session = await _repair.StartAsync();
        await _repair.Flow.CancelAsync(session.Id);

        await _repair.StartAsync();

        Assert.Equal([null, "job:1"], _begunWith);
    }

    [Fact]
    public async Task What_was_waited_for_in_vain_does_not_hold_up_the_next_repair()
    {
        var wait = new RequiredAction.Wait { Actor = Actor.Provider, ExpiresAt = _repair.Clock.GetUtcNow() + TimeSpan.FromSeconds(90) };
        BeginsAt("job:1", wait);
        _repair.Provider.OnObserve = context => Task.FromResult(At("job:1", context, wait));
        var session = await _repair.StartAsync();
        _repair.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(ReconnectOutcome.Expired, (await _repair.Flow.PollAsync(session.Id)).Outcome);

        await _repair.StartAsync();

        Assert.Equal([null, null], _begunWith);
    }

    [Fact]
    public async Task A_start_that_came_to_nothing_leaves_the_step_to_the_next()
    {
        var begin = _repair.Provider.OnBegin;
        _repair.Provider.OnBegin = (context, _) =>
        {
            _begunWith.Add(context.Memo);
            throw Repair.Failure(ProviderErrorKind.Unavailable, transient: true, sent: false);
        };
        await Assert.ThrowsAsync<ProviderException>(() => _repair.StartAsync(new ReconnectOptions { ResumeToken = "job:1" }));
        _repair.Provider.OnBegin = (context, cancellationToken) =>
        {
            _begunWith.Add(context.Memo);
            return begin(context, cancellationToken);
        };

        await _repair.StartAsync();

        Assert.Equal(["job:1", "job:1"], _begunWith);
    }

    private void BeginsAt(string step, RequiredAction action) => _repair.Provider.OnBegin = (context, _) =>
    {
        _begunWith.Add(context.Memo);
        return Task.FromResult(At(step, context, action));
    };

    private ReconnectMove At(string step, ReconnectContext context, RequiredAction action)
    {
        var move = _repair.Provider.Move(context, action, again: TimeSpan.FromSeconds(5));
        return move with { Connection = move.Connection with { ResumeToken = step }, Memo = step };
    }
}
