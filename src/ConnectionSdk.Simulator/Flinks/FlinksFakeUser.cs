using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>The end user of a <see cref="FlinksSimulator"/>: logs in, answers the bank's questions and chooses accounts.</summary>
public sealed class FlinksFakeUser
{
    private readonly FlinksSimulator _flinks;

    internal FlinksFakeUser(FlinksSimulator flinks) => _flinks = flinks;

    /// <summary>The login the user types on the credential screen; a new customer of the bank, made when first needed, unless set.</summary>
    public BankLogin? Login { get; set; }

    /// <summary>Which accounts the user selects, by their place in the list; the first one when null.</summary>
    public IReadOnlyList<int>? SelectedAccounts { get; set; }

    /// <summary>Opens Flinks Connect and does what a person would, over HTTP, until it has ended or the user has gone.</summary>
    /// <param name="link"><see cref="FlinksSimulator.ConnectAddress"/> with the widget's parameters in the query.</param>
    /// <param name="visit">What the user does.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    /// <exception cref="InvalidOperationException">The user cannot go on.</exception>
    public async Task<FlinksVisitOutcome> UseWidgetAsync(Uri link, FlinksVisit visit = FlinksVisit.Completes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        var mistakes = 0;
        var browser = new ScriptedBrowser(_flinks.BaseAddress);
        await browser.FollowAsync(link, step => _flinks.Locked(() => FillIn(step)), cancellationToken).ConfigureAwait(false);
        return _flinks.Locked(() => new FlinksVisitOutcome(
            [.. browser.Messages.Select(message => message.ToJsonString())],
            _flinks.WidgetOpenedBy(link)?.LeavesTo));

        Dictionary<string, string> FillIn(string step)
        {
            var isQuestion = step is "credentials" or "mfa";
            var mistypes = isQuestion && visit switch
            {
                FlinksVisit.MistypesToTheEnd => true,
                FlinksVisit.MistypesOnce or FlinksVisit.MistypesAndCloses => mistakes == 0,
                _ => false,
            };
            mistakes += mistypes ? 1 : 0;
            return visit switch
            {
                FlinksVisit.Closes => Press("close"),
                FlinksVisit.MistypesAndCloses when isQuestion && !mistypes => Press("close"),
                FlinksVisit.DeniesConsent when step == "consent" => Press("deny"),
                FlinksVisit.LetsItExpire when isQuestion => Press("expire"),
                FlinksVisit.MeetsAFailure when isQuestion => Press("fail"),
                FlinksVisit.WalksAway when isQuestion => [],
                _ => Answer(step, _flinks.WidgetOpenedBy(link)!, mistypes),
            };
        }
    }

    /// <summary>Does at the bank, or waits for the bank to do, what is needed: scripted failures end, a lock is lifted.</summary>
    public void ActAtBank(FlinksConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _flinks.Locked(() =>
        {
            connection.LiveFailures.Clear();
            connection.DataFailures.Clear();
            connection.Login.Unlock();
            return true;
        });
    }

    private Dictionary<string, string> Answer(string step, FlinksWidgetSession widget, bool mistypes) => step switch
    {
        "credentials" => Credentials(Login ??= _flinks.Bank.AddLogin(), mistypes),
        "mfa" => Answers(widget.Session!.Questions, mistypes),
        "accounts" => Selection(SelectedAccounts ?? [0]),
        "wait" => [],
        _ => Press("continue"),
    };

    private static Dictionary<string, string> Credentials(BankLogin login, bool mistypes)
    {
        var form = Press("submit");
        form["login"] = login.Name;
        form["password"] = mistypes ? "9999" : login.Password;
        return form;
    }

    private static Dictionary<string, string> Answers(IReadOnlyList<FlinksQuestion> questions, bool mistypes)
    {
        var form = Press("submit");
        for (var index = 0; index < questions.Count; index++)
        {
            var question = questions[index];
            if (FlinksWidgetPages.TakesSeveral(question))
            {
                for (var choice = 0; choice < question.Choices.Count; choice++)
                {
                    if (question.Answers.Contains(question.Choices[choice], StringComparer.Ordinal) != mistypes)
                    {
                        form[FlinksWidgetPages.TickOf(index, choice)] = "on";
                    }
                }
            }
            else
            {
                form[FlinksWidgetPages.AnswerTo(index)] = mistypes ? "Atlantis" : question.Answers[0];
            }
        }

        return form;
    }

    private static Dictionary<string, string> Selection(IReadOnlyList<int> accounts)
    {
        var form = Press("select");
        foreach (var account in accounts)
        {
            form[FlinksWidgetPages.ChoiceOf(account)] = "on";
        }

        return form;
    }

    private static Dictionary<string, string> Press(string action) => new(StringComparer.Ordinal) { ["action"] = action };
}
