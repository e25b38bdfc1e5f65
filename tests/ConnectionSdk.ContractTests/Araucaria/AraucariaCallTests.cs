using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Araucaria;

/// <summary>Every call of the adapter as it goes out: method, path, query, headers, body, and how often.</summary>
public sealed class AraucariaCallTests : AraucariaContract
{
    private const string Other = "conn_01JZ8QK4M7T2V9X3B6N0D5F1GJ";
    private const string Intent = "/v1/refresh-intents/01JZREFRESH0000000000000001";
    private const string Completed = """{"id":"01JZREFRESH0000000000000001","status":"completed","connections":[]}""";

    [Fact]
    public async Task A_connection_is_made_once_and_its_widget_opened()
    {
        PostNothing("/v1/connections").Once().ReturnsFixture("araucaria/connection.create.response.json", 201);

        var session = await Client.BeginConnectAsync(Request);

        Assert.Equal(Id, session.ConnectionId);
        var launch = Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!;
        Assert.Equal("https://api.araucaria.money/widget/araucaria-connect.js", launch.Source.AbsoluteUri);
        Assert.Equal("https://api.araucaria.money", launch.MessageOrigin);
        Assert.Equal(
            [("connectionId", Id), ("token", "sess_test_8f2c1d7e9a")],
            launch.Parameters.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.DoesNotContain("sess_test", session.ToJson(), StringComparison.Ordinal);
        Assert.NotNull(session.ExpiresAt);
    }

    [Fact]
    public async Task A_first_connection_is_read_before_it_is_believed()
    {
        PostNothing("/v1/connections").Once().ReturnsFixture("araucaria/connection.create.response.json");
        PlanRead("connection.get.verifying.json").Once();
        var session = ConnectSession.FromJson((await Client.BeginConnectAsync(Request)).ToJson());

        var connection = await Client.CompleteConnectAsync(session, new UserReply.WidgetReturned($$"""{"connectionId":"{{Id}}"}"""));

        Assert.Equal((Connection, ConnectionState.Connecting), (connection.Ref, connection.Status.State));
    }

    [Theory]
    [InlineData("", "userAbandoned")]
    [InlineData("null", "userAbandoned")]
    [InlineData("{}", "userAbandoned")]
    [InlineData("""{"event":"exit"}""", "userAbandoned")]
    [InlineData("""{"event":"exit","error":null}""", "userAbandoned")]
    [InlineData("""{"event":"exit","error":"BANK_UNAVAILABLE"}""", "institutionUnavailable")]
    [InlineData("""{"error":{"code":"INVALID_WIDGET_TOKEN","message":"m"}}""", "sessionExpired")]
    [InlineData("""{"code":"bank_unavailable"}""", "institutionUnavailable")]
    [InlineData("\"SOMETHING_NEW\"", "unrecognised")]
    [InlineData("""{"error":{"why":1}}""", "unrecognised")]
    [InlineData("""{"event":"exit","connectionId":"conn_01JZ8QK4M7T2V9X3B6N0D5F1GH","message":null}""", "userAbandoned")]
    [InlineData("""{"message":"The session has expired"}""", "unrecognised")]
    [InlineData("""{"statusCode":401,"message":"Unauthorized"}""", "unrecognised")]
    [InlineData("""{"event":"exit","message":"The session has expired"}""", "unrecognised")]
    [InlineData("""{"type":"onExit","statusCode":503}""", "unrecognised")]
    [InlineData("""{"code":401}""", "unrecognised")]
    [InlineData("""{"connectionId":"conn_of_somebody_else"}""", "integratorError")]
    public async Task A_first_connection_that_was_not_made_says_why(string json, string reason)
    {
        PostNothing("/v1/connections").Once().ReturnsFixture("araucaria/connection.create.response.json");
        var session = await Client.BeginConnectAsync(Request);

        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => Client.CompleteConnectAsync(session, new UserReply.WidgetReturned(json)));

        Assert.Equal(reason, failure.Reason.Value);
    }

    [Theory]
    [InlineData(500, "{}", ProviderErrorKind.OutcomeUnknown)]
    [InlineData(503, """{"code":"BANK_UNAVAILABLE"}""", ProviderErrorKind.Unavailable)]
    [InlineData(429, "{}", ProviderErrorKind.RateLimited)]
    [InlineData(201, "<html>", ProviderErrorKind.OutcomeUnknown)]
    [InlineData(201, """{"status":"CREATED"}""", ProviderErrorKind.OutcomeUnknown)]
    public async Task A_creation_is_never_repeated(int status, string body, ProviderErrorKind kind)
    {
        Configure = static options => options.Http.Retries = true;
        PostNothing("/v1/connections").Once().ReturnsJson(body, status);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.BeginConnectAsync(Request));

        Assert.Equal(kind, failure.Kind);
    }

    [Fact]
    public async Task A_repair_mints_one_widget_token_and_reads()
    {
        PlanAccounts();
        PlanRead("connection.get.failed-auth.json").ReturnsFixture("araucaria/connection.get.connected.json").Times(2);
        PlanWidgetToken().Once();

        var session = await Flow.StartAsync(Connection);
        Assert.Equal("sess_test_41b0aa93c2", Assert.IsType<RequiredAction.OpenWidget>(session.Action).Launch!.Parameters["token"]);
        session = await Flow.GetAsync(session.Id);
        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned($$"""{"connectionId":"{{Id}}"}"""));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.True(session.Continuity is { AllSame: true });
    }

    [Fact]
    public async Task A_token_that_the_status_does_not_allow_is_answered_by_reading()
    {
        PlanAccounts();
        PlanRead("connection.get.failed-auth.json").ReturnsFixture("araucaria/connection.get.connected.json").Times(2);
        PostNothing($"{Address}/widget-token").Once().ReturnsFixture("araucaria/error.409-invalid-connection-state.json", 409);

        var session = await Flow.StartAsync(Connection);
        Assert.IsType<RequiredAction.Wait>(session.Action);
        session = await LastAsync(session);

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Theory]
    [InlineData("v1/accounts", "Authorization", "Bearer arau_test_9fd1")]
    [InlineData("v7/accounts", "X-Api-Key", "arau_test_9fd1")]
    public async Task Version_and_credential_go_where_the_options_say(string path, string header, string value)
    {
        Configure = options => (options.ApiVersionSegment, options.AuthorizationHeaderName, options.AuthorizationScheme) =
            (path[..2], header, header == "Authorization" ? "Bearer" : "");
        Stub.Get($"/{path}/acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0").Once().WithHeader(header, value).ReturnsFixture("araucaria/account.get.response.json");

        await Provider.GetAccountAsync(Connection, "acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0");
    }

    [Fact]
    public async Task A_refresh_reads_asks_polls_and_reads()
    {
        PlanRead("connection.get.connected.json").ReturnsFixture("araucaria/connection.get.failed-auth.json").Times(2);
        Post("/v1/refresh-intents").Once().WithJson($$"""{"connectionIds":["{{Id}}"]}""").ReturnsFixture("araucaria/refresh-intent.create.response.json", 201);
        Get(Intent).Times(2).ReturnsFixture("araucaria/refresh-intent.create.response.json").ReturnsFixture("araucaria/refresh-intent.get.response.json");

        var connection = await Client.RefreshAsync(Connection);

        Assert.Equal(ConnectionState.ReconnectRequired, connection.Status.State);
    }

    [Fact]
    public async Task Several_connections_are_refreshed_in_one_call()
    {
        Post("/v1/refresh-intents").Once().WithJsonFixture("araucaria/refresh-intent.create.request.json").ReturnsJson(Completed);
        PlanRead("connection.get.connected.json").Times(2);
        Get($"/v1/connections/{Other}").Once().ReturnsJson($$"""{"id":"{{Other}}","status":"VERIFYING"}""");

        var connections = await Provider.RefreshAsync([Connection, new ConnectionRef(Connection.Provider, Other), Connection]);

        Assert.Equal([ConnectionState.Active, ConnectionState.Connecting, ConnectionState.Active], connections.Select(connection => connection.Status.State));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task More_connections_than_one_refresh_takes_are_refused_before_anything_is_sent(int count)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => Provider.RefreshAsync([.. Enumerable.Range(0, count).Select(number => new ConnectionRef(Connection.Provider, $"conn_{number}"))]));

        Assert.Equal((ProviderErrorKind.InvalidRequest, false), (failure.Kind, failure.MayHaveBeenSent));
    }

    [Fact]
    public async Task The_body_of_a_refresh_can_be_written_by_the_integrator()
    {
        Configure = static options => options.RefreshIntentBodyFactory = static (writer, ids) =>
        {
            writer.WriteStartObject();
            writer.WriteString("connections", string.Join(',', ids));
            writer.WriteEndObject();
        };
        PlanRead("connection.get.connected.json").Times(2);
        Post("/v1/refresh-intents").Once().WithJson($$"""{"connections":"{{Id}}"}""").ReturnsJson(Completed);

        Assert.Equal(ConnectionState.Active, (await Client.RefreshAsync(Connection)).Status.State);
    }

    [Theory]
    [InlineData("connection.get.created.json")]
    [InlineData("connection.get.credentials-submitted.json")]
    [InlineData("connection.get.failed-auth.json")]
    [InlineData("connection.get.mfa-required.json")]
    [InlineData("connection.get.error.json")]
    [InlineData("connection.get.disconnected.json")]
    public async Task A_refresh_that_cannot_help_is_not_sent(string fixture)
    {
        PlanRead(fixture).Once();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Client.RefreshAsync(Connection));

        Assert.Equal((ProviderErrorKind.Conflict, false), (failure.Kind, failure.MayHaveBeenSent));
    }

    [Fact]
    public async Task A_running_synchronisation_is_joined()
    {
        PlanRead("connection.get.verifying.json").ReturnsFixture("araucaria/connection.get.connected.json").Times(2);
        Post("/v1/refresh-intents").Once().ReturnsJson(Completed);

        Assert.Equal(ConnectionState.Active, (await Client.RefreshAsync(Connection)).Status.State);
    }

    [Fact]
    public async Task A_refresh_that_the_status_does_not_allow_after_all_is_answered_by_reading()
    {
        PlanRead("connection.get.connected.json").ReturnsFixture("araucaria/connection.get.failed-auth.json").Times(2);
        Post("/v1/refresh-intents").Once().ReturnsFixture("araucaria/error.409-invalid-connection-state.json", 409);

        Assert.Equal(ConnectionState.ReconnectRequired, (await Client.RefreshAsync(Connection)).Status.State);
    }

    [Theory]
    [InlineData(404, """{"code":"REFRESH_INTENT_NOT_FOUND"}""")]
    [InlineData(500, "{}")]
    public async Task An_intent_that_cannot_be_read_ends_the_wait_only(int status, string body)
    {
        PlanRead("connection.get.connected.json").Times(2);
        Post("/v1/refresh-intents").Once().ReturnsFixture("araucaria/refresh-intent.create.response.json");
        Get(Intent).ReturnsJson(body, status);

        Assert.Equal(ConnectionState.Active, (await Client.RefreshAsync(Connection)).Status.State);
    }

    [Fact]
    public async Task A_connection_without_data_is_deleted_after_a_plan()
    {
        PlanRead("connection.get.created.json").Once();
        DeleteNothing(Address).Once().Returns(204);

        var plan = await Client.PlanRemovalAsync(Connection);
        Assert.Equal((true, false), (plan.Allowed, plan.DestroysHistory));
        await Client.RemoveAsync(plan);
    }

    [Theory]
    [InlineData("connection.seed-variant.json")]
    [InlineData("connection.get.connected.json")]
    public async Task A_connection_with_data_is_not_even_asked_to_be_deleted(string fixture)
    {
        PlanRead(fixture).Once();

        var plan = await Client.PlanRemovalAsync(Connection);

        Assert.False(plan.Allowed);
        Assert.Contains("CONNECTION_HAS_DATA", plan.Refusal, StringComparison.Ordinal);
        Assert.Equal(2, plan.Alternatives.Count);
        await Assert.ThrowsAsync<RemovalRefusedException>(() => Client.RemoveAsync(plan));
    }

    [Theory]
    [InlineData(null, "DisconnectRoute")]
    [InlineData("POST v1/connections/{id}/disconnect", "DisconnectAsync")]
    public async Task A_deletion_that_Araucaria_refuses_names_the_alternatives(string? route, string named)
    {
        Configure = options => options.DisconnectRoute = route;
        PlanRead("connection.get.verifying.json").Once();
        DeleteNothing(Address).Once().ReturnsFixture("araucaria/error.409-connection-has-data.json", 409);
        var plan = await Client.PlanRemovalAsync(Connection);
        Assert.True(plan.Allowed);

        var refused = await Assert.ThrowsAsync<RemovalRefusedException>(() => Client.RemoveAsync(plan));

        Assert.False(refused.Plan.Allowed);
        Assert.Contains(refused.Plan.Alternatives, alternative => alternative.Contains("re-credential", StringComparison.Ordinal));
        Assert.Contains(refused.Plan.Alternatives, alternative => alternative.Contains(named, StringComparison.Ordinal));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Equal(route is not null, Client.CapabilitiesOf(Connection).Disconnects);
    }

    [Fact]
    public async Task Deleting_what_is_gone_is_done()
    {
        PlanRead("connection.get.created.json").Once();
        DeleteNothing(Address).Once().ReturnsFixture("araucaria/error.404-connection-not-found.json", 404);

        await Client.RemoveAsync(await Client.PlanRemovalAsync(Connection));
    }

    [Fact]
    public async Task A_lost_answer_to_a_deletion_is_cleared_up_by_reading()
    {
        Get(Address).Times(2).ReturnsFixture("araucaria/connection.get.created.json").ReturnsFixture("araucaria/error.404-connection-not-found.json", 404);
        DeleteNothing(Address).Once().Returns(500);

        await Client.RemoveAsync(await Client.PlanRemovalAsync(Connection));
    }

    [Fact]
    public async Task A_connection_that_is_gone_cannot_be_removed()
    {
        Get(Address).Once().ReturnsFixture("araucaria/error.404-connection-not-found.json", 404);

        Assert.False((await Client.PlanRemovalAsync(Connection)).Allowed);
    }

    [Theory]
    [InlineData("POST /v1/connections/{id}/disconnect", "POST", $"{Address}/disconnect")]
    [InlineData("v1/connections/{id}/disconnect", "POST", $"{Address}/disconnect")]
    [InlineData("put v2/off/{id}", "PUT", $"/v2/off/{Id}")]
    public async Task A_configured_route_disconnects(string route, string method, string path)
    {
        Configure = options => options.DisconnectRoute = route;
        Stub.Routes.On(new HttpMethod(method), path).Once().WithHeader("Authorization", Bearer).WithoutBody().Returns(204);
        PlanRead("connection.get.disconnected.json").Once();

        Assert.Equal(ConnectionState.Disconnected, (await Provider.DisconnectAsync(Connection)).Status.State);
    }

    [Fact]
    public async Task Without_a_route_nothing_is_disconnected()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Provider.DisconnectAsync(Connection));

        Assert.Equal((ProviderErrorKind.NotSupported, false), (failure.Kind, failure.MayHaveBeenSent));
    }

    [Theory]
    [InlineData(409, "connection.get.disconnected.json", true)]
    [InlineData(500, "connection.get.disconnected.json", true)]
    [InlineData(500, "connection.get.connected.json", false)]
    public async Task What_became_of_a_disconnection_is_read(int status, string fixture, bool isDone)
    {
        Configure = static options => options.DisconnectRoute = "v1/connections/{id}/disconnect";
        PostNothing($"{Address}/disconnect").Once().Returns(status);
        PlanRead(fixture).Once();

        var failure = await Record.ExceptionAsync(() => Provider.DisconnectAsync(Connection));

        Assert.Equal(isDone, failure is null);
    }

    [Fact]
    public async Task Another_route_deletes_where_it_is_configured()
    {
        Configure = static options => options.DeleteRoute = "POST v1/connections/{id}/remove";
        PlanRead("connection.get.created.json").Once();
        PostNothing($"{Address}/remove").Once().ReturnsJson("{}");

        await Client.RemoveAsync(await Client.PlanRemovalAsync(Connection));
    }

    private static ConnectRequest Request { get; } = new() { User = UserRef.Parse("araucaria:42") };

    private async Task<ReconnectSession> LastAsync(ReconnectSession session)
    {
        await foreach (var seen in Flow.WatchAsync(session.Id))
        {
            session = seen;
        }

        return session;
    }
}
