namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>An answer, which is held back while the worker is busy with a connection when there is one.</summary>
internal readonly record struct AraucariaAnswer(SimulatedResponse Response, AraucariaConnection? WhenIdle = null)
{
    public static implicit operator AraucariaAnswer(SimulatedResponse response) => new(response);
}
