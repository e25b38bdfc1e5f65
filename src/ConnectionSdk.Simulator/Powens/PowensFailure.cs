using System.Diagnostics.CodeAnalysis;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>An error answer in the making. Powens: Errors.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It becomes an HTTP answer and never leaves the simulator.")]
internal sealed class PowensFailure(int status, string code, string description, string? bankMessage = null) : Exception(description)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? BankMessage { get; } = bankMessage;

    public static PowensFailure Missing(string parameter) => new(400, "missingParameter", "Missing parameter " + parameter);

    public static PowensFailure Unacceptable(string parameter) => new(400, "invalidValue", "Unacceptable value for " + parameter);

    public static PowensFailure WrongPass() =>
        new(400, "wrongpass", "The authentication on website has failed", "Identifiant ou mot de passe incorrect");

    public static PowensFailure NotFound() => new(404, "notFound", "The resource was not found");

    public static PowensFailure Unauthorized() => new(401, "unauthorized", "The token is missing or incorrect");

    public static PowensFailure SyncRefused() => new(409, "tooManySync", "A synchronization was performed recently or is running");
}
