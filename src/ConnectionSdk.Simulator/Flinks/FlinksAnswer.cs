namespace ConnectionSdk.Simulator.Flinks;

/// <summary>An answer, or the session whose bank must be heard, or be too slow, before there is one.</summary>
internal readonly record struct FlinksAnswer(SimulatedResponse? Response, FlinksSession? AfterBankOf)
{
    public static implicit operator FlinksAnswer(SimulatedResponse response) => new(response, null);
}
