namespace ConnectionSdk.Simulator;

/// <summary>One request of a delivery.</summary>
/// <param name="Number">Counts the attempts of the delivery, from 1.</param>
/// <param name="At">When it was sent, on the simulator's clock.</param>
/// <param name="Status">What the application answered; null when it did not answer in time, or could not be reached.</param>
/// <param name="Headers">What was sent as headers, the signature among them.</param>
/// <param name="Fault">The name of the fault that struck it, or null.</param>
public sealed record WebhookAttempt(int Number, DateTimeOffset At, int? Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Fault)
{
    /// <summary>Number and status only: headers may hold a token.</summary>
    public override string ToString() => $"#{Number}: {Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"}";
}
