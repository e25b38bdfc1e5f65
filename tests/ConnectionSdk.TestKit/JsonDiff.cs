using System.Text.Json;

namespace ConnectionSdk.TestKit;

/// <summary>Compares JSON by meaning: the order of object members and white space are ignored, the order of arrays is not.</summary>
public static class JsonDiff
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>One line per difference, each with its JSON path; empty when both say the same.</summary>
    public static IReadOnlyList<string> Compare(string expected, string actual)
    {
        using var expectedDocument = JsonDocument.Parse(expected, Strict);
        JsonDocument actualDocument;
        try
        {
            actualDocument = JsonDocument.Parse(actual, Strict);
        }
        catch (JsonException problem)
        {
            return [$"is not JSON: {problem.Message}"];
        }

        using (actualDocument)
        {
            var differences = new List<string>();
            Compare("$", expectedDocument.RootElement, actualDocument.RootElement, differences);
            return differences;
        }
    }

    private static void Compare(string path, JsonElement expected, JsonElement actual, List<string> differences)
    {
        if (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
        {
            CompareObjects(path, expected, actual, differences);
        }
        else if (expected.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array)
        {
            CompareArrays(path, expected, actual, differences);
        }
        else if (!JsonElement.DeepEquals(expected, actual))
        {
            differences.Add($"{path}: expected {expected.GetRawText()}, was {actual.GetRawText()}");
        }
    }

    private static void CompareObjects(string path, JsonElement expected, JsonElement actual, List<string> differences)
    {
        foreach (var member in expected.EnumerateObject())
        {
            if (actual.TryGetProperty(member.Name, out var found))
            {
                Compare($"{path}.{member.Name}", member.Value, found, differences);
            }
            else
            {
                differences.Add($"{path}.{member.Name}: expected {member.Value.GetRawText()}, was absent");
            }
        }

        foreach (var member in actual.EnumerateObject().Where(member => !expected.TryGetProperty(member.Name, out _)))
        {
            differences.Add($"{path}.{member.Name}: expected nothing, was {member.Value.GetRawText()}");
        }
    }

    private static void CompareArrays(string path, JsonElement expected, JsonElement actual, List<string> differences)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
        {
            differences.Add($"{path}: expected {expected.GetArrayLength()} items, was {actual.GetArrayLength()}: {actual.GetRawText()}");
            return;
        }

        for (var i = 0; i < expected.GetArrayLength(); i++)
        {
            Compare($"{path}[{i}]", expected[i], actual[i], differences);
        }
    }
}
