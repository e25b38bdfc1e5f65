using System.Collections;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>The accounts behind one LoginId, and what a repair may do to them.</summary>
public sealed class FlinksAccounts : IReadOnlyList<FlinksAccount>
{
    private readonly List<FlinksAccount> _accounts = [];

    internal FlinksAccounts()
    {
    }

    /// <summary>How many there are.</summary>
    public int Count => _accounts.Count;

    /// <summary>One of them.</summary>
    public FlinksAccount this[int index] => _accounts[index];

    /// <summary>A new account appears at the bank.</summary>
    public void Add(FlinksAccount account) => _accounts.Add(account);

    /// <summary>The bank calls an account something else.</summary>
    public void Rename(int index, string title) => _accounts[index] = _accounts[index] with { Title = title };

    /// <summary>The account comes back under a new id.</summary>
    public void Recreate(int index) => _accounts[index] = _accounts[index] with { Id = FlinksIds.New() };

    /// <summary>The bank no longer shows the account.</summary>
    public void Remove(int index) => _accounts.RemoveAt(index);

    /// <summary>None of the old accounts, all of these.</summary>
    public void ReplaceAll(params FlinksAccount[] accounts)
    {
        _accounts.Clear();
        _accounts.AddRange(accounts);
    }

    /// <inheritdoc/>
    public IEnumerator<FlinksAccount> GetEnumerator() => _accounts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
