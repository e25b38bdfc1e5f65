using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Aerosync;

/// <summary>Every call the adapter can make: method, path, query, headers and body. A request nobody planned fails the test that made it.</summary>
public sealed class AerosyncCallTests : AerosyncContract
{
    [Fact]
    public async Task An_account_is_read_with_one_token_for_many_reads()
    {
        PlanToken().Once();
        PlanAccount("account.connected.response.json").Times(2);

        await Client.GetAsync(Connection);
        await Client.GetAsync(Connection);

        Stub.Verify();
    }

    [Fact]
    public async Task A_thousand_readers_ask_for_one_token()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stub.Post("/v2/token").Once().Returns(async (_, _) =>
        {
            await answer.Task;
            return StubReply.Fixture("aerosync/token.response.json");
        });
        PlanAccount("account.connected.response.json").Times(1000);

        var reads = Enumerable.Range(0, 1000).Select(_ => Client.GetAsync(Connection)).ToList();
        answer.SetResult();
        await Task.WhenAll(reads);

        Stub.Verify();
    }

    [Fact]
    public async Task An_expired_token_is_dropped_and_the_read_made_once_more()
    {
        PlanToken().Once();
        Stub.Post("/v2/token").Once().ReturnsJson("""{"TTL":"1800","token":"second"}""");
        Get(Account).Once().ReturnsFixture("aerosync/error.ac-001.403.json", 403);
        Stub.Get(Account).Once().WithHeader("Authorization", "Bearer second").WithHeader("x-api-key", "demo-key")
            .ReturnsFixture("aerosync/account.connected.response.json");

        Assert.Equal(ConnectionState.Active, (await Client.GetAsync(Connection)).Status.State);

        Stub.Verify();
    }

    [Fact]
    public async Task A_second_refusal_is_told_and_not_tried_again()
    {
        PlanToken().Times(2);
        Get(Account).Times(2).ReturnsFixture("aerosync/error.ac-001.403.json", 403);

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal((ProviderErrorKind.CredentialRejected, "AC-001"), (error.Kind, error.ProviderCode));
        Stub.Verify();
    }

    [Fact]
    public async Task Another_403_does_not_cost_the_token()
    {
        PlanToken().Once();
        Get(Account).Times(1).ReturnsJson("""{"message":"Forbidden"}""", 403);

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal(ProviderErrorKind.Forbidden, error.Kind);
        Stub.Verify();
    }

    [Fact]
    public async Task A_wrong_key_is_remembered_and_not_sent_again()
    {
        Stub.Post("/v2/token").Once().ReturnsFixture("aerosync/error.ac-101.401.json", 401);

        var first = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));
        await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal((ProviderErrorKind.CredentialRejected, "AC-101", false), (first.Kind, first.ProviderCode, first.IsTransient));
        Assert.DoesNotContain("demo-secret", first.ToString(), StringComparison.Ordinal);
        Stub.Verify();
    }

    [Fact]
    public async Task A_first_link_asks_for_a_widget_token_of_its_user()
    {
        Configure = static options => (options.ConfigurationId, options.Theme) = ("brand-1", "dark");
        PlanWidgetToken().Once().WithJsonFixture("aerosync/token_widget.request.json");

        var session = await Client.BeginConnectAsync(new ConnectRequest { User = User });

        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        Assert.Equal(("https://sandbox-sync.aero.inc/", "https://sandbox-sync.aero.inc"), (launch.Source.AbsoluteUri, launch.MessageOrigin));
        Assert.Equal(
            [
                ("aeroPassUserUuid", UserUuid), ("configurationId", "brand-1"), ("defaultTheme", "dark"), ("token", WidgetToken), ("version", "2.0.0"),
            ],
            launch.Parameters.Select(parameter => (parameter.Key, parameter.Value)).Order());
        Assert.DoesNotContain(WidgetToken, launch.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(WidgetToken, session.ToJson(), StringComparison.Ordinal);
        Stub.Verify();
    }

    [Fact]
    public async Task A_front_end_that_uses_the_script_gets_the_names_of_its_configuration()
    {
        Configure = static options =>
        {
            options.WidgetScript = new Uri("https://cdn.sync.aero.inc/2.1.5/aerosync-widget.js");
            options.Environment = ConnectionSdk.Aerosync.AerosyncEnvironment.Sandbox;
            options.Theme = "light";
            options.RedirectUri = new Uri("myapp://back");
            options.WidgetParameters["manualLinkOnly"] = "true";
            options.WidgetParameters["token"] = "mine";
        };
        PlanWidgetToken().Once();

        var launch = Assert.IsType<RequiredAction.OpenWidget>((await Client.BeginConnectAsync(new ConnectRequest { User = User })).Action).Launch!;

        Assert.Equal("https://cdn.sync.aero.inc/2.1.5/aerosync-widget.js", launch.Source.AbsoluteUri);
        Assert.Equal("https://sandbox-sync.aero.inc", launch.MessageOrigin);
        Assert.Equal(
            ["aeroPassUserUuid", "deeplink", "environment", "manualLinkOnly", "theme", "token"], launch.Parameters.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(("sandbox", WidgetToken), (launch.Parameters["environment"], launch.Parameters["token"]));
        Assert.Matches("^myapp://back/?\\?state=[0-9a-f]{64}$", launch.Parameters["deeplink"]);
    }

    [Fact]
    public async Task A_repair_asks_for_a_widget_token_that_reconnects()
    {
        PlanToken().Once();
        PlanAccount("account.failure.response.json");
        PlanWidgetToken().Once().WithJson(
            $$"""{"apiKey":"demo-key","apiSecret":"demo-secret","aeroPassUserUuid":"{{UserUuid}}","connectionId":"{{Id}}","reconnectAttempt":true}""");

        var session = await Flow.StartAsync(Connection);

        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        Assert.Equal(["aeroPassUserUuid", "token", "version"], launch.Parameters.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Stub.Verify();
    }

    [Fact]
    public async Task Route_and_property_of_widget_tokens_can_be_those_of_the_page()
    {
        Configure = static options => (options.WidgetTokenPath, options.UserProperty) = ("token", "aeroPassUserUUID");
        PlanToken().Once();
        PlanAccount("account.failure.response.json");
        PlanWidgetToken("/token").Once().WithJsonFixture("aerosync/token_widget.reconnect.request.json");

        await Flow.StartAsync(Connection);

        Stub.Verify();
    }

    [Fact]
    public async Task A_refresh_starts_a_job_and_looks_at_it()
    {
        PlanToken().Once();
        PlanAccount("account.connected.response.json").Times(2);
        PlanRefresh().Once().ReturnsFixture("aerosync/balance.refresh-job.response.json");
        Get($"{Account}/job/{JobId}").Times(2).ReturnsFixture("aerosync/job.in-progress.response.json").ReturnsFixture("aerosync/job.completed.response.json");

        Assert.Equal(ConnectionState.Active, (await Client.RefreshAsync(Connection)).Status.State);

        Stub.Verify();
    }

    [Fact]
    public async Task A_job_that_waits_for_a_code_opens_the_widget_with_a_token_of_its_own()
    {
        PlanToken().Once();
        PlanAccount("account.connected.response.json");
        Get($"{Account}/job/{JobId}").ReturnsFixture("aerosync/job.mfa-required.response.json");
        PlanWidgetToken().Once().WithJsonFixture("aerosync/token_widget.request.json");

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { ResumeToken = $"job:{JobId}" });

        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        Assert.Equal((Id, JobId, "true"), (launch.Parameters["connectionId"], launch.Parameters["jobId"], launch.Parameters["handleMFA"]));
        Stub.Verify();
    }

    [Fact]
    public async Task Connections_are_listed_where_the_host_has_not_switched_it_off()
    {
        PlanToken().Once();
        Get($"/v2/users/{UserUuid}/connections").Once().ReturnsJson(
            $$"""{"connections":[{"connectionId":"{{Id}}","connectionStatus":"CONNECTED","institutionName":"Bank","accountNickname":"A","accountNumberDisplay":"0987"},null]}""");

        var listed = new List<Connection>();
        await foreach (var connection in Client.ListAsync(User))
        {
            listed.Add(connection);
        }

        Assert.Equal((Connection, ConnectionState.Active, "Bank"), (listed.Single().Ref, listed.Single().Status.State, listed.Single().InstitutionName));
        Stub.Verify();
    }

    [Fact]
    public async Task Listing_that_is_switched_off_says_so()
    {
        Configure = static options => options.ListsConnections = false;

        Assert.False(Client.CapabilitiesOf(Connection).ListsConnections);
        var error = await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (var connection in Client.ListAsync(User))
            {
                Assert.NotNull(connection);
            }
        });
        Assert.Equal(ProviderErrorKind.NotSupported, error.Kind);
    }

    [Fact]
    public async Task A_balance_is_read_only_when_the_host_wants_it()
    {
        Configure = static options => options.ReadsBalances = true;
        PlanToken().Once();
        PlanAccount("account.connected.response.json").Once();
        Get($"{Account}/balance").Once().ReturnsFixture("aerosync/balance.response.json");

        var account = Assert.Single(await Client.GetAccountsAsync(Connection));

        Assert.Equal((840.15m, "USD", Id), (account.Balance, account.Currency, account.Id));
        Stub.Verify();
    }

    [Theory]
    [InlineData("account.failure.response.json")]
    [InlineData("account.revoked.response.json")]
    public async Task No_balance_is_asked_for_when_the_account_itself_says_that_access_has_ended(string fixture)
    {
        Configure = static options => options.ReadsBalances = true;
        PlanToken().Once();
        Get(Account).Once().ReturnsJson(TestKit.Fixtures.Read($"aerosync/{fixture}").Replace("\"canFetchBalance\": false", "\"canFetchBalance\": true", StringComparison.Ordinal));

        if (fixture.Contains("revoked", StringComparison.Ordinal))
        {
            await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(Connection));
        }
        else
        {
            Assert.Null(Assert.Single(await Client.GetAccountsAsync(Connection)).Balance);
        }

        Stub.Verify();
    }

    [Theory]
    [InlineData("AC-105", 405)]
    [InlineData("AC-106", 400)]
    public async Task An_account_without_a_balance_is_read_all_the_same(string code, int status)
    {
        Configure = static options => options.ReadsBalances = true;
        PlanToken().Once();
        PlanAccount("account.connected.response.json").Once();
        Get($"{Account}/balance").Once().ReturnsJson($$"""{"error":{"code":"{{code}}","message":"m"} }""", status);

        Assert.Null(Assert.Single(await Client.GetAccountsAsync(Connection)).Balance);
        Stub.Verify();
    }

    [Fact]
    public async Task A_revocation_that_comes_to_light_after_a_refresh_is_remembered()
    {
        PlanToken().Once();
        Get(Account).Times(2).ReturnsFixture("aerosync/account.connected.response.json").ReturnsFixture("aerosync/account.revoked.response.json");
        PlanRefresh().Once().ReturnsFixture("aerosync/balance.refresh-job.response.json");
        Get($"{Account}/job/{JobId}").Once().ReturnsFixture("aerosync/job.failed.response.json");

        Assert.Equal(ConnectionState.Revoked, (await Client.RefreshAsync(Connection)).Status.State);
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(Connection));
        Stub.Verify();
    }

    [Fact]
    public async Task A_plan_to_remove_asks_nobody()
    {
        Assert.False((await Client.PlanRemovalAsync(Connection)).Allowed);
        Stub.Verify();
    }
}
