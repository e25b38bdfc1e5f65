using ConnectionSdk.Simulator;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>Bad input ends in a ProviderException or a cautious state; the old state is kept and nothing is submitted again.</summary>
public sealed class PowensBadInputTests : PowensFlow
{
    private const string Path = "/2.0/users/*/connections/**";

    public static TheoryData<string> Kinds => [.. Faults.Keys];

    /// <summary>What comes back in place of an answer about the connection with this id.</summary>
    private static Dictionary<string, Func<long, Fault>> Faults { get; } = new(StringComparer.Ordinal)
    {
        ["unknown state"] = _ => Fault.UnknownState("quantumProofRequired"),
        ["state that is no text"] = id => Json($$$"""{"id":{{{id}}},"state":{"code":7},"last_update":"2026-03-02 06:14:55"}"""),
        ["unknown error code"] = _ => Fault.Respond(400, "application/json", """{"code":"quantumFlux","description":"?","message":null,"request_id":1}"""),
        ["error that is no object"] = _ => Fault.Respond(400, "application/json", "[1,2"),
        ["no fields at all"] = _ => Json("{}"),
        ["another connection"] = _ => Json("""{"id":999999,"state":null,"last_update":"2026-03-02 06:14:55"}"""),
        ["an array"] = _ => Json("[]"),
        ["null"] = _ => Json("null"),
        ["a date that is none"] = id => Json($$$"""{"id":{{{id}}},"state":"bug","last_update":"tomorrow","next_try":17,"expire":"9999-99-99 00:00:00"}"""),
        ["fields that are none"] = id => Json($$$"""{"id":{{{id}}},"state":"additionalInformationNeeded","fields":[null,{},{"name":null},{"name":"otp","regex":"(((","values":[null]}],"last_update":null}"""),
        ["sources that are none"] = id => Json($$$"""{"id":{{{id}}},"state":"bug","sources":[null,{}],"last_update":null}"""),
        ["HTML with 200"] = _ => Fault.HtmlPage(),
        ["HTML with 503"] = _ => Fault.HtmlPage(503),
        ["HTML with 404"] = _ => Fault.HtmlPage(404),
        ["truncated JSON"] = _ => Fault.TruncatedJson(),
        ["cut mid body"] = _ => Fault.CutMidBody(),
        ["empty"] = _ => Json(""),
        ["wrong content type"] = _ => Fault.WrongContentType("text/html; charset=utf-16"),
        ["oversized"] = _ => Fault.OversizedBody(40_000_000),
        ["endless"] = _ => Fault.EndlessBody(),
        ["gzip bomb"] = _ => Fault.GzipBomb(40_000_000),
        ["redirect"] = _ => Fault.RedirectTo(new Uri("https://elsewhere.example/2.0/")),
        ["429"] = _ => Fault.TooManyRequests(TimeSpan.FromMinutes(5)),
        ["500"] = _ => Fault.ServerError(),
        ["dropped"] = _ => Fault.Drop(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_read_ends_in_a_typed_error_or_a_cautious_state(string kind)
    {
        var connection = Add(static _ => { });
        Powens.Faults.Add(Faults[kind](connection.Id), times: 50, path: Path);

        try
        {
            var seen = await GetAsync(connection);
            Assert.NotEqual(ConnectionState.Active, seen.Status.State);
            Assert.NotEqual(ConnectionState.Deleted, seen.Status.State);
            Assert.False(seen.Status.RefreshAllowed);
        }
        catch (ProviderException error)
        {
            Assert.Equal("powens", error.Provider);
        }

        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_submitted_code_is_sent_once_and_the_state_kept_whatever_comes_back(string kind)
    {
        var connection = Add(setup => setup.NeedsOtp("123456"));
        var asked = await StartAsync(connection);
        Powens.Faults.Add(Faults[kind](connection.Id), times: 50, path: Path);

        ReconnectSession? after = null;
        try
        {
            after = await TypeAsync(asked, "123456");
        }
        catch (ProviderException)
        {
            // Typed, and the session goes on.
        }

        Assert.NotEqual(ReconnectOutcome.Reconnected, after?.Outcome);
        Assert.True(Powens.Calls.Count("POST", "/2.0/users/*/connections/*") <= 1);
        Assert.True(CodesAtBank(connection) <= 1);

        Powens.Faults.Clear();
        var session = await LookUntilItStopsAsync(await RunAsync(Flow.GetAsync(asked.Id)));
        Assert.True(Powens.Calls.Count("POST", "/2.0/users/*/connections/*") <= 1);
        Assert.Equal(connection.State is null, session.Outcome == ReconnectOutcome.Reconnected);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_repair_under_way_survives_bad_looks(string kind)
    {
        var connection = Add(setup => setup.NeedsApproval());
        var waiting = await StartAsync(connection);
        Powens.Faults.Add(Faults[kind](connection.Id), times: 3, path: Path);

        try
        {
            waiting = await LookAsync(waiting);
        }
        catch (ProviderException)
        {
            // Typed, and the session goes on.
        }

        Powens.Faults.Clear();
        Powens.User.ApproveInBankApp(connection.Id);
        var session = await RunAsync(Flow.GetAsync(waiting.Id));
        var done = session.IsFinished ? session : await LookUntilItStopsAsync(session);

        Assert.NotEqual(ReconnectOutcome.NotRepairable, done.Outcome);
        Assert.Equal(1, connection.Resumes);
        Assert.Equal(1, Powens.Bank.ApprovalsRequested);
    }

    [Theory]
    [InlineData("""{"access_token":"","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"line\nbreak"}""")]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task A_token_that_is_none_is_a_typed_error(string body)
    {
        var connection = Add(static _ => { });
        Powens.Faults.Add(Fault.Respond(200, "application/json", body), times: 10, path: "/2.0/auth/renew");

        await Assert.ThrowsAsync<ProviderException>(() => GetAsync(connection));

        Assert.Equal(0, Powens.UsersCreated);
    }

    [Theory]
    [InlineData("""{"url":"javascript:alert(1)"}""")]
    [InlineData("""{"url":"http://bank.example/steal"}""")]
    [InlineData("""{"url":null}""")]
    [InlineData("{}")]
    public async Task A_bank_page_that_cannot_be_trusted_is_not_handed_to_the_user(string body)
    {
        var connection = Add(setup => setup.NeedsRedirect());
        Powens.Faults.Add(Fault.Respond(200, "application/json", body), path: "/2.0/webauth-url");

        await Assert.ThrowsAsync<ProviderException>(() => StartAsync(connection));

        Assert.Equal("webauthRequired", connection.State);
    }

    private static Fault Json(string body) => Fault.Respond(200, "application/json", body);
}
