using System.Text.Json.Serialization;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>What is handed to the scripts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(CardChange))]
internal sealed partial class PageJson : JsonSerializerContext;

/// <summary>A card that looks different now.</summary>
/// <param name="Id">The element's id.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Card">The card.</param>
/// <param name="Summary">The line above the list.</param>
/// <param name="Said">What is read out.</param>
internal sealed record CardChange(string Id, string Place, string Card, string Summary, string Said);
