using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens;

/// <summary>The fields a connection asks for. Powens: Connectors, ConnectorField object.</summary>
internal static class PowensFields
{
    /// <summary>The form Powens wants dates in: a value of another form would be an attempt wasted at the bank. Powens: Connectors, ConnectorField object.</summary>
    private const string DatePattern = @"^\d{4}-\d{2}-\d{2}$";

    private const string AsksForCode = "additionalInformationNeeded";

    private const int LongestQuestion = 200;

    private static readonly string[] CodeWords = ["otp", "sms", "code", "token"];

    /// <summary>Whether a state asks for login or password, which needs the agent status.</summary>
    public static bool AsksForCredentials(string? code) => PowensCode.Is(code, "wrongpass") || PowensCode.Is(code, "passwordExpired");

    /// <summary>Whether the connection is waiting for values right now.</summary>
    public static bool AreAsked(PowensConnectionDto dto, PowensOptions options) =>
        dto.Fields is { Length: > 0 }
        && (PowensCode.Is(dto.Code, AsksForCode) || (options.HasAgentStatus && AsksForCredentials(dto.Code)));

    /// <summary>Whether these values answer what is asked now: none too many, and none missing.</summary>
    public static bool Fits(PowensConnectionDto dto, IReadOnlyDictionary<string, SensitiveString> values)
    {
        var shown = Of(dto);
        return values.Count > 0
            && values.Keys.All(name => shown.Any(field => string.Equals(field.Name, name, StringComparison.Ordinal)))
            && shown.All(field => !field.Required || values.ContainsKey(field.Name));
    }

    /// <summary>What is asked, in a line without values: the same line is the same question.</summary>
    public static string Question(PowensConnectionDto dto)
    {
        var question = $"{dto.Code}:{string.Join(',', Of(dto).Select(field => field.Name))}";
        return question.Length > LongestQuestion ? question[..LongestQuestion] : question;
    }

    /// <summary>
    /// Whether a state refuses what was typed. "A refused code raises an error, or a new state": refused credentials, the same question once more,
    /// or, after a code, the beginning. Powens: SCA and connection states.
    /// </summary>
    /// <param name="question">The <see cref="Question"/> that was answered.</param>
    /// <param name="now">The connection now.</param>
    public static bool IsRefusal(string question, PowensConnectionDto now)
    {
        var asked = question.Split(':')[0];
        return PowensCode.Is(now.Code, "wrongpass")
            || (PowensCode.Is(asked, AsksForCode)
                ? PowensCode.Is(now.Code, "SCARequired") || PowensCode.Is(Question(now), question)
                : PowensCode.Is(now.Code, asked));
    }

    /// <summary>The fields to show. A hidden field that brings its own value is not shown; it goes back as it came.</summary>
    public static IReadOnlyList<ActionField> Of(PowensConnectionDto dto)
    {
        var shown = (dto.Fields ?? []).Where(field => !string.IsNullOrEmpty(field.Name) && !IsSilent(field)).DistinctBy(field => field.Name, StringComparer.Ordinal).ToList();
        var transient = PowensCode.Is(dto.Code, AsksForCode) && shown.Count == 1;
        return shown.ConvertAll(field => Of(field, transient));
    }

    /// <summary>The hidden fields with their values.</summary>
    public static IEnumerable<PowensFieldDto> Silent(PowensConnectionDto dto) => (dto.Fields ?? []).Where(IsSilent);

    private static bool IsSilent(PowensFieldDto field) =>
        PowensCode.Is(field.Type, "hidden") && !string.IsNullOrEmpty(field.Value) && !string.IsNullOrEmpty(field.Name);

    private static ActionField Of(PowensFieldDto field, bool transient)
    {
        var options = (field.Values ?? [])
            .Where(value => value.Value is not null)
            .Select(value => new FieldOption(value.Value!, ProviderText.Clean(value.Label ?? value.Value)!))
            .ToList();
        var kind = KindOf(field, transient, hasOptions: options.Count > 0);
        return new ActionField
        {
            Name = field.Name!,
            Label = ProviderText.Clean(field.Label),
            Kind = kind,
            Options = options,
            Pattern = field.Regex ?? (kind == FieldKind.Date ? DatePattern : null),
            Required = field.Required ?? true,
            Hint = ProviderText.Clean(field.Description),
        };
    }

    private static FieldKind KindOf(PowensFieldDto field, bool transient, bool hasOptions) => field.Type?.ToLowerInvariant() switch
    {
        // A choice of nothing could not be made: then the user types.
        "list" when hasOptions => FieldKind.Choice,
        "date" => FieldKind.Date,
        "text" or "password" or "number" or null when transient && LooksLikeCode(field) => FieldKind.Otp,
        "password" => FieldKind.Password,
        "number" => FieldKind.Number,
        _ => FieldKind.Text,
    };

    private static bool LooksLikeCode(PowensFieldDto field) =>
        Array.Exists(CodeWords, word => field.Name!.Contains(word, StringComparison.OrdinalIgnoreCase)
            || field.Label?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
}
