using ConnectionSdk.Powens;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>Every call the adapter can make: method, path, query, headers and body. A request nobody planned fails the test that made it.</summary>
public sealed class PowensCallTests : PowensContract
{
    private const string Code = "/2.0/auth/token/code?type=singleAccess";
    private const string Update = "/2.0/users/me/connections/1201?expand=connector,sources,all_accounts";
    private const string InBackground = "/2.0/users/me/connections/1201?background=true&expand=connector,sources,all_accounts";

    [Fact]
    public async Task A_token_is_renewed_for_the_user_named_and_then_used()
    {
        Stub.Post("/2.0/auth/renew").Once().WithoutHeader("Authorization").WithHeader("Content-Type", "application/json")
            .WithJsonFixture("powens/auth.renew.request.json").ReturnsFixture("powens/auth.renew.response.json");
        Stub.Get(Read).Times(2).WithHeader("Authorization", "Bearer tok_PERMANENT_renewed_8b1c").ReturnsFixture("powens/connection.ok.json");
        var client = (IConnectionClient)Application(mints: true).GetService(typeof(IConnectionClient))!;

        await client.GetAsync(Connection);
        await client.GetAsync(Connection);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("auth_token")]
    [InlineData("token")]
    public async Task A_token_is_found_under_each_of_its_names(string name)
    {
        Stub.Post("/2.0/auth/renew").Once().ReturnsJson($$"""{"{{name}}":"tok_named"}""");
        Stub.Get(Read).Once().WithHeader("Authorization", "Bearer tok_named").ReturnsFixture("powens/connection.ok.json");
        var client = (IConnectionClient)Application(mints: true).GetService(typeof(IConnectionClient))!;

        await client.GetAsync(Connection);
    }

    [Fact]
    public async Task A_user_is_made_only_when_the_host_says_so()
    {
        Stub.Post("/2.0/auth/init").Once().WithoutHeader("Authorization").WithHeader("Content-Type", "application/json")
            .WithJsonFixture("powens/auth.init.request.json").ReturnsFixture("powens/auth.init.response.permanent.json");

        var made = await Provider.CreateUserAsync();

        Assert.Equal("powens:42", made.User.ToString());
        Assert.Equal(Token, made.Token.Reveal());
    }

    [Fact]
    public async Task A_connection_is_read_with_its_connector_and_sources()
    {
        PlanRead("connection.ok.json").Once();

        Assert.Equal(ConnectionState.Active, (await Client.GetAsync(Connection)).Status.State);
    }

    [Fact]
    public async Task Connections_are_listed_page_by_page_along_the_links()
    {
        Get("/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").Once().ReturnsJson(
            $$$"""{"connections":[{"id":1},{"id":2}],"_links":{"next":{"href":"{{{Stub.BaseAddress}}}2.0/users/me/connections?cursor=abc%3D%3D"} } }""");
        Get("/2.0/users/me/connections?cursor=abc%3D%3D").Once().ReturnsJson("""{"connections":[{"id":3}],"_links":{"next":null}}""");

        Assert.Equal("1 2 3", string.Join(' ', (await ListAsync()).Select(connection => connection.Ref.ConnectionId)));
    }

    [Fact]
    public async Task Connections_are_listed_page_by_page_by_their_total_where_there_are_no_links()
    {
        Get("/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").Once().ReturnsJson("""{"connections":[{"id":1},{"id":2}],"total":3}""");
        Get("/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=2").Once().ReturnsJson("""{"connections":[{"id":3}],"total":3}""");

        Assert.Equal(3, (await ListAsync()).Count);
    }

    [Theory]
    [InlineData("https://evil.example/2.0/users/me/connections?offset=100")]
    [InlineData("//evil.example/2.0/users/me/connections")]
    [InlineData("https://user:pass@127.0.0.1/2.0/users/me/connections")]
    [InlineData("/elsewhere/users/me/connections")]
    public async Task A_link_to_another_address_does_not_get_the_token(string link)
    {
        Get("/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").Once()
            .ReturnsJson($$$"""{"connections":[{"id":1}],"_links":{"next":{"href":"{{{link}}}"} } }""");

        var error = await Assert.ThrowsAsync<ProviderException>(ListAsync);

        Assert.Equal(ProviderErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task Accounts_are_read_with_those_not_shared_and_all_pages()
    {
        Get("/2.0/users/me/connections/1201/accounts?all").Once().ReturnsJson(
            $$$"""{"accounts":[{"id":501}],"_links":{"next":{"href":"{{{Stub.BaseAddress}}}2.0/users/me/connections/1201/accounts?all&offset=1"} } }""");
        Get("/2.0/users/me/connections/1201/accounts?all&offset=1").Once().ReturnsJson("""{"accounts":[{"id":502}],"_links":{"next":null}}""");

        Assert.Equal("501 502", string.Join(' ', (await Client.GetAccountsAsync(Connection)).Select(account => account.Id)));
    }

    [Fact]
    public async Task An_account_is_shared_with_one_update()
    {
        Post("/2.0/users/me/accounts/502?all").Once().WithJsonFixture("powens/account.update.request.enable.json").ReturnsJson("""{"id":502,"disabled":null}""");

        Assert.True((await Provider.ShareAccountAsync(Connection, "502")).Enabled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_synchronisation_says_whether_the_user_is_present(bool present)
    {
        PlanRead("connection.ok.json").Once();
        Put($"/2.0/users/me/connections/1201?psu_requested={(present ? "true" : "false")}&expand=connector,sources,all_accounts").Once().WithJson("{}")
            .ReturnsFixture("powens/connection.ok.json");
        Configure = static options => options.MinimumRefreshInterval = TimeSpan.Zero;

        await Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = present });
    }

    [Fact]
    public async Task A_refused_synchronisation_is_followed_by_a_look()
    {
        PlanRead("connection.ok.json").Times(2);
        Put("/2.0/users/me/connections/1201?psu_requested=true&expand=connector,sources,all_accounts").Once().ReturnsFixture("powens/error.409.sync-refused.json", 409);

        Assert.Equal(ConnectionState.Active, (await Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true })).Status.State);
    }

    [Fact]
    public async Task Deleting_takes_a_plan_and_one_call_without_content()
    {
        PlanRead("connection.ok.json").Once();
        Stub.Delete("/2.0/users/me/connections/1201").Once().WithHeader("Authorization", Bearer).WithoutBody().Returns(204);

        await Client.RemoveAsync(await Client.PlanRemovalAsync(Connection));
    }

    [Fact]
    public async Task The_automatic_synchronisation_is_switched_off_with_one_update()
    {
        Post(Update).Once().WithJsonFixture("powens/connection.update.request.deactivate.json").ReturnsFixture("powens/connection.ok.json");

        await Provider.SetAutomaticRefreshAsync(Connection, on: false);
    }

    [Fact]
    public async Task A_consent_is_asked_for_with_an_empty_update()
    {
        PlanAccounts();
        PlanRead("connection.SCARequired.json").Once();
        Post(Update).Once().WithJsonFixture("powens/connection.update.request.force.json").ReturnsFixture("powens/connection.additionalInformationNeeded.json");

        Assert.IsType<RequiredAction.ProvideFields>((await Flow.StartAsync(Connection)).Action);
    }

    [Fact]
    public async Task A_code_is_passed_on_under_the_name_of_its_field()
    {
        PlanAccounts();
        PlanRead("connection.additionalInformationNeeded.json").Times(2);
        Post(Update).Once().WithJsonFixture("powens/connection.update.request.otp.json").ReturnsFixture("powens/connection.ok.json");

        var session = await Flow.StartAsync(Connection);
        var done = await Flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", new SensitiveString("123456")));

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
    }

    [Fact]
    public async Task A_code_is_encrypted_with_the_public_key_of_the_domain()
    {
        Configure = static options => options.EncryptFields = true;
        PlanAccounts();
        PlanRead("connection.additionalInformationNeeded.json").Times(2);
        Get("/2.0/publickey").Once().ReturnsFixture("powens/publickey.response.json");
        Post(Update).Once().Where("a compact JWE in the field otp", IsEncrypted).ReturnsFixture("powens/connection.ok.json");

        var session = await Flow.StartAsync(Connection);
        await Flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", new SensitiveString("123456")));

        static bool IsEncrypted(RecordedRequest request)
        {
            var sent = System.Text.Json.Nodes.JsonNode.Parse(request.Text)!.AsObject();
            var planned = System.Text.Json.Nodes.JsonNode.Parse(Fixtures.Read("powens/connection.update.request.otp-jwe.json"))!.AsObject();
            var parts = ((string)sent["otp"]!).Split('.');
            return sent.Count == 1 && parts.Length == 5 && parts[0] == ((string)planned["otp"]!).Split('.')[0];
        }
    }

    [Fact]
    public async Task Credentials_are_passed_on_with_agent_status()
    {
        Configure = static options => options.HasAgentStatus = true;
        PlanAccounts();
        PlanRead("connection.wrongpass.json").Times(2);
        Post(Update).Once().WithJson("""{"openapiwebsite":"par","login":"me","password":"1234"}""").ReturnsFixture("powens/connection.ok.json");

        var session = await Flow.StartAsync(Connection);
        await Flow.ReplyAsync(session.Id, new UserReply.FieldValues(new Dictionary<string, SensitiveString>(StringComparer.Ordinal)
        {
            ["openapiwebsite"] = new("par"),
            ["login"] = new("me"),
            ["password"] = new("1234"),
        }));
    }

    [Fact]
    public async Task An_approval_is_resumed_in_the_background()
    {
        PlanAccounts();
        PlanRead("connection.decoupled.json").Once();
        Post(InBackground).Once().WithJsonFixture("powens/connection.update.request.resume.json").ReturnsFixture("powens/connection.validating.json");

        Assert.IsType<RequiredAction.ApproveElsewhere>((await Flow.StartAsync(Connection)).Action);
    }

    [Fact]
    public async Task A_consent_is_renewed_early_on_the_source_that_can()
    {
        PlanAccounts();
        Get(Read).Once().ReturnsJson(
            """{"id":1201,"state":null,"last_update":"2026-03-02 06:14:55","sources":[{"id":1,"name":"openapi","last_update":"2026-03-02 06:14:55"},{"id":2,"name":"directaccess","last_update":"2026-03-02 06:14:55"}]}""");
        Post("/2.0/users/me/connections/1201?source=openapi&expand=connector,sources,all_accounts").Once().WithJsonFixture("powens/connection.update.request.refresh-auth.json")
            .ReturnsFixture("powens/connection.additionalInformationNeeded.json");

        await Flow.StartAsync(Connection, new ReconnectOptions { RenewConsent = true });
    }

    [Fact]
    public async Task The_banks_page_is_asked_for_with_a_state_of_our_own()
    {
        PlanAccounts();
        PlanRead("connection.webauthRequired.json").Once();
        Get("/2.0/webauth-url").WithAnyQuery().Once().Where("client_id, id_connection, redirect_uri and a long state", request =>
        {
            var query = request.QueryValues.ToDictionary(StringComparer.Ordinal);
            return query.Count == 4 && query["client_id"] == "12345678" && query["id_connection"] == "1201"
                && query["redirect_uri"] == "https://app.example/powens/callback" && query["state"].Length >= 43;
        }).ReturnsFixture("powens/webauth-url.response.json");

        var action = Assert.IsType<RequiredAction.FollowRedirect>((await Flow.StartAsync(Connection)).Action);

        Assert.Equal("auth.bank.example", action.Url!.Host);
    }

    [Fact]
    public async Task The_reconnect_page_gets_a_code_of_its_own()
    {
        Configure = static options => options.ReconnectMode = PowensReconnectMode.Webview;
        PlanAccounts();
        PlanRead("connection.wrongpass.json").Once();
        Get(Code).Once().ReturnsFixture("powens/auth.token.code.response.json");

        var action = Assert.IsType<RequiredAction.FollowRedirect>((await Flow.StartAsync(Connection)).Action);

        PowensUrls.AssertSame("reconnect", action.Url!);
    }

    [Fact]
    public async Task The_reconnect_page_asks_for_all_credentials_after_an_expired_password()
    {
        PlanAccounts();
        PlanRead("connection.passwordExpired.json").Once();
        Get(Code).Once().ReturnsFixture("powens/auth.token.code.response.json");

        var action = Assert.IsType<RequiredAction.FollowRedirect>((await Flow.StartAsync(Connection)).Action);

        PowensUrls.AssertSame("reconnect.reset", action.Url!);
    }

    [Fact]
    public async Task The_connect_page_gets_a_code_and_a_state()
    {
        Get(Code).Once().ReturnsFixture("powens/auth.token.code.response.json");

        var session = await Client.BeginConnectAsync(new ConnectRequest { User = User });

        PowensUrls.AssertSame("connect", Assert.IsType<RequiredAction.FollowRedirect>(session.Action).Url!);
    }

    [Theory]
    [InlineData("338178e6-3d01-564f-9a7b-52ca442459bf", "connector_uuids")]
    [InlineData("40", "connector_ids")]
    public async Task The_connect_page_is_told_the_bank(string institution, string parameter)
    {
        Get(Code).Once().ReturnsFixture("powens/auth.token.code.response.json");

        var session = await Client.BeginConnectAsync(new ConnectRequest { User = User, InstitutionId = institution });

        Assert.Equal(institution, PowensUrls.QueryOf(((RequiredAction.FollowRedirect)session.Action).Url!)[parameter]);
    }

    [Fact]
    public async Task The_manage_page_gets_a_code_of_its_own()
    {
        Get(Code).Once().ReturnsFixture("powens/auth.token.code.response.json");

        PowensUrls.AssertSame("manage", await Provider.GetManageUrlAsync(User, "1201", state: "opaque-1"));
    }

    [Theory]
    [InlineData("1201/../../users/1")]
    [InlineData("..")]
    [InlineData("1201?all")]
    [InlineData("1201#x")]
    [InlineData("12%2f01")]
    public async Task An_id_cannot_climb_out_of_its_segment(string id)
    {
        Stub.Get($"/2.0/users/me/connections/{Uri.EscapeDataString(id)}?expand=connector,sources,all_accounts").Optional().ReturnsFixture("powens/error.400.invalidValue.json", 400);

        await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(User.Connection(id)));
    }

    [Fact]
    public void An_id_cannot_carry_a_header() => Assert.Throws<ArgumentException>(() => User.Connection("1201\r\nX-Evil: 1"));

    [Fact]
    public async Task A_request_nobody_planned_fails_the_test_and_shows_itself()
    {
        var stub = await StubServer.StartAsync();
        stub.Get("/2.0/users/me/connections/1202?expand=connector,sources,all_accounts").Optional();
        using var provider = PowensProvider.Create(
            new PowensOptions
            {
                Domain = "example",
                ClientId = "12345678",
                ApiBaseAddress = new Uri(stub.BaseAddress, "2.0/"),
                Http = { AllowInsecureLoopback = true },
            },
            userTokens: new OneToken());

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.GetAsync(Connection, CancellationToken.None));
        var shown = await Assert.ThrowsAsync<StubException>(async () => await stub.DisposeAsync());

        Assert.Equal(501, error.StatusCode);
        Assert.Contains("A request nobody planned", shown.Message, StringComparison.Ordinal);
        Assert.Contains("GET /2.0/users/me/connections/1201", shown.Message, StringComparison.Ordinal);
    }

    private async Task<List<Connection>> ListAsync()
    {
        var listed = new List<Connection>();
        await foreach (var connection in Client.ListAsync(User))
        {
            listed.Add(connection);
        }

        return listed;
    }

    private sealed class OneToken : IPowensUserTokens
    {
        public ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken) => new(new SensitiveString(Token));
    }
}
