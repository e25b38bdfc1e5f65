using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Pages;
using Microsoft.AspNetCore.WebUtilities;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>Flinks Connect: <c>/v2/?...</c> and <c>/v2/Credential/{InstitutionId}?...</c>. Flinks: Widget, Resume and reconnect.</summary>
internal sealed class FlinksWidget(FlinksSimulator flinks)
{
    private readonly Dictionary<string, FlinksWidgetSession> _sessions = new(StringComparer.Ordinal);

    public SimulatedResponse Answer(RecordedCall call, string[] path) => path switch
    {
        [] => Open(call, "consent"),
        ["Credential", var institution] when institution == FlinksJson.InstitutionId.ToString(CultureInfo.InvariantCulture) => Open(call, "credentials"),
        ["session", var id] => OfSession(call, id),
        ["redirect"] => new HtmlPage("Your bank is connected", "redirected").Text("You can close this window.").Last().ToResponse(),
        _ => new HtmlPage("There is no such page", "error").Last().ToResponse(404),
    };

    /// <summary>The widget a link has opened last.</summary>
    public FlinksWidgetSession? OpenedBy(Uri link)
    {
        var query = QueryHelpers.ParseQuery(link.Query);
        return _sessions.Values.LastOrDefault(session =>
            session.Parameter("authorizeToken") == query.GetValueOrDefault("authorizeToken")
            && session.Parameter("requestId") == query.GetValueOrDefault("requestId"));
    }

    private SimulatedResponse Open(RecordedCall call, string firstStep)
    {
        var token = call.Query.GetValueOrDefault("authorizeToken");
        if ((token is not null || flinks.RequiresAuthorizeToken) && !flinks.Tokens.Spend(token))
        {
            return new HtmlPage("This page cannot be shown", "error")
                .Error("The link has been used or is too old.")
                .Posts(new JsonObject { ["step"] = "TOKEN_INVALID" })
                .Last()
                .ToResponse();
        }

        var session = new FlinksWidgetSession(flinks, call.Query);
        session.Tell("APP_MOUNTED");
        if (session.Parameter("requestId") is { } requestId)
        {
            Resume(session, requestId);
        }
        else
        {
            session.Show(firstStep == "consent" && session.Parameter("consentEnable") == "false" ? "institution" : firstStep);
        }

        var id = RandomNumberGenerator.GetHexString(24, lowercase: true);
        _sessions.Add(id, session);
        return SimulatedResponse.RedirectTo(AddressOf(id));
    }

    private void Resume(FlinksWidgetSession widget, string requestId)
    {
        try
        {
            widget.Session = flinks.Session(requestId, whileAuthorizing: true);
            widget.Session.Touch();
            if (widget.Session.State != FlinksSessionState.Authorized)
            {
                widget.Session.Language = widget.Language;
            }

            widget.Follow();
        }
        catch (FlinksFailure failure)
        {
            widget.Fail(failure);
        }
    }

    private SimulatedResponse OfSession(RecordedCall call, string id)
    {
        if (!_sessions.TryGetValue(id, out var widget))
        {
            return new HtmlPage("This page is no longer open", "error").Last().ToResponse(404);
        }

        if (call.Method != "POST")
        {
            return FlinksWidgetPages.For(widget);
        }

        try
        {
            Act(widget, FormBody.Read(call));
        }
        catch (FlinksFailure failure)
        {
            Refused(widget, failure);
        }

        return SimulatedResponse.RedirectTo(AddressOf(id));
    }

    private void Act(FlinksWidgetSession widget, IReadOnlyDictionary<string, string> form)
    {
        switch ((widget.Step, form.GetValueOrDefault("action")))
        {
            case ("done" or "closed" or "error", _):
                break;
            case (_, "close"):
                widget.Tell("COMPONENT_CLOSE_SESSION");
                widget.Show("closed");
                break;
            case (_, "expire"):
                End(widget, new FlinksFailure("SESSION_EXPIRED"));
                break;
            case (_, "fail"):
                End(widget, new FlinksFailure("AGGREGATION_ERROR"));
                break;
            case ("consent", "deny"):
                widget.Tell("COMPONENT_DENY_CONSENT");
                widget.Show("closed");
                break;
            case ("consent", _):
                widget.Tell("COMPONENT_ACCEPT_CONSENT");
                widget.Show("institution");
                break;
            case ("institution", _):
                widget.Tell("INSTITUTION_SELECTED");
                widget.Show("credentials");
                break;
            case ("credentials", _):
                widget.Tell("SUBMIT_CREDENTIAL");
                SignIn(widget, form.GetValueOrDefault("login", ""), form.GetValueOrDefault("password", ""));
                break;
            case ("mfa", _):
                widget.Tell("SUBMIT_MFA");
                SubmitAnswers(widget, form);
                break;
            case ("accounts", _):
                Select(widget, form);
                break;
            default:
                widget.Follow();
                break;
        }
    }

    private static void End(FlinksWidgetSession widget, FlinksFailure failure)
    {
        widget.Session?.End(failure.In(widget.Session));
        widget.Fail(failure);
    }

    private void SignIn(FlinksWidgetSession widget, string name, string password)
    {
        var login = flinks.Bank.Find(name) ?? FlinksTestUsers.Open(flinks.Bank, name) ?? throw new FlinksFailure("INVALID_USERNAME");
        if (login.TryPassword(password) != BankResult.Accepted)
        {
            throw new FlinksFailure(login.IsLocked ? "DISABLED_LOGIN" : "INVALID_PASSWORD");
        }

        var connection = flinks.Find(login, widget.Language)
            ?? flinks.NewConnection(setup => FlinksTestUsers.Describe(setup.ForLogin(login).InLanguage(widget.Language)));
        connection.StoredPassword = password;
        widget.Session = flinks.Keep(FlinksSession.Live(flinks, connection, passwordIsProven: true));
        widget.Session.Saves = true;
        widget.Follow();
    }

    private static void SubmitAnswers(FlinksWidgetSession widget, IReadOnlyDictionary<string, string> form)
    {
        var session = widget.Session!;
        var answers = session.Questions
            .Select((question, index) => (question.Prompt, Values: FlinksWidgetPages.AnswersIn(form, question, index)))
            .Where(answer => answer.Values.Count > 0)
            .ToDictionary(answer => answer.Prompt, answer => answer.Values, StringComparer.Ordinal);
        if (!session.IsAlive)
        {
            throw session.Ended(whileAuthorizing: true);
        }

        session.Answer(answers);
        session.Touch();
        widget.Follow();
    }

    private static void Select(FlinksWidgetSession widget, IReadOnlyDictionary<string, string> form)
    {
        var accounts = widget.Session!.Connection.Accounts;
        var chosen = accounts.Where((_, index) => form.ContainsKey(FlinksWidgetPages.ChoiceOf(index))).Select(account => account.Id).ToArray();
        if (chosen.Length == 0 || (chosen.Length > 1 && !widget.SelectsSeveral))
        {
            widget.ShowAgain(widget.SelectsSeveral ? "Choose at least one account." : "Choose one account.");
            return;
        }

        widget.AccountIds = chosen;
        widget.TellSelected();
        widget.Session.Touch();
        widget.Follow();
    }

    // What the user can put right is asked again; the rest ends the visit. Flinks: Handled errors.
    private static void Refused(FlinksWidgetSession widget, FlinksFailure failure)
    {
        var canTryAgain = widget.Step switch
        {
            "credentials" => failure.Code is "INVALID_USERNAME" or "INVALID_PASSWORD",
            "mfa" => widget.Session is { IsAlive: true },
            _ => false,
        };
        if (canTryAgain)
        {
            widget.Tell(failure);
            widget.ShowAgain(failure.Message);
        }
        else
        {
            widget.Fail(failure);
        }
    }

    private Uri AddressOf(string id) => new(flinks.ConnectAddress, "session/" + id);
}
