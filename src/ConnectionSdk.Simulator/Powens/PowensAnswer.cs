namespace ConnectionSdk.Simulator.Powens;

/// <summary>An answer, or the connection whose validation must end before there is one (a resume that is not in the background).</summary>
internal readonly record struct PowensAnswer(SimulatedResponse? Response, PowensConnection? AfterValidationOf)
{
    public static implicit operator PowensAnswer(SimulatedResponse response) => new(response, null);
}
