using System.Globalization;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>A connection in one line, as a product would read it.</summary>
internal static class PowensWords
{
    public static string Of(Connection connection)
    {
        var status = connection.Status;
        var line = $"{status.State} {status.Reason} {Of(status.Action)}";
        if (status.Advisories.Count > 0)
        {
            line += $" | {string.Join(", ", status.Advisories.Select(advisory => advisory.Kind))}";
        }

        return connection.Parts.Count == 0
            ? line
            : $"{line} | {string.Join(", ", connection.Parts.Select(part => $"{part.Name} {part.Status.State}{(part.Enabled ? "" : " off")}"))}";
    }

    private static string Of(RequiredAction action)
    {
        var actor = action.Actor == Actor.None ? "" : $"({action.Actor})";
        return $"{action.Kind}{actor}{Data(action)}{At(" until ", action.ExpiresAt)}";
    }

    private static string Data(RequiredAction action) => action switch
    {
        RequiredAction.Wait wait => $"{At(" from ", wait.NotBefore)}{(wait.PollEvery is { } every ? $" every {every.TotalSeconds:0}" : "")}",
        RequiredAction.ApproveElsewhere { Message: { } message } => $" \"{message}\"",
        RequiredAction.VisitInstitution { Message: { } message } => $" \"{message}\"",
        RequiredAction.ProvideFields ask => string.Concat(ask.Fields.Select(field => $" {Of(field)}")),
        _ => "",
    };

    private static string Of(ActionField field)
    {
        var options = field.Options.Count > 0 ? $"({string.Join(',', field.Options.Select(option => $"{option.Value}={option.Label}"))})" : "";
        return $"{field.Name}:{field.Kind}{(field.Required ? "!" : "")}{field.Pattern}{options}";
    }

    private static string At(string word, DateTimeOffset? at) => at is { } time ? $"{word}{time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)}" : "";
}
