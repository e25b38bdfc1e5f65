using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>An error answer in the making. Araucaria: Errors.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It becomes an HTTP answer and never leaves the simulator.")]
internal sealed class AraucariaFailure(int status, string code, string description) : Exception(description)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static AraucariaFailure BadRequest(string why) => new(400, "BAD_REQUEST", why);

    public static AraucariaFailure KeyRefused() => new(401, "INVALID_API_KEY", "The API key is not valid");

    public static AraucariaFailure WidgetTokenRefused() => new(401, "INVALID_WIDGET_TOKEN", "The widget token is not valid any more");

    public static AraucariaFailure NoRoute() => new(404, "NOT_FOUND", "There is nothing here");

    public static AraucariaFailure NoConnection() => new(404, "CONNECTION_NOT_FOUND", "No such connection");

    public static AraucariaFailure NoAccount() => new(404, "ACCOUNT_NOT_FOUND", "No such account");

    public static AraucariaFailure WrongState() => new(409, "INVALID_CONNECTION_STATE", "The connection is not in a state that allows this");

    public static AraucariaFailure HasData() => new(409, "CONNECTION_HAS_DATA", "The connection has synced data and cannot be deleted");

    public static JsonObject Body(int status, string code, string message) => new()
    {
        ["statusCode"] = status,
        ["code"] = code,
        ["message"] = message,
    };

    public JsonObject Body() => Body(Status, Code, Message);
}
