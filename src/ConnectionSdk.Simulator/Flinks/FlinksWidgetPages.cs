using System.Globalization;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>What Flinks Connect shows at each step.</summary>
internal static class FlinksWidgetPages
{
    public static SimulatedResponse For(FlinksWidgetSession widget)
    {
        var page = widget.Step switch
        {
            "consent" => new HtmlPage("Share your accounts", "consent")
                .Text("Example App asks to read your accounts.")
                .Button("accept", "Continue")
                .Button("deny", "I do not agree", quiet: true),
            "institution" => new HtmlPage("Choose your bank", "institution").Button("choose", FlinksJson.Institution),
            "credentials" => new HtmlPage("Log in to " + FlinksJson.Institution, "credentials")
                .Error(widget.Error)
                .Input("login", "Username")
                .Input("password", "Password", "password")
                .Button("submit", "Log in"),
            "mfa" => Questions(new HtmlPage("Your bank asks", "mfa").Error(widget.Error), widget),
            "wait" => new HtmlPage("Please wait", "wait").Text("Your bank is checking.").Button("continue", "Continue"),
            "accounts" => Accounts(new HtmlPage("Choose your accounts", "accounts").Error(widget.Error), widget),
            "done" => new HtmlPage("Your bank is connected", "done").Text("You can go back to the app."),
            "closed" => new HtmlPage("You have closed this window", "closed"),
            _ => new HtmlPage("This did not work", "error").Error(widget.Error),
        };
        if (widget.Step is "done" or "closed" or "error")
        {
            page.Last();
        }
        else
        {
            page.Button("close", "Close", quiet: true);
        }

        foreach (var message in widget.TakeEvents())
        {
            page.Posts(message);
        }

        return (widget.LeavesTo is { } address ? page.LeavesTo(address, widget.LeavesInside) : page).ToResponse();
    }

    public static string AnswerTo(int question) => "answer" + question.ToString(CultureInfo.InvariantCulture);

    public static string ChoiceOf(int account) => "account" + account.ToString(CultureInfo.InvariantCulture);

    public static IReadOnlyList<string> AnswersIn(IReadOnlyDictionary<string, string> form, FlinksQuestion question, int index)
    {
        if (TakesSeveral(question))
        {
            return [.. question.Choices.Where((_, choice) => form.ContainsKey(TickOf(index, choice)))];
        }

        return form.GetValueOrDefault(AnswerTo(index)) is { Length: > 0 } answer ? [answer] : [];
    }

    public static bool TakesSeveral(FlinksQuestion question) => question.Type == "MultipleChoiceMultipleAnswers";

    public static string TickOf(int question, int choice) => string.Create(CultureInfo.InvariantCulture, $"{AnswerTo(question)}.{choice}");

    private static HtmlPage Questions(HtmlPage page, FlinksWidgetSession widget)
    {
        var questions = widget.Session!.Questions;
        for (var index = 0; index < questions.Count; index++)
        {
            var question = questions[index];
            if (TakesSeveral(question))
            {
                var number = index;
                page.Ticks(question.Prompt, question.Choices.Select((choice, place) => (TickOf(number, place), choice)));
            }
            else if (question.Choices.Count > 0)
            {
                page.Select(AnswerTo(index), question.Prompt, question.Choices);
            }
            else
            {
                page.Input(AnswerTo(index), question.Prompt);
            }
        }

        return page.Button("submit", "Send");
    }

    private static HtmlPage Accounts(HtmlPage page, FlinksWidgetSession widget)
    {
        var accounts = widget.Session!.Connection.Accounts;
        return page
            .Ticks("Accounts to share", accounts.Select((account, index) => (ChoiceOf(index), $"{account.Title} {account.AccountNumber}")))
            .Button("select", "Continue");
    }
}
