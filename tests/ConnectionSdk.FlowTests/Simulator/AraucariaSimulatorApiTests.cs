using System.Net;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class AraucariaSimulatorApiTests : AraucariaSimulatorFixture
{
    [Fact]
    public async Task A_wrong_key_and_an_unknown_connection_fail_in_the_documented_envelope()
    {
        var (refused, error) = await SendAsync("POST", "connections", token: "arau_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, refused);
        Assert.Equal((401, "INVALID_API_KEY"), ((int)error!["statusCode"]!, (string)error["code"]!));
        Assert.Equal(0, Araucaria.ConnectionsCreated);

        var (unknown, unknownError) = await SendAsync("GET", "connections/conn_unknown");
        Assert.Equal(HttpStatusCode.NotFound, unknown);
        Assert.Equal("CONNECTION_NOT_FOUND", (string?)unknownError!["code"]);
    }

    [Fact]
    public async Task A_new_connection_walks_through_the_documented_states_on_the_clock()
    {
        var (created, body) = await SendAsync("POST", "connections");
        Assert.Equal(HttpStatusCode.Created, created);
        Assert.StartsWith("sess_", (string)body!["widgetToken"]!, StringComparison.Ordinal);
        var connection = Assert.Single(Araucaria.Connections);
        Assert.Matches("^conn_[0-9A-HJKMNP-TV-Z]{26}$", (string)body["connectionId"]!);
        Assert.Equal("CREATED", await StatusOfAsync(connection));
        Assert.Empty((await SendAsync("GET", $"connections/{connection.Id}/accounts")).Body!.AsArray());

        connection.NeedsCode = true;
        connection.SubmitCredentials();
        Assert.Equal("CREDENTIALS_SUBMITTED", await StatusOfAsync(connection));
        Clock.Advance(Araucaria.QueueTakes);
        Assert.Equal("VERIFYING", await StatusOfAsync(connection));
        Clock.Advance(Araucaria.VerificationTakes);
        Assert.Equal("MFA_REQUIRED", await StatusOfAsync(connection));
        connection.SubmitCode();
        LetTheWorkerFinish();
        Assert.Equal("CONNECTED", await StatusOfAsync(connection));
        Assert.Equal(2, (await SendAsync("GET", $"connections/{connection.Id}/accounts")).Body!.AsArray().Count);
    }

    [Fact]
    public async Task A_code_that_does_not_come_in_time_ends_as_FAILED_AUTH()
    {
        var connection = Araucaria.AddConnection();
        connection.AskForCode();
        Assert.Equal("MFA_REQUIRED", await StatusOfAsync(connection));

        Clock.Advance(Araucaria.Bank.CodeLifetime);

        Assert.Equal("FAILED_AUTH", await StatusOfAsync(connection));
    }

    [Fact]
    public async Task A_changed_password_shows_at_the_next_sync_and_the_last_sync_is_kept()
    {
        Araucaria.SyncsEvery = TimeSpan.FromDays(1);
        var connection = Araucaria.AddConnection();
        var lastSync = connection.LastSyncedAt;
        connection.ChangePasswordAtBank();
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("VERIFYING", await StatusOfAsync(connection));

        Clock.Advance(Araucaria.VerificationTakes);

        Assert.Equal("FAILED_AUTH", await StatusOfAsync(connection));
        Assert.Equal(lastSync, connection.LastSyncedAt);
    }

    [Fact]
    public async Task The_worker_comes_back_after_an_error_once_the_bank_is_up()
    {
        var connection = Araucaria.AddConnection();
        Araucaria.BankIsDown = true;
        connection.StartSync();
        LetTheWorkerFinish();
        Araucaria.BankIsDown = false;
        Assert.Equal("ERROR", await StatusOfAsync(connection));

        Clock.Advance(Araucaria.WorkerRetriesAfter!.Value);
        Assert.Equal("VERIFYING", await StatusOfAsync(connection));
        LetTheWorkerFinish();

        Assert.Equal("CONNECTED", await StatusOfAsync(connection));
    }

    [Fact]
    public async Task Only_a_connection_that_was_never_synced_can_be_deleted()
    {
        var withData = Araucaria.AddConnection();
        var (refused, error) = await SendAsync("DELETE", "connections/" + withData.Id);
        Assert.Equal(HttpStatusCode.Conflict, refused);
        Assert.Equal("CONNECTION_HAS_DATA", (string?)error!["code"]);
        Assert.False(withData.IsGone);

        var empty = Araucaria.AddNewConnection();
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", "connections/" + empty.Id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("DELETE", "connections/" + empty.Id)).Status);
    }

    [Fact]
    public async Task A_disconnection_needs_the_route_and_is_final()
    {
        var connection = Araucaria.AddConnection();
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST", $"connections/{connection.Id}/disconnect")).Status);
        Assert.Equal("CONNECTED", connection.Status);

        Araucaria.CanDisconnect = true;
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", $"connections/{connection.Id}/disconnect")).Status);

        Assert.Equal("DISCONNECTED", await StatusOfAsync(connection));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("POST", $"connections/{connection.Id}/widget-token")).Status);
    }

    [Fact]
    public async Task A_refresh_skips_what_was_synced_within_the_hour_and_reports_a_failed_login()
    {
        var stale = Araucaria.AddConnection();
        var changed = Araucaria.AddConnection();
        changed.ChangePasswordAtBank();
        Clock.Advance(TimeSpan.FromHours(1));
        var recent = Araucaria.AddConnection();

        var (status, intent) = await RefreshAsync(stale, changed, recent);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("pending:queued,queued,completed", Describe(intent!));
        Assert.Equal("pending:syncing,syncing,completed", Describe(await IntentAsync(intent!)));

        LetTheWorkerFinish();
        var ended = await IntentAsync(intent!);
        Assert.Equal("completed:completed,failed,completed", Describe(ended));
        Assert.Equal("auth_failure", (string?)ended["connections"]![1]!["error"]);
        Assert.Equal(2, Araucaria.Bank.Submissions.Count);

        (_, intent) = await RefreshAsync(stale);
        Assert.Equal("completed:completed", Describe(intent!));
        Assert.Equal(2, Araucaria.Bank.Submissions.Count);
    }

    [Fact]
    public async Task A_refresh_takes_ten_connections_at_most_and_healthy_ones_only()
    {
        var many = Enumerable.Range(0, 11).Select(_ => Araucaria.AddConnection()).ToArray();
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(many)).Status);
        Assert.Equal(HttpStatusCode.Created, (await RefreshAsync(many[..10])).Status);

        many[0].FailAuthentication();

        Assert.Equal(HttpStatusCode.Conflict, (await RefreshAsync(many[0])).Status);
    }

    [Fact]
    public async Task The_editions_differ_by_switch()
    {
        var connection = Araucaria.AddConnection();
        var (_, newer) = await SendAsync("GET", "connections/" + connection.Id);
        string[] documented = ["connectionId", "institutionId", "status", "lastSyncedAt", "createdAt", "updatedAt"];
        Assert.Equal(documented, newer!.AsObject().Select(member => member.Key).ToArray());

        Araucaria.Divergences.SaysActive = true;
        Araucaria.Divergences.NamesConnectionIdId = true;
        Araucaria.Divergences.SaysLastSyncAt = true;
        Araucaria.Divergences.WrapsAccounts = true;
        Araucaria.Divergences.AccountsPerPage = 1;
        var (_, older) = await SendAsync("GET", "connections/" + connection.Id);
        Assert.Equal(("ACTIVE", connection.Id), ((string?)older!["status"], (string?)older["id"]));
        Assert.NotNull(older["lastSyncAt"]);

        var (_, page) = await SendAsync("GET", $"connections/{connection.Id}/accounts");
        Assert.True((bool)page!["has_more"]!);
        Assert.Equal("****1204", (string?)page["data"]![0]!["accountNumber"]);
        (_, page) = await SendAsync("GET", $"connections/{connection.Id}/accounts?starting_after={(string?)page["next_cursor"]}");
        Assert.False((bool)page!["has_more"]!);
        Assert.Equal(connection.Accounts[1].Id, (string?)page["data"]![0]!["id"]);
        Assert.Equal("Visa Dorada", (string?)(await SendAsync("GET", "accounts/" + connection.Accounts[1].Id)).Body!["name"]);
    }

    [Fact]
    public async Task Unknown_statuses_and_errors_can_be_shown()
    {
        var connection = Araucaria.AddConnection();
        connection.ShowStatus("CONSENT_REVIEW");
        Assert.Equal("CONSENT_REVIEW", await StatusOfAsync(connection));

        Araucaria.Faults.Add(AraucariaSimulator.Error(503, "BANK_UNAVAILABLE"));
        var (status, error) = await SendAsync("GET", "connections/" + connection.Id);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("BANK_UNAVAILABLE", (string?)error!["code"]);
    }

    private Task<(HttpStatusCode Status, JsonNode? Body)> RefreshAsync(params AraucariaConnection[] connections)
    {
        var body = new JsonObject { ["connectionIds"] = new JsonArray([.. connections.Select(connection => JsonValue.Create(connection.Id))]) };
        return SendAsync("POST", "refresh-intents", body.ToJsonString());
    }

    private async Task<JsonNode> IntentAsync(JsonNode intent) => (await SendAsync("GET", "refresh-intents/" + (string?)intent["id"])).Body!;

    private static string Describe(JsonNode intent) =>
        $"{(string?)intent["status"]}:{string.Join(',', intent["connections"]!.AsArray().Select(item => (string?)item!["status"]))}";
}
