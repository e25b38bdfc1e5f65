using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>The bank's questions as fields, and the user's answers under the questions. Flinks: Special multi-factor authentication cases.</summary>
internal static class FlinksFields
{
    /// <summary>The questions as fields, named by their exact text; null when a form cannot ask one of them, so that only the widget can.</summary>
    public static IReadOnlyList<ActionField>? Of(FlinksChallengeDto[] challenges)
    {
        var fields = new List<ActionField>();
        foreach (var challenge in challenges)
        {
            if (string.IsNullOrEmpty(challenge.Prompt)
                || fields.Exists(field => string.Equals(field.Name, challenge.Prompt, StringComparison.Ordinal))
                || Of(challenge) is not { } field)
            {
                return null;
            }

            fields.Add(field);
        }

        return fields;
    }

    /// <summary>The answers, in the order of the questions; questions nobody answered are left out.</summary>
    public static List<FlinksGivenAnswer> Answers(IReadOnlyList<ActionField> fields, IReadOnlyDictionary<string, SensitiveString> values)
    {
        var answers = new List<FlinksGivenAnswer>();
        foreach (var field in fields)
        {
            if (values.TryGetValue(field.Name, out var value))
            {
                answers.Add(new FlinksGivenAnswer(field.Name, field.AllowsSeveral ? Lines(value) : [value]));
            }
        }

        return answers;
    }

    private static ActionField? Of(FlinksChallengeDto challenge)
    {
        var choices = challenge.Iterables ?? [];
        if (Array.Exists(choices, string.IsNullOrEmpty))
        {
            return null;
        }

        var field = new ActionField { Name = challenge.Prompt!, Label = ProviderText.Clean(challenge.Prompt) };
        return challenge.Type switch
        {
            "QuestionAndAnswer" when choices.Length == 0 => field with { Kind = FieldKind.Text },
            "QuestionAndAnswer" or "MultipleChoice" or "TextOrCall" when choices.Length > 0 =>
                field with { Kind = FieldKind.Choice, Options = Array.ConvertAll(choices, choice => new FieldOption(choice, choice)) },
            "MultipleChoiceMultipleAnswers" when choices.Length > 0 => field with
            {
                Kind = FieldKind.Choice,
                AllowsSeveral = true,
                Options = Array.ConvertAll(choices, choice => new FieldOption(choice, choice)),
            },
            "ImageSelection" when choices.Length > 0 => field with
            {
                Kind = FieldKind.ImageChoice,
                Options = [.. choices.Select((choice, index) => new FieldOption(choice, $"Image {index + 1}"))],
            },
            _ => null,
        };
    }

    private static SensitiveString[] Lines(SensitiveString value) =>
        [.. value.Reveal().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => SensitiveString.FromString(line.TrimEnd('\r'))!)];
}
