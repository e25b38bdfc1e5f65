using System.Collections;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>The accounts of one connection, and what a repair may do to them.</summary>
public sealed class AraucariaAccounts : IReadOnlyList<AraucariaAccount>
{
    private readonly List<AraucariaAccount> _accounts = [];
    private readonly TimeProvider _clock;

    internal AraucariaAccounts(TimeProvider clock) => _clock = clock;

    /// <summary>How many there are.</summary>
    public int Count => _accounts.Count;

    /// <summary>One of them.</summary>
    public AraucariaAccount this[int index] => _accounts[index];

    /// <summary>A new account appears at the bank.</summary>
    /// <param name="account">The account; it gets an id when it has none.</param>
    public AraucariaAccount Add(AraucariaAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        account.Id = account.Id.Length == 0 ? AraucariaIds.New("acc_", _clock) : account.Id;
        account.CreatedAt = _clock.GetUtcNow();
        _accounts.Add(account);
        return account;
    }

    /// <summary>The bank calls an account something else.</summary>
    public void Rename(int index, string name) => _accounts[index].Name = name;

    /// <summary>The bank no longer shows an account.</summary>
    public void Remove(int index) => _accounts.RemoveAt(index);

    /// <summary>The same accounts come back, each under a new id: nothing is promised about ids.</summary>
    public void RenewIds() => _accounts.ForEach(account => account.Id = AraucariaIds.New("acc_", _clock));

    /// <summary>The user has logged in to somebody else's bank: none of the old accounts, all of these.</summary>
    public void ReplaceAll(params AraucariaAccount[] accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        _accounts.Clear();
        Array.ForEach(accounts, account => Add(account));
    }

    /// <inheritdoc/>
    public IEnumerator<AraucariaAccount> GetEnumerator() => _accounts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
