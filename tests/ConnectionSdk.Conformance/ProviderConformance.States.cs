using Xunit;

namespace ConnectionSdk.Conformance;

public abstract partial class ProviderConformance
{
    /// <summary>A healthy connection reads as active, with accounts, and starting a repair finds nothing to do.</summary>
    [Fact]
    public async Task A_healthy_connection_is_active_and_needs_no_repair()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Healthy);

        var read = await stage.Client.GetAsync(connection);
        var accounts = await stage.Client.GetAccountsAsync(connection);
        var session = await StartAsync(stage, connection);

        Assert.Equal(ConnectionState.Active, read.Status.State);
        Assert.Equal(connection, read.Ref);
        Assert.True(read.Status.Provider.Recognised);
        Assert.NotEmpty(accounts);
        Assert.Equal(ReconnectOutcome.NotNeeded, session.Outcome);
        Assert.Equal(0, Driver.SubmissionsAtBank);
    }

    /// <summary>A user's list shows what reading one connection shows; a provider without a list says so.</summary>
    [Fact]
    public async Task A_list_shows_the_connections_of_the_user()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Healthy);
        var user = new UserRef(connection.Provider, connection.UserId ?? "somebody");
        var listed = new List<Connection>();

        var failure = await Record.ExceptionAsync(async () =>
        {
            await foreach (var found in stage.Client.ListAsync(user))
            {
                listed.Add(found);
            }
        });

        if (!stage.Provider.Capabilities.ListsConnections)
        {
            Assert.Equal(ProviderErrorKind.NotSupported, Assert.IsType<ProviderException>(failure).Kind);
            return;
        }

        Assert.Null(failure);
        if (connection.UserId is not null)
        {
            var found = Assert.Single(listed, found => found.Ref == connection);
            Assert.Equal((await stage.Client.GetAsync(connection)).Status.State, found.Status.State);
        }
    }

    /// <summary>An unknown status never throws, is kept raw and permits nothing that could do harm.</summary>
    [SkippableFact]
    public async Task An_unknown_status_is_kept_and_read_cautiously()
    {
        Need(Feature.UnknownStatus);
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.UnknownStatus);
        var changes = Driver.ChangingRequests;

        var read = await stage.Client.GetAsync(connection);
        var session = await StartAsync(stage, connection);

        Assert.Equal(ConnectionState.Unknown, read.Status.State);
        Assert.Equal(StatusReason.Unrecognised, read.Status.Reason);
        Assert.False(read.Status.Provider.Recognised);
        Assert.False(string.IsNullOrEmpty(read.Status.Provider.Code));
        Assert.False(read.Status.RefreshAllowed);
        Assert.True(session.Outcome is not (ReconnectOutcome.NotNeeded or ReconnectOutcome.Reconnected), "nobody knows that it works");
        Assert.Equal(changes, Driver.ChangingRequests);
    }

    /// <summary>A connection the provider no longer knows is a state, not an exception, and cannot be repaired.</summary>
    [Fact]
    public async Task A_connection_that_is_gone_is_deleted_and_not_repairable()
    {
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Gone);

        var read = await stage.Client.GetAsync(connection);
        var session = await StartAsync(stage, connection);

        Assert.Equal(ConnectionState.Deleted, read.Status.State);
        Assert.Equal(ReconnectOutcome.NotRepairable, session.Outcome);
        Assert.Equal(RequiredActionKind.StartOver, session.Action.Kind);
    }

    /// <summary>Where the bank is down there is nothing to do, and nothing is submitted.</summary>
    [SkippableFact]
    public async Task A_bank_that_is_down_is_waited_for()
    {
        Need(Feature.BankDown);
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.BankDown);

        var read = await stage.Client.GetAsync(connection);
        var session = await StartAsync(stage, connection);

        Assert.Equal(ConnectionState.Degraded, read.Status.State);
        Assert.False(read.Status.RefreshAllowed);
        Assert.Equal(ReconnectOutcome.WaitingForProvider, session.Outcome);
        Assert.Equal(0, Driver.SubmissionsAtBank);
    }

    /// <summary>After a revocation no data call leaves; only a repair that the user starts lifts it.</summary>
    [SkippableFact]
    public async Task After_a_revocation_no_data_call_leaves_until_a_repair_has_succeeded()
    {
        Need(Feature.Revocation);
        using var stage = new Stage(Driver);
        var connection = Driver.AddConnection(Situation.Revoked);
        var read = await stage.Client.GetAsync(connection);
        var requests = Driver.Requests;

        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<AccessRevokedException>(() => stage.Client.GetAccountsAsync(connection));
            await Assert.ThrowsAsync<AccessRevokedException>(() => stage.Client.RefreshAsync(connection));
            Assert.Equal(ConnectionState.Revoked, (await stage.Client.GetAsync(connection)).Status.State);
        }

        Assert.Equal(ConnectionState.Revoked, read.Status.State);
        Assert.Equal(requests, Driver.Requests);
        var session = await RepairAsync(stage, await StartAsync(stage, connection), Behaviour.Succeeds);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.NotEmpty(await stage.Client.GetAccountsAsync(connection));
    }

    /// <summary>Every row of the status map is complete and permits nothing that its state forbids.</summary>
    [Fact]
    public void Every_row_of_the_status_map_is_complete_and_safe()
    {
        using var stage = new Stage(Driver);

        Assert.NotEmpty(stage.Provider.Statuses.Rows);
        foreach (var row in stage.Provider.Statuses.Rows.Append(stage.Provider.Statuses.Unmapped))
        {
            Assert.False(string.IsNullOrWhiteSpace(row.Meaning), $"{row.Code} has no meaning");
            Assert.False(string.IsNullOrWhiteSpace(row.Source), $"{row.Code} has no source");
            Assert.False(
                row is { RefreshAllowed: true, State: not (ConnectionState.Active or ConnectionState.Degraded) },
                $"{row.Code} permits a refresh in state {row.State}");
            Assert.False(
                row is { Action: RequiredActionKind.None, State: ConnectionState.ActionRequired or ConnectionState.ReconnectRequired },
                $"{row.Code} requires something and does not say what");
        }

        Assert.Equal(ConnectionState.Unknown, stage.Provider.Statuses.Unmapped.State);
    }

    /// <summary>What the adapter claims is shown to the suite, and what it does not claim is not.</summary>
    [Fact]
    public void The_driver_shows_what_the_adapter_claims()
    {
        using var stage = new Stage(Driver);
        var claims = stage.Provider.Capabilities;

        Assert.Equal(Driver.Lacks.Contains(Feature.Fields), !claims.ReconnectActions.Contains(RequiredActionKind.ProvideFields));
        Assert.Equal(Driver.Lacks.Contains(Feature.Revocation), !claims.ReportsRevocation);
        Assert.Equal(Driver.AddConnection(Situation.Healthy).Provider, stage.Provider.Id);
    }
}
