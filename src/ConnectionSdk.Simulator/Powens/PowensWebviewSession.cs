using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>One open webview, from the link with the temporary code to the callback.</summary>
internal sealed class PowensWebviewSession(string flow, string? returnTo, string? state, DateTimeOffset expiresAt)
{
    public string Flow { get; } = flow;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public bool AsksForAllCredentials { get; init; }

    public PowensUser? User { get; set; }

    public bool IsAnonymous { get; set; }

    public PowensConnection? Connection { get; set; }

    public bool HasResetCredentials { get; set; }

    public bool HasDeleted { get; set; }

    public bool IsClosed { get; set; }

    public string? Error { get; set; }

    public bool NeedsCredentialsFirst =>
        AsksForAllCredentials
        && !HasResetCredentials
        && Connection?.Repair.Step?.Kind is null or PowensStepKind.Consent or PowensStepKind.Credentials or PowensStepKind.NewPassword;

    public bool IsFinished => IsClosed || (Flow != "manage" && Connection is { Repair: { Step: null, IsValidating: false } } && !NeedsCredentialsFirst);

    public Uri Back(params (string Name, string? Value)[] parameters) =>
        ReturnAddress.With(returnTo ?? "https://webview.powens.example/done", [.. parameters, ("state", state)]);

    public Uri Failed(string error, string? description) => Back(("error", error), ("error_description", description));
}
