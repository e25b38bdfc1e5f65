using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>One open Flinks Connect, from the link with the authorize token to REDIRECT, a closed widget or an error.</summary>
internal sealed class FlinksWidgetSession(FlinksSimulator flinks, IReadOnlyDictionary<string, string> parameters)
{
    private readonly List<JsonObject> _events = [];

    /// <summary>What the page shows: consent, institution, credentials, mfa, wait, accounts, done, closed or error.</summary>
    public string Step { get; private set; } = "consent";

    /// <summary>Whether the step is shown again because of a mistake.</summary>
    public bool IsRetry { get; private set; }

    /// <summary>What the user reads when something went wrong.</summary>
    public string? Error { get; private set; }

    public FlinksSession? Session { get; set; }

    public IReadOnlyList<string> AccountIds { get; set; } = [];

    public string Language => Parameter("language") is "fr" ? "fr" : "en";

    public bool SelectsSeveral => Is("accountSelectorMultiple");

    /// <summary>Where the browser goes at the end, or null when it stays.</summary>
    public Uri? LeavesTo => Step == "done" && Parameter("redirectUrl") is not null && !Is("jsRedirect") ? Callback() : null;

    public bool LeavesInside => Is("innerRedirect");

    public string? Parameter(string name) => parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool Is(string name) => string.Equals(Parameter(name), "true", StringComparison.OrdinalIgnoreCase);

    public void Show(string step)
    {
        Step = step;
        IsRetry = false;
        Error = null;
    }

    public void ShowAgain(string error)
    {
        IsRetry = true;
        Error = error;
    }

    /// <summary>Goes where the contact with the bank has led to.</summary>
    public void Follow()
    {
        var session = Session!;
        session.Tag ??= Parameter("tag");
        session.Settle();
        if (session.Failure is { } failure)
        {
            Fail(failure);
            return;
        }

        switch (session.State)
        {
            case FlinksSessionState.Connecting:
                Show("wait");
                break;
            case FlinksSessionState.AwaitingAnswers:
                Show("mfa");
                break;
            default:
                Authorized(session);
                break;
        }
    }

    /// <summary>The session is over, or never was: the user reads why, and the page around is told.</summary>
    public void Fail(FlinksFailure failure)
    {
        Tell(failure);
        Show("error");
        Error = failure.Message;
    }

    /// <summary>Tells the page around of a handled error. Flinks: Handled errors.</summary>
    public void Tell(FlinksFailure failure)
    {
        var message = Event(flinks.Divergences.ErrorEventsAsFlinksCode ? "flinksCode" : "step", failure.Code);
        message["requestId"] = Session?.RequestId;
        _events.Add(message);
    }

    public void Tell(string step) => _events.Add(Event("step", step));

    public void TellSelected()
    {
        var message = Event("step", "ACCOUNT_SELECTED");
        message["accountId"] = string.Join(',', AccountIds);
        _events.Add(message);
    }

    /// <summary>What the page has to tell once it is shown, and what it has shown.</summary>
    public IEnumerable<JsonObject> TakeEvents()
    {
        var events = _events.ToArray();
        _events.Clear();
        return [.. events, .. Loaded()];
    }

    private IEnumerable<JsonObject> Loaded()
    {
        switch (Step)
        {
            case "consent":
                return [Event("step", "COMPONENT_LOAD_CONSENT")];
            case "institution":
                return [Event("step", "COMPONENT_LOAD_INSTITUTION_SELECTOR")];
            case "credentials":
                return [Event("step", IsRetry ? "COMPONENT_LOAD_CREDENTIAL_RETRY" : "COMPONENT_LOAD_CREDENTIAL")];
            case "mfa":
                var mfa = Event("step", IsRetry ? "COMPONENT_LOAD_MFA_RETRY" : "COMPONENT_LOAD_MFA");
                mfa["requestId"] = Session!.RequestId;
                mfa["mfaTypes"] = new JsonArray([.. Session.Questions.Select(question => JsonValue.Create(question.Type))]);
                return [mfa];
            case "accounts":
                var selection = Event("step", "COMPONENT_LOAD_ACCOUNT_SELECTION");
                selection["totalAccounts"] = Session!.Connection.Accounts.Count;
                selection["displayedAccounts"] = Session.Connection.Accounts.Count;
                return [selection];
            case "done":
                return [Redirect()];
            default:
                return [];
        }
    }

    private void Authorized(FlinksSession session)
    {
        if (Parameter("resumeSelectedAccounts") is { } resumed)
        {
            AccountIds = resumed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            session.ResumedAccounts = AccountIds;
            Show("done");
        }
        else
        {
            Show(Is("accountSelectorEnable") && AccountIds.Count == 0 ? "accounts" : "done");
        }
    }

    private JsonObject Redirect()
    {
        var message = Event("step", "REDIRECT");
        message["url"] = Callback().AbsoluteUri;
        var shape = flinks.Divergences.RedirectShape;
        if (shape == FlinksRedirectShape.UrlOnly)
        {
            return message;
        }

        message["loginId"] = Session!.Connection.LoginId;
        message["requestId"] = Session.RequestId;
        if (AccountIds.Count > 0)
        {
            var name = shape == FlinksRedirectShape.FieldsWithResumedAccounts ? "resumeSelectedAccounts" : "accountId";
            message[name] = shape == FlinksRedirectShape.FieldsWithArray
                ? new JsonArray([.. AccountIds.Select(id => JsonValue.Create(id))])
                : string.Join(',', AccountIds);
        }

        return message;
    }

    private Uri Callback() => ReturnAddress.With(
        Parameter("redirectUrl") ?? new Uri(flinks.ConnectAddress, "redirect").AbsoluteUri,
        ("loginId", Session!.Connection.LoginId),
        ("accountId", AccountIds.Count > 0 ? string.Join(',', AccountIds) : null),
        ("tag", Parameter("tag")),
        ("institution", FlinksJson.Institution));

    private static JsonObject Event(string name, string value) => new() { [name] = value, ["institution"] = FlinksJson.Institution };
}
