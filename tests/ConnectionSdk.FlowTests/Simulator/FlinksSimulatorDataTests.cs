using System.Net;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class FlinksSimulatorDataTests : FlinksSimulatorFixture
{
    [Fact]
    public async Task Data_is_pending_first_and_then_answered_by_both_endpoints_with_the_accounts_asked_for()
    {
        var connection = Flinks.AddConnection();
        var second = connection.Accounts[1].Id;
        var requestId = RequestId((await CachedAsync(connection)).Body);

        var (first, pending) = await DetailAsync(requestId, $$""","AccountsFilter":["{{second}}"]""");
        Assert.Equal((HttpStatusCode.Accepted, "OPERATION_PENDING"), (first, Code(pending)));
        Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(HttpStatusCode.Accepted, (await PollAsync("GetAccountsDetailAsync", requestId)).Status);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var (_, detail) = await PollAsync("GetAccountsDetailAsync", requestId);
        Assert.Equal([second], AccountIds(detail));
        Assert.Equal(connection.LoginId, (string?)detail["Login"]!["Id"]);
        var (_, summary) = await SendAsync("POST", "GetAccountsSummary", $$"""{"RequestId":"{{requestId}}"}""", apiKey: Flinks.ApiKey);
        Assert.Equal([.. connection.Accounts.Select(account => account.Id)], AccountIds(summary));
        Assert.Null(summary["Login"]);
    }

    [Fact]
    public async Task A_request_id_dies_after_eight_idle_minutes_and_every_use_keeps_it_alive()
    {
        var requestId = RequestId((await CachedAsync(Flinks.AddConnection())).Body);
        await DetailAsync(requestId);
        Clock.Advance(TimeSpan.FromMinutes(8));
        Assert.Equal(HttpStatusCode.OK, (await DetailAsync(requestId)).Status);
        Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(HttpStatusCode.OK, (await DetailAsync(requestId)).Status);
        Clock.Advance(TimeSpan.FromMinutes(8));

        var (status, body) = await DetailAsync(requestId);
        Assert.Equal((HttpStatusCode.BadRequest, "SESSION_NONEXISTENT"), (status, Code(body)));
    }

    [Fact]
    public async Task Processing_that_takes_more_than_thirty_minutes_ends_as_SESSION_EXPIRED()
    {
        Flinks.DataTakes = TimeSpan.FromHours(1);
        var requestId = RequestId((await CachedAsync(Flinks.AddConnection())).Body);
        await DetailAsync(requestId);
        Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(HttpStatusCode.Accepted, (await PollAsync("GetAccountsDetailAsync", requestId)).Status);
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("SESSION_EXPIRED", Code((await PollAsync("GetAccountsDetailAsync", requestId)).Body));
    }

    [Fact]
    public async Task Data_needs_the_api_key_an_authorized_session_and_a_script_that_lets_it_be()
    {
        Flinks.DataTakes = TimeSpan.Zero;
        var asking = RequestId((await LiveAsync(Flinks.AddConnection(c => c.Asks()))).Body);
        var failing = RequestId((await CachedAsync(Flinks.AddConnection(c => c.DataFailsWith("AGGREGATION_ERROR", times: 1)))).Body);

        var (_, denied) = await SendAsync("POST", "GetAccountsDetail", $$"""{"RequestId":"{{failing}}"}""", authKey: await TokenAsync());
        Assert.Equal("ACCESS_DENIED", Code(denied));
        Assert.Equal("UNAUTHORIZED", Code((await DetailAsync(asking)).Body));
        Assert.Equal(HttpStatusCode.InternalServerError, (await DetailAsync(failing)).Status);
        Assert.Equal(HttpStatusCode.OK, (await DetailAsync(failing)).Status);
    }

    [Fact]
    public async Task A_card_in_use_cannot_be_deleted_and_a_deleted_one_is_unknown()
    {
        var connection = Flinks.AddConnection();
        var path = "DeleteCard/" + connection.LoginId;
        await DetailAsync(RequestId((await CachedAsync(connection)).Body));
        Assert.Equal("CARD_IN_USE", Code((await SendAsync("DELETE", path, apiKey: Flinks.ApiKey)).Body));
        Clock.Advance(Flinks.DataTakes);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync("DELETE", path, apiKey: Flinks.ApiKey)).Status);
        Assert.Equal("INVALID_LOGIN", Code((await CachedAsync(connection)).Body));
        Assert.Equal("INVALID_LOGIN", Code((await SendAsync("DELETE", path, apiKey: Flinks.ApiKey)).Body));
        Assert.Equal(1, Flinks.CardsDeleted);
    }

    [Fact]
    public async Task Nightly_refresh_can_be_switched_and_lists_the_cards_it_no_longer_serves()
    {
        var broken = Flinks.AddConnection(c => c.WithScheduledRefresh().LastRefreshFailed());
        Flinks.AddConnection(c => c.WithScheduledRefresh().LastRefreshFailed("RETRY_LATER"));

        var (_, status) = await SendAsync("GET", "GetNightlyRefreshStatus", apiKey: Flinks.ApiKey);
        Assert.Equal(broken.LoginId, (string?)Assert.Single(status["IneligibleCards"]!.AsArray())!["LoginId"]);
        Flinks.Divergences.ScheduledRefreshAsText = true;
        var off = $$"""{"LoginId":"{{broken.LoginId}}","IsActivated":false}""";
        Assert.Equal("DEACTIVATED", (string?)(await SendAsync("PATCH", "SetScheduledRefresh", off, apiKey: Flinks.ApiKey)).Body);
        Assert.Empty((await SendAsync("GET", "GetNightlyRefreshStatus", apiKey: Flinks.ApiKey)).Body["IneligibleCards"]!.AsArray());
    }
}
