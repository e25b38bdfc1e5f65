using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Flinks;

/// <summary>Every shared Flinks payload goes through the adapter. A new file fails the first test until it has a place here.</summary>
public sealed class FlinksFixtureTests : FlinksContract
{
    private static readonly Dictionary<string, (int Status, ConnectionState State, string Reason, RequiredActionKind Action)> Answers = new(StringComparer.Ordinal)
    {
        ["authorize.response.200.json"] = (200, ConnectionState.Active, "none", RequiredActionKind.None),
        ["authorize-async.response.202.json"] = (202, ConnectionState.Connecting, "none", RequiredActionKind.Wait),
        ["authorize.response.203.question.json"] = (203, ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget),
        ["authorize.response.203.question-with-options.json"] = (203, ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget),
        ["authorize.response.203.multiple-choice.json"] = (203, ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget),
        ["authorize.response.401.disabled-login.json"] = (401, ConnectionState.ActionRequired, "accountLocked", RequiredActionKind.VisitInstitution),
        ["authorize.response.401.invalid-login.json"] = (401, ConnectionState.Deleted, "notFound", RequiredActionKind.StartOver),
        ["authorize.response.401.invalid-password.json"] = (401, ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget),
        ["authorize.response.401.invalid-security-response-no-retry.json"] = (401, ConnectionState.ReconnectRequired, "mfaRejected", RequiredActionKind.OpenWidget),
        ["authorize.response.401.new-account.json"] = (401, ConnectionState.ActionRequired, "institutionActionRequired", RequiredActionKind.VisitInstitution),
        ["authorize.response.401.retry-later.json"] = (401, ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait),
        ["authorize.response.405.disabled-institution.json"] = (405, ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait),
        ["authorize.response.500.aggregation-error.json"] = (500, ConnectionState.Degraded, "providerError", RequiredActionKind.Wait),
        ["error.400.session-nonexistent.json"] = (400, ConnectionState.ReconnectRequired, "sessionExpired", RequiredActionKind.OpenWidget),
        ["error.401.session-expired.json"] = (401, ConnectionState.ReconnectRequired, "sessionExpired", RequiredActionKind.OpenWidget),
    };

    private static readonly Dictionary<string, (ReconnectOutcome Outcome, RequiredActionKind Action)> Events = new(StringComparer.Ordinal)
    {
        ["connect-event.redirect.json"] = (ReconnectOutcome.Reconnected, RequiredActionKind.None),
        ["connect-event.redirect.with-fields.json"] = (ReconnectOutcome.Reconnected, RequiredActionKind.None),
        ["connect-event.close-session.json"] = (ReconnectOutcome.Reconnected, RequiredActionKind.None),
        ["connect-event.token-invalid.json"] = (ReconnectOutcome.Reconnected, RequiredActionKind.None),
        ["connect-event.error.as-step.json"] = (ReconnectOutcome.Reconnected, RequiredActionKind.None),
        ["connect-event.account-selected.json"] = (ReconnectOutcome.None, RequiredActionKind.OpenWidget),
        ["connect-event.load-account-selection.json"] = (ReconnectOutcome.None, RequiredActionKind.OpenWidget),
        ["connect-event.load-mfa.json"] = (ReconnectOutcome.None, RequiredActionKind.OpenWidget),
    };

    /// <summary>Planned by name in <see cref="FlinksContract"/>, <see cref="FlinksCallTests"/> or a test of their own below.</summary>
    private static readonly string[] Elsewhere =
    [
        "accounts-detail-async.response.202.pending.json", "accounts-detail.response.200.json", "accounts-detail.response.202.pending.json",
        "accounts-summary.request.json", "accounts-summary.response.200.json", "authorize.request.cached.json", "authorize.request.live-refresh.json",
        "authorize.request.mfa-answer.json", "authorize.request.mfa-answer-triple.json", "authorize.response.401.invalid-authorize-token.json",
        "delete-card.response.200.json", "generate-authorize-token.response.200.json", "generate-authorize-token.response.401.json",
        "set-scheduled-refresh.request.json", "set-scheduled-refresh.response.200.json",
    ];

    /// <summary>Of calls the adapter does not make, and why.</summary>
    private static readonly Dictionary<string, string> NotCalled = new(StringComparer.Ordinal)
    {
        ["accounts-detail.request.json"] = "asks for transactions, which are out of scope",
        ["answer-mfa-questions.request.json"] = "stored answers to questions are being withdrawn by Flinks",
        ["authorize.request.credentials-legacy.json"] = "credentials never reach this library",
        ["nightly-refresh-status.response.200.json"] = "a guess; every connection is read by itself",
    };

    public static TheoryData<string> AnswerFixtures => [.. Answers.Keys];

    public static TheoryData<string> EventFixtures => [.. Events.Keys];

    [Fact]
    public void Every_payload_has_its_place()
    {
        string[] placed = [.. Answers.Keys, .. Events.Keys, .. Elsewhere, .. NotCalled.Keys];

        // Webhooks are read by the package that receives them.
        var files = Fixtures.All("flinks").Select(name => name["flinks/".Length..]).Where(name => !name.StartsWith("webhook", StringComparison.Ordinal));

        Assert.Equal(files.Order(StringComparer.Ordinal), placed.Order(StringComparer.Ordinal));
        Assert.Equal(placed.Length, placed.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(AnswerFixtures))]
    public async Task An_answer_is_read_as_what_it_is_whatever_its_number(string file)
    {
        var (status, state, reason, action) = Answers[file];
        PlanTokens(2);
        Cached().Once().ReturnsFixture($"flinks/{file}", status);
        var connection = await Client.GetAsync(Connection);
        Cached().Once().ReturnsFixture($"flinks/{file}", status < 300 ? status : 418);
        var renumbered = await Client.GetAsync(Connection);

        Assert.Equal((state, reason, action), (connection.Status.State, connection.Status.Reason.Value, connection.Status.Action.Kind));
        Assert.True(connection.Status.Provider.Recognised);
        Assert.Equal(connection.Status.State, renumbered.Status.State);
        if (state == ConnectionState.Active)
        {
            Assert.Equal(new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero).AddTicks(5358979), connection.LastSyncedAt);
            Assert.Equal(("14", "FlinksCapital"), (connection.InstitutionId, connection.InstitutionName));
        }
    }

    [Theory]
    [MemberData(nameof(EventFixtures))]
    public async Task A_widget_event_is_a_hint_and_what_is_stored_decides(string file)
    {
        var (outcome, action) = Events[file];

        // Status, contact and widget spend one each; a failure is checked by a read, and a redirect by the accounts of its session.
        PlanTokens(outcome == ReconnectOutcome.Reconnected && !file.Contains("redirect", StringComparison.Ordinal) ? 4 : 3);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Live().Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);
        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
        Cached().Optional().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Optional().ReturnsFixture("flinks/accounts-detail.response.200.json");

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(Fixtures.Read($"flinks/{file}")));

        Assert.Equal((outcome, action), (session.Outcome, session.Action.Kind));
    }

    [Fact]
    public async Task Three_questions_are_asked_together_and_answered_in_one_call()
    {
        Configure = options => options.AnswerMfaByFields = true;
        PlanTokens(3);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Live().Once().ReturnsJson(
            $$"""{"HttpStatusCode":203,"SecurityChallenges":[{"Type":"QuestionAndAnswer","Prompt":"What was your first pet called?"},{"Type":"QuestionAndAnswer","Prompt":"What was the make of your first car?","Iterables":null},{"Type":"QuestionAndAnswer","Prompt":"What street did you grow up on?","Iterables":[]}],"RequestId":"{{RequestId}}"}""",
            203);
        var wanted = Fixtures.Read("flinks/authorize.request.mfa-answer-triple.json");
        Authorize().Once().Where("all three answers, and the session", request => JsonDiff.Compare(
            wanted.Replace("\"RequestId\"", $"\"LoginId\":\"{LoginId}\",\"MostRecentCached\":false,\"Save\":true,\"RequestId\"", StringComparison.Ordinal), request.Text).Count == 0)
            .ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
        session = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(new Dictionary<string, SensitiveString>(StringComparer.Ordinal)
        {
            ["What street did you grow up on?"] = new("Elm"),
            ["What was your first pet called?"] = new("Biscuit"),
            ["What was the make of your first car?"] = new("Civic"),
        }));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Theory]
    [InlineData("accounts-detail-async.response.202.pending.json")]
    [InlineData("accounts-detail.response.202.pending.json")]
    public async Task Accounts_that_are_not_ready_are_not_asked_for_again_at_once(string file)
    {
        Configure = options => options.DataTimeout = TimeSpan.FromSeconds(5);
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture($"flinks/{file}", 202);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAccountsAsync(Connection));

        Assert.Equal((ProviderErrorKind.Timeout, "OPERATION_PENDING"), (failure.Kind, failure.ProviderCode));
    }

    [Fact]
    public async Task Accounts_are_read_as_what_they_are()
    {
        PlanTokens(1);
        Cached().Once().ReturnsFixture("flinks/authorize.response.200.json");
        Detail().Once().ReturnsFixture("flinks/accounts-detail.response.200.json");

        var accounts = await Client.GetAccountsAsync(Connection);

        Assert.Equal("3c5e7a91-2b4d-4f68-8091-a2b3c4d5e6f7", accounts[0].Id);
        Assert.Equal(("Chequing CAD", "chequing", "CAD", 1820.15m), (accounts[0].Name, accounts[0].Type, accounts[0].Currency, accounts[0].Balance));
        Assert.Equal("777-10001-1230001", accounts[0].Number!.Reveal());
        Assert.Equal(("0142", 318.4m, null), (accounts[1].MaskedNumber, accounts[1].Balance, accounts[1].Number));
        Assert.All(accounts, account => Assert.DoesNotContain("1230001", account.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_live_request_is_the_documented_one_with_the_user_as_its_tag()
    {
        PlanTokens(3);
        Cached().Once().ReturnsJson("""{"HttpStatusCode":401,"FlinksCode":"QUESTION_NOT_FOUND"}""", 401);
        Authorize().WithJsonFixture("flinks/authorize.request.live-refresh.json").Once().ReturnsFixture("flinks/authorize.response.203.question.json", 203);

        await Flow.StartAsync(Connection, new ReconnectOptions { KnownAccounts = [] });
    }
}
