using ConnectionSdk.Diagnostics;
using Polly;
using Polly.Retry;

namespace ConnectionSdk.Providers;

/// <summary>
/// Repeats a call whose first attempt failed. Polly does the waiting and counting; it is entered only after a failure,
/// so a call that succeeds at once pays nothing for it. See docs/decisions/0002-http-pipeline.md.
/// </summary>
internal sealed class CallRepeater
{
    private const double TransientBase = 0.2;
    private const double TransientCap = 5;
    private const double ThrottleBase = 1;
    private const double ThrottleCap = 20;
    private static readonly ResiliencePropertyKey<Run> RunKey = new("ConnectionSdk.Run");

    private readonly CallTransport _transport;
    private readonly ProviderHttpOptions _options;
    private readonly RetryBudget _budget;
    private readonly CallReporter _reporter;
    private readonly Lazy<ResiliencePipeline<Exchange>> _pipeline;

    public CallRepeater(CallTransport transport, ProviderHttpOptions options, RetryBudget budget, CallReporter reporter, TimeProvider time)
    {
        _transport = transport;
        _options = options;
        _budget = budget;
        _reporter = reporter;
        _pipeline = new Lazy<ResiliencePipeline<Exchange>>(() => Build(time));
    }

    /// <summary>Whether it is worth entering at all.</summary>
    public bool Applies(ProviderCallState state, CallFailure failure) =>
        WantsNewToken(state, failure) || (_options.Retries && state.Attempts < Math.Min(state.Call.MaxAttempts, state.Call.Rules.MaxAttempts) && AllowedByEffect(state, failure));

    public async ValueTask<Exchange> RepeatAsync(ProviderCallState state, Exchange first)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, state.Caller);
        try
        {
            var run = new Run(this, state, first);
            context.Properties.Set(RunKey, run);
            return await _pipeline.Value.ExecuteAsync(static (_, run) => run.NextAsync(), context, run).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline<Exchange> Build(TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<Exchange> { TimeProvider = time };
        return builder.AddRetry(new RetryStrategyOptions<Exchange>
        {
            MaxRetryAttempts = 2,
            ShouldHandle = static arguments => new ValueTask<bool>(
                arguments.Outcome.Result.Failure is { } failure
                && arguments.Context.Properties.TryGetValue(RunKey, out var run)
                && run.Owner.Decide(run.State, failure)),
            DelayGenerator = static arguments => new ValueTask<TimeSpan?>(
                arguments.Context.Properties.TryGetValue(RunKey, out var run) ? run.State.NextDelay : TimeSpan.Zero),
        }).Build();
    }

    private static bool WantsNewToken(ProviderCallState state, CallFailure failure) =>
        failure.NewTokenWorthTrying && !state.Replayed && state.Call.Rules.RepeatsAmbiguous;

    private static bool AllowedByEffect(ProviderCallState state, CallFailure failure)
    {
        var rules = state.Call.Rules;
        if (failure.Retry == RetryClass.None) return false;
        if (failure.Unsent) return true;
        if (rules.RepeatsAmbiguous) return failure.Retry != RetryClass.NotJson || !state.NotJsonSeen;
        return rules.RepeatsGatewayErrors && failure.StatusCode is 429 or 502 or 503 or 504;
    }

    private bool Decide(ProviderCallState state, CallFailure failure)
    {
        if (!Applies(state, failure) || state.Caller.IsCancellationRequested) return false;
        if (WantsNewToken(state, failure))
        {
            state.Replayed = true;
            state.NextDelay = TimeSpan.Zero;
            return true;
        }

        var throttled = failure.Retry == RetryClass.Throttle;
        var delay = Jitter(throttled ? ThrottleBase : TransientBase, throttled ? ThrottleCap : TransientCap, state.Attempts - 1);
        if (failure.RetryAfter is { } atLeast)
        {
            if (atLeast > _options.MaxRetryAfter) return false;
            if (delay < atLeast) delay = atLeast;
        }

        if (delay >= _transport.Remaining(state)) return false;

        var cost = throttled ? RetryBudget.ThrottleCost : RetryBudget.TransientCost;
        if (!_budget.TryTake(cost))
        {
            _reporter.BudgetEmpty(state.Call);
            return false;
        }

        state.TokensSpent += cost;
        state.NotJsonSeen |= failure.Retry == RetryClass.NotJson;
        state.NextDelay = delay;
        _reporter.Repeating(state, failure, delay);
        return true;
    }

    private static TimeSpan Jitter(double baseSeconds, double capSeconds, int retry) =>
        TimeSpan.FromSeconds(Random.Shared.NextDouble() * Math.Min(capSeconds, baseSeconds * Math.Pow(2, retry)));

    private sealed class Run(CallRepeater owner, ProviderCallState state, Exchange first)
    {
        private bool _firstSeen;

        public CallRepeater Owner => owner;

        public ProviderCallState State => state;

        /// <summary>The failure that brought us here counts as Polly's first attempt.</summary>
        public ValueTask<Exchange> NextAsync()
        {
            if (_firstSeen) return owner._transport.AttemptAsync(state);
            _firstSeen = true;
            return new ValueTask<Exchange>(first);
        }
    }
}
