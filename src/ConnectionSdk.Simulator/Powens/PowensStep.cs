namespace ConnectionSdk.Simulator.Powens;

/// <summary>One obstacle between a connection and health.</summary>
internal sealed record PowensStep(PowensStepKind Kind, string State)
{
    public string? Source { get; init; }

    public string? Message { get; init; }

    public string? Code { get; init; }

    public string FieldName { get; init; } = "otp";

    public string FieldLabel { get; init; } = "Code d'autorisation";

    public string? FieldPattern { get; init; }

    /// <summary>When an outage ends by itself; null means it does not.</summary>
    public DateTimeOffset? Until { get; init; }

    public static PowensStep Consent { get; } = new(PowensStepKind.Consent, "SCARequired");

    public static PowensStep Credentials { get; } = new(PowensStepKind.Credentials, "wrongpass");
}
