using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Aerosync;

/// <summary>First links, the way back by an address, and the API token.</summary>
public sealed class AerosyncConnectTests : AerosyncFlow
{
    [Theory]
    [InlineData(AerosyncSuccessShape.Single)]
    [InlineData(AerosyncSuccessShape.Multiple)]
    [InlineData(AerosyncSuccessShape.FirstVersion)]
    public async Task A_first_link_is_made_in_the_widget(AerosyncSuccessShape shape)
    {
        Aerosync.SuccessShape = shape;
        var session = await RunAsync(Client.BeginConnectAsync(new ConnectRequest { User = User }));
        var messages = await Aerosync.User.UseWidgetAsync(LinkOf(session.Action));

        var connection = await RunAsync(Client.CompleteConnectAsync(ConnectSession.FromJson(session.ToJson()), new UserReply.WidgetReturned(messages[^1])));

        Assert.Equal(ConnectionState.Active, connection.Status.State);
        Assert.Equal(Aerosync.Connections[0].Id, connection.Ref.ConnectionId);
        Assert.Equal(User.UserId, connection.Ref.UserId);
        var listed = new List<string>();
        await foreach (var item in Client.ListAsync(User))
        {
            listed.Add(item.Ref.ConnectionId);
        }

        Assert.Equal(Aerosync.Connections.Select(made => made.Id), listed, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(AerosyncVisit.Closes, "userAbandoned")]
    [InlineData(AerosyncVisit.MistypesUntilLocked, "userAbandoned")]
    public async Task A_closed_widget_makes_no_connection(AerosyncVisit visit, string reason)
    {
        var session = await RunAsync(Client.BeginConnectAsync(new ConnectRequest { User = User }));
        var messages = await Aerosync.User.UseWidgetAsync(LinkOf(session.Action), visit);

        var error = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => Client.CompleteConnectAsync(session, new UserReply.WidgetReturned(messages[^1])));

        Assert.Equal(reason, error.Reason.Value);
    }

    [Fact]
    public async Task The_way_back_by_an_address_must_carry_the_state_of_the_launch()
    {
        Configure = static options => options.RedirectUri = new Uri("myapp://aerosync/back?from=widget");
        var connection = AddExpired();
        var session = await StartAsync(connection);
        var back = LaunchOf(session.Action).Parameters["deeplink"];
        Assert.StartsWith("myapp://aerosync/back?from=widget&state=", back, StringComparison.Ordinal);
        await Aerosync.User.UseWidgetAsync(LinkOf(session.Action));

        await Assert.ThrowsAsync<UnexpectedReplyException>(
            () => Flow.ReplyAsync(session.Id, new UserReply.RedirectReturned(new Uri($"myapp://aerosync/back?status=success&connectionId={connection.Id}"))));
        session = await ReplyAsync(session, new UserReply.RedirectReturned(new Uri($"{back}&status=success&connectionId={connection.Id}&clientName=c")));

        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
    }

    [Theory]
    [InlineData("status=close", 0)]
    [InlineData("status=error&AC_CODE=AC-117&description=Wrong", 1)]
    [InlineData("status=error&AC_CODE=AC-999&description=New", 0)]
    [InlineData("status=soon", 0)]
    public async Task A_way_back_without_success_asks_again(string query, int rejected)
    {
        Configure = static options => options.RedirectUri = new Uri("https://app.example/back");
        var connection = AddExpired();
        var session = await StartAsync(connection);

        session = await ReplyAsync(session, new UserReply.RedirectReturned(new Uri($"{LaunchOf(session.Action).Parameters["deeplink"]}&{query}")));

        Assert.Equal((false, rejected), (session.IsFinished, session.RejectedReplies));
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(session)).Outcome);
    }

    [Fact]
    public async Task A_token_is_renewed_before_its_end_and_replaced_once_when_it_is_refused()
    {
        var connection = Add();
        await GetAsync(connection);
        await GetAsync(connection);
        Assert.Equal(1, Aerosync.ApiTokensMinted);

        Clock.Advance(TimeSpan.FromMinutes(28));
        await GetAsync(connection);
        Assert.Equal(2, Aerosync.ApiTokensMinted);

        Aerosync.RevokeApiTokens();
        Assert.Equal(ConnectionState.Active, (await GetAsync(connection)).Status.State);
        Assert.Equal(3, Aerosync.ApiTokensMinted);
    }

    [Fact]
    public async Task A_wrong_secret_is_asked_about_once_in_thirty_seconds()
    {
        Configure = static options => options.ApiSecret = "wrong";
        var connection = Add();

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(RefOf(connection)));
        await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(RefOf(connection)));
        Assert.Equal((ProviderErrorKind.CredentialRejected, "AC-101", 1), (error.Kind, error.ProviderCode, Aerosync.Calls.Count("POST", "/v2/token")));

        Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(RefOf(connection)));
        Assert.Equal(2, Aerosync.Calls.Count("POST", "/v2/token"));
    }

    [Fact]
    public async Task A_server_error_inside_a_200_is_tried_again()
    {
        var connection = Add();
        Aerosync.Faults.Add(AerosyncSimulator.Error(200, "AC-500"), 1, "GET");

        Assert.Equal(ConnectionState.Active, (await GetAsync(connection)).Status.State);
    }

    [Fact]
    public async Task A_consent_that_ends_soon_or_has_ended_is_a_warning_and_no_state()
    {
        var connection = Add();
        Assert.Empty((await GetAsync(connection)).Status.Advisories);
        connection.ExpiresAt = Clock.GetUtcNow().AddDays(3);

        var read = await GetAsync(connection);

        Assert.Equal((ConnectionState.Active, connection.ExpiresAt), (read.Status.State, read.ConsentExpiresAt));
        Assert.Equal(AdvisoryKind.ConsentExpiring, Assert.Single(read.Status.Advisories).Kind);
    }
}
