namespace ConnectionSdk.Simulator.Flinks;

/// <summary>What was asked for.</summary>
internal sealed record FlinksDataRequest(IReadOnlyList<string>? AccountsFilter, bool WithTransactions, bool WithAccountIdentity);
