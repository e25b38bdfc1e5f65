using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>An error answer in the making. Aerosync: Errors by endpoint.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It becomes an HTTP answer and never leaves the simulator.")]
internal sealed class AerosyncFailure(int status, string code, string description) : Exception(description)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static AerosyncFailure TokenRefused() => new(403, "AC-001", "Invalid API key and secret.");

    public static AerosyncFailure Malformed() => new(400, "AC-100", "Required attributes are missing or not in a valid format.");

    public static AerosyncFailure KeyRefused() => new(401, "AC-101", "Invalid API key and secret.");

    public static AerosyncFailure NotFound(string id) => new(404, "AC-102", $"User {id} not found");

    public static AerosyncFailure BankOutOfReach() => new(400, "AC-104", "We are having trouble reaching your bank. Reconnect your bank.");

    public static AerosyncFailure LinkedByHand() => new(405, "AC-105", "Balance check not available for manually linked users");

    public static AerosyncFailure JobRunning() => new(409, "AC-112", "A job is already running for this user");

    public static JsonObject Body(string code, string message) => new()
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    };
}
