using System.Text.Json.Nodes;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>Every shared Powens payload goes through the adapter. A new file fails the first test until it has a place here.</summary>
public sealed class PowensFixtureTests : PowensContract
{
    private static readonly Dictionary<string, (ConnectionState State, RequiredActionKind Action)> States = new(StringComparer.Ordinal)
    {
        ["connection.ok.json"] = (ConnectionState.Active, RequiredActionKind.None),
        ["connection.validating.json"] = (ConnectionState.Connecting, RequiredActionKind.Wait),
        ["connection.SCARequired.json"] = (ConnectionState.ReconnectRequired, RequiredActionKind.FollowRedirect),
        ["connection.webauthRequired.json"] = (ConnectionState.ReconnectRequired, RequiredActionKind.FollowRedirect),
        ["connection.wrongpass.json"] = (ConnectionState.ReconnectRequired, RequiredActionKind.FollowRedirect),
        ["connection.passwordExpired.json"] = (ConnectionState.ReconnectRequired, RequiredActionKind.FollowRedirect),
        ["connection.additionalInformationNeeded.json"] = (ConnectionState.ActionRequired, RequiredActionKind.ProvideFields),
        ["connection.additionalInformationNeeded.test-connector.json"] = (ConnectionState.ActionRequired, RequiredActionKind.ProvideFields),
        ["connection.decoupled.json"] = (ConnectionState.ActionRequired, RequiredActionKind.ApproveElsewhere),
        ["connection.actionNeeded.json"] = (ConnectionState.ActionRequired, RequiredActionKind.VisitInstitution),
        ["connection.rateLimiting.json"] = (ConnectionState.Degraded, RequiredActionKind.Wait),
        ["connection.websiteUnavailable.json"] = (ConnectionState.Degraded, RequiredActionKind.Wait),
        ["connection.bug.json"] = (ConnectionState.Degraded, RequiredActionKind.Wait),
    };

    private static readonly Dictionary<string, (int Status, ProviderErrorKind Kind, bool IsTransient)> Errors = new(StringComparer.Ordinal)
    {
        ["error.400.invalidValue.json"] = (400, ProviderErrorKind.InvalidRequest, false),
        ["error.400.missingParameter.json"] = (400, ProviderErrorKind.InvalidRequest, false),
        ["error.400.noAccount.json"] = (400, ProviderErrorKind.NotSupported, false),
        ["error.400.websiteUnavailable.json"] = (400, ProviderErrorKind.Unavailable, true),
        ["error.400.wrongpass.json"] = (400, ProviderErrorKind.ChallengeRejected, false),
        ["error.409.sync-refused.json"] = (409, ProviderErrorKind.Conflict, true),
        ["error.500.bug.json"] = (500, ProviderErrorKind.Unavailable, true),
    };

    /// <summary>Read by a test of their own below, or planned by name in <see cref="PowensCallTests"/>.</summary>
    private static readonly string[] Elsewhere =
    [
        "account.update.request.enable.json", "accounts.list.all.json", "accounts.list.json", "auth.init.request.json",
        "auth.init.response.permanent.json", "auth.init.response.temporary.json", "auth.renew.request.json", "auth.renew.response.json",
        "auth.token.access.response.json", "auth.token.code.response.json", "connection.sources.list.json",
        "connection.update.request.deactivate.json", "connection.update.request.force.json", "connection.update.request.otp-jwe.json",
        "connection.update.request.otp.json", "connection.update.request.refresh-auth.json", "connection.update.request.resume.json",
        "connections.list.json", "connector.fields.list.json", "pagination.links.json", "publickey.response.json",
        "urls.webview-and-webauth.json", "webauth-url.response.json",
    ];

    /// <summary>Of calls the adapter does not make, and why.</summary>
    private static readonly Dictionary<string, string> NotCalled = new(StringComparer.Ordinal)
    {
        ["index.json"] = "where each payload comes from",
        ["auth.token.access.request.json"] = "exchanging a code needs an anonymous user, and every connect names its user",
        ["connection.create.request.json"] = "connections are made in the webview",
        ["connection.update.request.credentials.json"] = "placeholders; the call is asserted with real values",
        ["connection.logs.list.json"] = "synchronisation logs are not read",
        ["connectors.list.expand-sources-fields.json"] = "the webview lists the banks",
        ["user.me.json"] = "users are named by the host",
    };

    public static TheoryData<string> StateFixtures => [.. States.Keys];

    public static TheoryData<string> ErrorFixtures => [.. Errors.Keys];

    public static TheoryData<string> CallbackNames => [.. PowensUrls.Callbacks];

    [Fact]
    public void Every_payload_has_its_place()
    {
        string[] placed = [.. States.Keys, .. Errors.Keys, .. Elsewhere, .. NotCalled.Keys];

        // Webhooks are read by the package that receives them.
        var files = Fixtures.All("powens").Select(name => name["powens/".Length..]).Where(name => !name.StartsWith("webhook", StringComparison.Ordinal));

        Assert.Equal(files.Order(StringComparer.Ordinal), placed.Order(StringComparer.Ordinal));
        Assert.Equal(placed.Length, placed.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(StateFixtures))]
    public async Task A_connection_is_read_as_what_it_is(string file)
    {
        PlanRead(file).Once();

        var connection = await Client.GetAsync(Connection);

        var (state, action) = States[file];
        Assert.Equal((state, action), (connection.Status.State, connection.Status.Action.Kind));
        Assert.True(connection.Status.Provider.Recognised);
        Assert.Equal("338178e6-3d01-564f-9a7b-52ca442459bf", connection.InstitutionId);
        Assert.Equal(new DateTimeOffset(2025, 11, 20, 9, 2, 11, TimeSpan.Zero), connection.CreatedAt);
        Assert.DoesNotContain("B2023SECRET", connection.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ErrorFixtures))]
    public async Task An_error_is_read_as_what_it_is(string file)
    {
        var (status, kind, isTransient) = Errors[file];
        Get(Read).Once().ReturnsFixture($"powens/{file}", status);

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal((kind, isTransient, status, "987654321"), (error.Kind, error.IsTransient, error.StatusCode, error.RequestId));
        Assert.NotNull(error.ProviderCode);
        Assert.NotNull(error.ProviderMessage);
    }

    [Theory]
    [InlineData("accounts.list.json", "501:True:True 502:True:True")]
    [InlineData("accounts.list.all.json", "501:True:True 502:False:True 503:True:False")]
    public async Task Accounts_are_read_as_what_they_are(string file, string expected)
    {
        Get("/2.0/users/me/connections/1201/accounts?all").Once().ReturnsFixture($"powens/{file}");

        var accounts = await Client.GetAccountsAsync(Connection);

        Assert.Equal(expected, string.Join(' ', accounts.Select(account => $"{account.Id}:{account.Enabled}:{account.PresentAtBank}")));
        Assert.Equal(("EUR", 1520.37m, "0501"), (accounts[0].Currency, accounts[0].Balance, accounts[0].MaskedNumber));
        Assert.Equal("FR7600000000000000000000501", accounts[0].Iban!.Reveal());
    }

    [Fact]
    public async Task A_list_of_connections_is_read_whole()
    {
        Get("/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").Once().ReturnsFixture("powens/connections.list.json");
        var states = new List<(string, ConnectionState)>();

        await foreach (var connection in Client.ListAsync(User))
        {
            states.Add((connection.Ref.ConnectionId, connection.Status.State));
        }

        Assert.Equal([("1201", ConnectionState.Active), ("1202", ConnectionState.ReconnectRequired)], states);
    }

    [Fact]
    public async Task Sources_are_read_as_parts()
    {
        var connection = JsonNode.Parse(Fixtures.Read("powens/connection.SCARequired.json"))!;
        connection["sources"] = JsonNode.Parse(Fixtures.Read("powens/connection.sources.list.json"))!["sources"]!.DeepClone();
        Get(Read).Once().ReturnsJson(connection.ToJsonString());

        var read = await Client.GetAsync(Connection);

        Assert.Equal(
            [("3301", "openapi", ConnectionState.ReconnectRequired), ("3302", "directaccess", ConnectionState.Active)],
            read.Parts.Select(part => (part.Id, part.Name!, part.Status.State)));
        Assert.Equal(new DateTimeOffset(2026, 5, 19, 8, 2, 11, TimeSpan.Zero), read.ConsentExpiresAt);
        Assert.Contains(read.Status.Advisories, advisory => advisory.Kind == AdvisoryKind.PartialData);
    }

    [Fact]
    public async Task Fields_of_a_connector_are_read_as_fields_to_fill_in()
    {
        Configure = static options => options.HasAgentStatus = true;
        var connection = JsonNode.Parse(Fixtures.Read("powens/connection.wrongpass.json"))!;
        connection["fields"] = JsonNode.Parse(Fixtures.Read("powens/connector.fields.list.json"))!["fields"]!.DeepClone();
        Get(Read).Once().ReturnsJson(connection.ToJsonString());

        var action = Assert.IsType<RequiredAction.ProvideFields>((await Client.GetAsync(Connection)).Status.Action);

        Assert.Equal([("login", FieldKind.Text), ("password", FieldKind.Password)], action.Fields.Select(field => (field.Name, field.Kind)));
    }

    [Fact]
    public async Task A_link_of_another_host_is_not_followed()
    {
        var page = JsonNode.Parse(Fixtures.Read("powens/connections.list.json"))!;
        page["_links"] = JsonNode.Parse(Fixtures.Read("powens/pagination.links.json"))!["_links"]!.DeepClone();
        Get("/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").Once().ReturnsJson(page.ToJsonString());

        await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (var connection in Client.ListAsync(User))
            {
                Assert.NotNull(connection);
            }
        });
    }

    [Theory]
    [InlineData("auth.renew.response.json", "tok_PERMANENT_renewed_8b1c")]
    [InlineData("auth.token.access.response.json", "tok_PERMANENT_exchanged_51de")]
    [InlineData("auth.init.response.permanent.json", "tok_PERMANENT_example_Zk3v9Qw2")]
    [InlineData("auth.init.response.temporary.json", "tok_TEMP_example_77aa")]
    public async Task A_token_is_found_in_each_of_its_shapes(string file, string token)
    {
        Stub.Post("/2.0/auth/renew").Once().ReturnsFixture($"powens/{file}");
        Stub.Get(Read).Once().WithHeader("Authorization", $"Bearer {token}").ReturnsFixture("powens/connection.ok.json");
        var client = (IConnectionClient)Application(mints: true).GetService(typeof(IConnectionClient))!;

        await client.GetAsync(Connection);
    }

    [Theory]
    [MemberData(nameof(CallbackNames))]
    public async Task A_callback_is_read_as_what_it_is(string name)
    {
        Get("/2.0/auth/token/code?type=singleAccess").Once().ReturnsFixture("powens/auth.token.code.response.json");
        PlanRead("connection.ok.json").Optional();
        var session = await Client.BeginConnectAsync(new ConnectRequest { User = User });
        var state = PowensUrls.QueryOf(((RequiredAction.FollowRedirect)session.Action).Url!)["state"];
        var callback = PowensUrls.Callback(name).AbsoluteUri;
        var reply = new UserReply.RedirectReturned(new Uri(callback.Contains("state=", StringComparison.Ordinal)
            ? callback.Replace("opaque-1", state, StringComparison.Ordinal)
            : $"{callback}&state={state}"));

        if (callback.Contains("error=", StringComparison.Ordinal) || name == "reconnect.success")
        {
            var error = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => Client.CompleteConnectAsync(session, reply));
            Assert.NotEqual(StatusReason.None, error.Reason);
        }
        else
        {
            Assert.Equal("1201", (await Client.CompleteConnectAsync(session, reply)).Ref.ConnectionId);
        }
    }
}
