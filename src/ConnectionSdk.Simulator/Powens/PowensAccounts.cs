using System.Collections;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>The accounts of one connection, and what a repair may do to them.</summary>
public sealed class PowensAccounts : IReadOnlyList<PowensAccount>
{
    private readonly List<PowensAccount> _accounts = [];
    private readonly Func<long> _nextId;
    private readonly TimeProvider _clock;

    internal PowensAccounts(Func<long> nextId, TimeProvider clock)
    {
        _nextId = nextId;
        _clock = clock;
    }

    /// <summary>How many there are, deleted and disabled ones included.</summary>
    public int Count => _accounts.Count;

    /// <summary>One of them.</summary>
    public PowensAccount this[int index] => _accounts[index];

    /// <summary>A new account appears at the bank. Powens shows new accounts disabled until the user consents.</summary>
    /// <param name="account">The account; it gets an id when it has none.</param>
    /// <param name="enabled">Whether it is listed at once.</param>
    public PowensAccount Add(PowensAccount account, bool enabled = false)
    {
        ArgumentNullException.ThrowIfNull(account);
        account.Id = account.Id == 0 ? _nextId() : account.Id;
        account.DisabledAt = enabled ? null : _clock.GetUtcNow();
        _accounts.Add(account);
        return account;
    }

    /// <summary>The bank calls an account something else.</summary>
    public void Rename(int index, string name) => _accounts[index].Name = name;

    /// <summary>The account comes back under a new id, as some repairs were seen to do; the old one is deleted.</summary>
    /// <param name="index">Which.</param>
    /// <param name="enabled">Whether the new one is listed at once.</param>
    public PowensAccount Recreate(int index, bool enabled = false)
    {
        var old = _accounts[index];
        old.DeletedAt = _clock.GetUtcNow();
        return Add(
            new PowensAccount
            {
                Name = old.Name,
                Number = old.Number,
                Iban = old.Iban,
                Webid = old.Webid,
                Type = old.Type,
                Currency = old.Currency,
                Balance = old.Balance,
            },
            enabled);
    }

    /// <summary>The bank no longer shows the account.</summary>
    public void Remove(int index) => _accounts[index].DeletedAt = _clock.GetUtcNow();

    /// <summary>The user has logged in to somebody else's bank: none of the old accounts, all of these.</summary>
    public void ReplaceAll(params PowensAccount[] accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        foreach (var account in _accounts)
        {
            account.DeletedAt ??= _clock.GetUtcNow();
        }

        foreach (var account in accounts)
        {
            Add(account, enabled: true);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<PowensAccount> GetEnumerator() => _accounts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
