namespace ConnectionSdk.Providers;

/// <summary>
/// The tokens retries are paid with, one bucket per registration. A dead provider empties it after ten retries;
/// from then on each call is made once, so an outage never becomes a storm.
/// </summary>
internal sealed class RetryBudget
{
    public const int TransientCost = 10;
    public const int ThrottleCost = 5;

    private readonly int _capacity;
    private int _tokens;

    public RetryBudget(int capacity) => _capacity = _tokens = capacity;

    public int Tokens => Volatile.Read(ref _tokens);

    public bool TryTake(int cost)
    {
        while (true)
        {
            var tokens = Volatile.Read(ref _tokens);
            if (tokens < cost) return false;
            if (Interlocked.CompareExchange(ref _tokens, tokens - cost, tokens) == tokens) return true;
        }
    }

    /// <summary>One token back after a clean success; what the retries cost after a success they brought about.</summary>
    public void Give(int tokens)
    {
        while (true)
        {
            var current = Volatile.Read(ref _tokens);
            if (current >= _capacity) return;
            if (Interlocked.CompareExchange(ref _tokens, Math.Min(_capacity, current + tokens), current) == current) return;
        }
    }
}
