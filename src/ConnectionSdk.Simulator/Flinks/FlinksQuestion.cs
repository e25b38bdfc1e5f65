namespace ConnectionSdk.Simulator.Flinks;

/// <summary>One security challenge. Flinks: Special multi-factor authentication cases.</summary>
/// <param name="Prompt">The exact text, which is also the key of the answer.</param>
/// <param name="Answers">The right answer; several for <c>MultipleChoiceMultipleAnswers</c>, in any order.</param>
public sealed record FlinksQuestion(string Prompt, params IReadOnlyList<string> Answers)
{
    /// <summary>
    /// <c>QuestionAndAnswer</c>, <c>MultipleChoice</c>, <c>MultipleChoiceMultipleAnswers</c>, <c>ImageSelection</c>, <c>TextOrCall</c>, or one
    /// that does not exist yet.
    /// </summary>
    public string Type { get; init; } = "QuestionAndAnswer";

    /// <summary>What can be chosen from (<c>Iterables</c>); images are Base64 text.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The answers of one round as the bank records them.</summary>
    internal static string Recorded(IEnumerable<IReadOnlyList<string>> answers) =>
        string.Join(" | ", answers.Select(answer => string.Join(" + ", answer.Order(StringComparer.Ordinal))));
}
