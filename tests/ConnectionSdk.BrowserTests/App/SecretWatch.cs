using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ConnectionSdk.TestKit;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.BrowserTests.App;

/// <summary>
/// Knows what must not be found: the secrets of the settings, the tokens of users, what a person typed, and the links and tokens that were handed to
/// the browser for one step.
/// </summary>
internal sealed class SecretWatch
{
    private static readonly string[] SecretSettings = ["ApiKey", "ApiSecret", "XApiKey", "SecretKey", "ClientSecret", "WebhookSecrets"];
    private static readonly string[] SecretParameters = ["token", "authorizeToken", "code"];

    private readonly ConcurrentDictionary<string, string> _lasting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _ofOneStep = new(StringComparer.Ordinal);

    /// <summary>How many secrets it knows of that a page was handed for one step.</summary>
    public int HandedOver => _ofOneStep.Count;

    public void AddSettings(IConfiguration settings)
    {
        foreach (var (name, value) in settings.AsEnumerable())
        {
            if (value is not null && name.Split(':').Any(part => SecretSettings.Contains(part, StringComparer.Ordinal)))
            {
                _lasting[value] = name;
            }
        }
    }

    /// <summary>A secret that no page may ever show. What is too short to be told from chance is left out.</summary>
    public void Add(string name, string value)
    {
        if (value.Length >= 8)
        {
            _lasting[value] = name;
        }
    }

    /// <summary>An answer of the reconnect endpoints: what it hands over must be nowhere else.</summary>
    public void Read(string answer)
    {
        if (JsonNode.Parse(answer) is not JsonObject session || session["action"] is not JsonObject action)
        {
            return;
        }

        if (action["launch"]?["parameters"] is JsonObject parameters)
        {
            foreach (var (name, value) in parameters)
            {
                Note(name, (string?)value);
            }
        }

        if ((string?)action["url"] is { } url)
        {
            Read(new Uri(url));
        }
    }

    /// <summary>An address outside the app that the browser was sent to.</summary>
    public void Read(Uri address)
    {
        foreach (var (name, value) in QueryHelpers.ParseQuery(address.Query))
        {
            Note(name, value);
        }

        if (address.Segments is [.., "bank/", var ticket])
        {
            _ofOneStep[ticket] = "the bank's page";
        }
    }

    /// <summary>What must not even be found while a step is shown.</summary>
    public IReadOnlyList<string> FindLasting(string place, string text) => Scanner(_lasting).Find(place, text);

    public IReadOnlyList<string> FindAny(string place, string text) => Scanner(_lasting.Concat(_ofOneStep)).Find(place, text);

    private static CanaryScanner Scanner(IEnumerable<KeyValuePair<string, string>> secrets)
    {
        var scanner = new CanaryScanner();
        foreach (var (value, name) in secrets)
        {
            scanner.Add(name, value);
        }

        return scanner;
    }

    private void Note(string name, string? value)
    {
        if (value is { Length: >= 8 } && SecretParameters.Contains(name, StringComparer.Ordinal))
        {
            _ofOneStep[value] = name + " of a step";
        }
    }
}
