using System.Text.Json.Nodes;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>Flinks' answers, field by field. Flinks: Authorize, GetAccountsDetail, GetAccountsSummary.</summary>
internal static class FlinksJson
{
    public const int InstitutionId = 14;

    public const string Institution = "FlinksCapital";

    public static SimulatedResponse Error(FlinksFailure failure, bool withOlderNumbers)
    {
        var code = FlinksCode.Named(failure.Code);
        var status = failure.Status ?? (withOlderNumbers ? code.OlderStatus : code.Status);
        var body = Body(status);
        body["Message"] = failure.Message;
        body["FlinksCode"] = failure.Code;
        if (failure.Session is { } session)
        {
            AddSession(body, session);
            if (session is { State: FlinksSessionState.AwaitingAnswers, Failure: null })
            {
                body["Links"] = Links(("Authorization", "/Authorize"));
                body["SecurityChallenges"] = Challenges(session);
            }
        }

        return SimulatedResponse.Json(body, status);
    }

    public static SimulatedResponse Authorized(FlinksSession session, bool withLogin)
    {
        var body = Body(200);
        body["Links"] = Links(("AccountsDetail", "/GetAccountsDetail"), ("AccountsSummary", "/GetAccountsSummary"), ("Statements", "/GetStatements"));
        if (withLogin)
        {
            body["Login"] = Login(session.Connection);
        }

        AddSession(body, session);
        return SimulatedResponse.Json(body);
    }

    public static SimulatedResponse Challenged(FlinksSession session)
    {
        var body = Body(203);
        body["Links"] = Links(("Authorization", "/Authorize"));
        body["SecurityChallenges"] = Challenges(session);
        AddSession(body, session);
        return SimulatedResponse.Json(body, 203);
    }

    /// <summary>202 with the Async endpoint to ask next; the placeholders of <paramref name="endpoint"/> null really occur.</summary>
    public static SimulatedResponse Pending(FlinksSession session, string code, string? endpoint)
    {
        var name = (endpoint ?? "{Endpoint}") + "Async";
        var body = Body(202);
        body["FlinksCode"] = code;
        body["Links"] = new JsonArray(new JsonObject
        {
            ["rel"] = name,
            ["href"] = "/" + name,
            ["example"] = $"/{name}/{(endpoint is null ? "{requestId}" : session.RequestId)}",
        });
        body["Message"] = FlinksCode.Named(code).Message;
        body["RequestId"] = session.RequestId;
        return SimulatedResponse.Json(body, 202);
    }

    public static SimulatedResponse Detail(FlinksSession session, FlinksDataRequest request)
    {
        var body = Body(200);
        body["Accounts"] = Accounts(session, request, inDetail: true);
        body["Login"] = Login(session.Connection);
        AddSession(body, session);
        return SimulatedResponse.Json(body);
    }

    public static SimulatedResponse Summary(FlinksSession session, FlinksDataRequest request)
    {
        var body = Body(200);
        body["Accounts"] = Accounts(session, request, inDetail: false);
        body["Links"] = Links(("AccountsDetail", "/GetAccountsDetail"), ("Statements", "/GetStatements"));
        AddSession(body, session);
        return SimulatedResponse.Json(body);
    }

    public static JsonObject Kyc(FlinksSession session)
    {
        var body = Body(200);
        body["Holders"] = new JsonArray(Holder());
        body["Login"] = Login(session.Connection);
        AddSession(body, session);
        return body;
    }

    public static JsonObject Body(int status) => new() { ["HttpStatusCode"] = status };

    private static void AddSession(JsonObject body, FlinksSession session)
    {
        body["InstitutionName"] = Institution;
        body["InstitutionId"] = InstitutionId;
        body["Institution"] = Institution;
        body["RequestId"] = session.RequestId;
    }

    public static JsonObject Login(FlinksConnection connection) => new()
    {
        ["Username"] = connection.Login.Name,
        ["IsScheduledRefresh"] = connection.IsScheduledRefresh,
        ["LastRefresh"] = FlinksDates.Text(connection.LastRefresh),
        ["Type"] = "Personal",
        ["Id"] = connection.LoginId,
    };

    private static JsonArray Links(params (string Rel, string Href)[] links) =>
        new([.. links.Select(link => new JsonObject { ["rel"] = link.Rel, ["href"] = link.Href, ["example"] = null })]);

    private static JsonArray Challenges(FlinksSession session) => new([.. session.Questions.Select(question =>
    {
        var challenge = new JsonObject { ["Type"] = question.Type, ["Prompt"] = question.Prompt };
        if (question.Choices.Count > 0)
        {
            challenge["Iterables"] = new JsonArray([.. question.Choices.Select(choice => JsonValue.Create(choice))]);
        }

        return challenge;
    })]);

    private static JsonArray Accounts(FlinksSession session, FlinksDataRequest request, bool inDetail) => new([.. session.Connection.Accounts
        .Where(account => request.AccountsFilter?.Contains(account.Id, StringComparer.OrdinalIgnoreCase) ?? true)
        .Where(account => session.ResumedAccounts?.Contains(account.Id, StringComparer.OrdinalIgnoreCase) ?? true)
        .Select(account => inDetail ? Detail(account, request) : Summary(account, request))]);

    private static JsonObject Detail(FlinksAccount account, FlinksDataRequest request) => new()
    {
        ["Transactions"] = request.WithTransactions ? Transactions(account) : new JsonArray(),
        ["TransitNumber"] = account.TransitNumber,
        ["InstitutionNumber"] = account.InstitutionNumber,
        ["OverdraftLimit"] = 0,
        ["Title"] = account.Title,
        ["AccountNumber"] = account.AccountNumber,
        ["LastFourDigits"] = null,
        ["Balance"] = Balance(account),
        ["Category"] = account.Category,
        ["Type"] = account.Type,
        ["Currency"] = account.Currency,
        ["Holder"] = request.WithAccountIdentity ? Holder() : null,
        ["AccountType"] = "Personal",
        ["Id"] = account.Id,
    };

    private static JsonObject Summary(FlinksAccount account, FlinksDataRequest request) => new()
    {
        ["EftEligibleRatio"] = 1.0m,
        ["ETransferEligibleRatio"] = 1.0m,
        ["Title"] = account.Title,
        ["AccountNumber"] = account.AccountNumber,
        ["LastFourDigits"] = null,
        ["Balance"] = Balance(account),
        ["Category"] = account.Category,
        ["Currency"] = account.Currency,
        ["Holder"] = request.WithAccountIdentity ? Holder() : null,
        ["AccountType"] = "Personal",
        ["Id"] = account.Id,
    };

    private static JsonObject Balance(FlinksAccount account) => new() { ["Available"] = account.Balance, ["Current"] = account.Balance, ["Limit"] = null };

    private static JsonArray Transactions(FlinksAccount account) => new(new JsonObject
    {
        ["Date"] = "2026-03-13",
        ["Code"] = null,
        ["Description"] = "GROCERY STORE 118",
        ["Debit"] = 54.27m,
        ["Credit"] = null,
        ["Balance"] = account.Balance,
        ["Id"] = FlinksIds.New(),
    });

    private static JsonObject Holder() => new()
    {
        ["Name"] = "Avery Tremblay",
        ["Address"] = new JsonObject
        {
            ["CivicAddress"] = "12 rue Exemple",
            ["City"] = "Montréal",
            ["Province"] = "QC",
            ["PostalCode"] = "H2X 1Y4",
            ["POBox"] = null,
            ["Country"] = "CA",
        },
        ["Email"] = "avery@example.test",
        ["PhoneNumber"] = "(514) 555-0142",
    };
}
