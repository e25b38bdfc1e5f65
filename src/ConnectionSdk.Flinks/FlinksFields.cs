using System.Text;
using ConnectionSdk.Flinks.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks;

/// <summary>The bank's questions as fields, and the user's answers under the questions. Flinks: Special multi-factor authentication cases.</summary>
internal static class FlinksFields
{
    /// <summary>In bytes of UTF-8: shorter answers turn up in other texts by chance.</summary>
    private const int ShortestSecret = 4;

    /// <summary>The questions as fields, named by their exact text; null when a form cannot ask one of them, so that only the widget can.</summary>
    public static IReadOnlyList<ActionField>? Of(FlinksChallengeDto?[] challenges)
    {
        var fields = new List<ActionField>();
        foreach (var challenge in challenges)
        {
            if (challenge is not { Prompt.Length: > 0 }
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

    /// <summary>Whether questions that were not asked before repeat what the user has just typed; choices are the bank's own words.</summary>
    public static bool Repeat(FlinksChallengeDto?[]? challenges, IReadOnlyList<ActionField> asked, IReadOnlyList<FlinksGivenAnswer> answers)
    {
        var known = asked.SelectMany(field => field.Options.Select(option => option.Value).Prepend(field.Name)).ToHashSet(StringComparer.Ordinal);
        var typed = answers.Where(answer => asked.Any(field => field.Name == answer.Prompt && field.Options.Count == 0))
            .SelectMany(answer => answer.Values).Select(value => value.Reveal().Trim()).Where(value => Encoding.UTF8.GetByteCount(value) >= ShortestSecret).ToList();
        return (challenges ?? []).SelectMany(challenge => (challenge?.Iterables ?? []).Prepend(challenge?.Prompt ?? ""))
            .Any(text => !known.Contains(text) && typed.Exists(value => text.Contains(value, StringComparison.OrdinalIgnoreCase)));
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

            // Several choices come back one to a line.
            "MultipleChoiceMultipleAnswers" when choices.Length > 0 && !Array.Exists(choices, choice => choice.AsSpan().ContainsAny('\r', '\n')) => field with
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
