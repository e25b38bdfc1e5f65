using System.Text;
using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator;

/// <summary>A whole answer in memory, so that a fault can still spoil it.</summary>
internal sealed record SimulatedResponse(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    public Uri? Location { get; init; }

    public string? RetryAfter { get; init; }

    public static SimulatedResponse NoContent { get; } = new(204, null, default);

    public static SimulatedResponse Json(JsonNode body, int status = 200) =>
        new(status, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static SimulatedResponse Html(string page, int status = 200) =>
        new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page));

    public static SimulatedResponse RedirectTo(Uri location) => new(302, null, default) { Location = location };
}
