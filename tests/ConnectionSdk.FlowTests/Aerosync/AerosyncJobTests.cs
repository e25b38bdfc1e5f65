using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Aerosync;

/// <summary>A refresh is a job: started once, looked at until it is over, gone on with in the widget when the bank wants a code.</summary>
public sealed class AerosyncJobTests : AerosyncFlow
{
    [Fact]
    public async Task A_refresh_starts_one_job_and_waits_for_it()
    {
        var connection = Add();

        var read = await RefreshAsync(connection);

        Assert.Equal((ConnectionState.Active, 1), (read.Status.State, connection.RefreshRequests));
        Assert.Null(read.ResumeToken);
        Assert.InRange(Aerosync.Calls.Count("GET", $"/v2/accounts/{connection.Id}/job/*"), 0, 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_wants_a_code_is_gone_on_with_in_the_widget(bool saysMfaRequired)
    {
        Aerosync.Divergences.SaysMfaRequired = saysMfaRequired;
        var connection = Add();
        connection.NextJobs = AerosyncJobEnd.NeedsCode;

        var read = await RefreshAsync(connection);
        Assert.Equal((ConnectionState.ActionRequired, StatusReason.MfaRequired, RequiredActionKind.OpenWidget), (read.Status.State, read.Status.Reason, read.Status.Action.Kind));
        Assert.Equal(saysMfaRequired ? "MFA_REQUIRED" : "Pending MFA", read.Status.Provider.Code);

        var session = await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken });
        var launch = LaunchOf(session.Action);
        Assert.Equal(("true", connection.Id), (launch.Parameters["handleMFA"], launch.Parameters["connectionId"]));
        Assert.StartsWith("REF-", launch.Parameters["jobId"], StringComparison.Ordinal);

        session = await LookUntilItStopsAsync(await VisitAsync(session));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal((1, 1), (connection.RefreshRequests, Aerosync.Bank.Count(BankSubmissionKind.Code, connection.Customer.Login.Name)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_does_not_stand_in_the_way_when_only_a_new_consent_helps(bool isRevoked)
    {
        var connection = Add();
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var read = await RefreshAsync(connection);
        if (isRevoked)
        {
            connection.RevokeByUser();
        }
        else
        {
            connection.ExpireConsent();
        }

        var session = await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken });

        Assert.False(LaunchOf(session.Action).Parameters.ContainsKey("handleMFA"));
        session = await LookUntilItStopsAsync(await VisitAsync(session));
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        Assert.Equal(1, connection.Reconnections);
    }

    [Fact]
    public async Task A_code_nobody_gives_ends_the_repair_and_not_the_connection()
    {
        var connection = Add();
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var read = await RefreshAsync(connection);
        var session = await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken });
        Clock.Advance(TimeSpan.FromMinutes(20));

        session = await LookUntilItStopsAsync(await ReplyAsync(session, """{"type":"widgetClose","payload":{}}"""));

        Assert.Equal(ReconnectOutcome.Abandoned, session.Outcome);
        Assert.Equal(ConnectionState.Active, (await GetAsync(connection)).Status.State);
    }

    [Fact]
    public async Task A_job_that_failed_meanwhile_leaves_nothing_to_repair()
    {
        var connection = Add();
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var read = await RefreshAsync(connection);
        var left = await ReplyAsync(await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken }), new UserReply.Abandoned());
        Assert.Equal(ReconnectOutcome.Abandoned, left.Outcome);
        Clock.Advance(TimeSpan.FromMinutes(20));

        var session = await StartAsync(connection);

        Assert.Equal((ReconnectOutcome.NotNeeded, ConnectionState.Active), (session.Outcome, session.Observed!.Status.State));
        Assert.Equal(ReconnectOutcome.NotNeeded, (await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken })).Outcome);
    }

    [Fact]
    public async Task Jobs_that_fail_after_the_user_gave_the_code_count_and_no_third_code_is_asked_for()
    {
        var connection = Add();
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        ReconnectSession session = null!;
        for (var round = 1; round <= 3; round++)
        {
            var read = await RefreshAsync(connection);
            session = await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken });
            if (!session.IsFinished)
            {
                session = await VisitAsync(session);
                Aerosync.Faults.Add(Fault.UnknownState("FAILED"), 1, "GET", $"/v2/accounts/{connection.Id}/job/*");
                session = await LookUntilItStopsAsync(session);
                Assert.Equal((ReconnectOutcome.Abandoned, round), (session.Outcome, session.RejectedReplies));
                Clock.Advance(TimeSpan.FromMinutes(5));
            }
        }

        Assert.Equal((ReconnectOutcome.NotRepairable, 2), (session.Outcome, Aerosync.Bank.Count(BankSubmissionKind.Code, connection.Customer.Login.Name)));
        Assert.NotNull(Assert.IsType<RequiredAction.Wait>(session.Action).NotBefore);
    }

    [Fact]
    public async Task A_refusal_that_the_widget_tells_counts_also_when_the_job_has_failed_by_then()
    {
        const string refused = """{"type":"widgetError","payload":"INCORRECT_CREDENTIALS | Code: AC-117 | Message: The code is not right."}""";
        var connection = Add();
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var read = await RefreshAsync(connection);
        var session = await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken });
        Aerosync.Faults.Add(Fault.UnknownState("FAILED"), 1, "GET", $"/v2/accounts/{connection.Id}/job/*");

        session = await ReplyAsync(session, refused);

        Assert.Equal((ReconnectOutcome.Abandoned, 1), (session.Outcome, session.RejectedReplies));
    }

    [Fact]
    public async Task A_job_that_is_still_running_when_the_time_is_up_can_be_resumed()
    {
        Aerosync.JobTakes = TimeSpan.FromMinutes(4);
        Configure = static options => options.JobTimeout = TimeSpan.FromSeconds(30);
        var connection = Add();

        var read = await RefreshAsync(connection);

        Assert.Equal((ConnectionState.Active, ConnectionActivity.Syncing), (read.Status.State, read.Status.Activity));
        Assert.StartsWith("job:REF-", read.ResumeToken, StringComparison.Ordinal);
        var session = await StartAsync(connection, new ReconnectOptions { ResumeToken = read.ResumeToken });
        Assert.IsType<RequiredAction.Wait>(session.Action);
    }

    [Fact]
    public async Task A_job_that_runs_already_is_as_good_as_one_of_our_own()
    {
        Aerosync.JobTakes = TimeSpan.FromMinutes(4);
        Configure = static options => options.JobTimeout = TimeSpan.Zero;
        var connection = Add();
        await RefreshAsync(connection);

        var read = await RefreshAsync(connection);

        Assert.Equal((ConnectionState.Active, ConnectionActivity.Syncing), (read.Status.State, read.Status.Activity));
        Assert.Equal(2, connection.RefreshRequests);
    }

    [Fact]
    public async Task A_failed_job_is_told_and_not_started_again()
    {
        var connection = Add();
        connection.NextJobs = AerosyncJobEnd.Fails;

        var error = await Assert.ThrowsAsync<ProviderException>(() => RefreshAsync(connection));

        Assert.Equal((ProviderErrorKind.Unavailable, "FAILED", true), (error.Kind, error.ProviderCode, error.IsTransient));
        Assert.Equal(1, connection.RefreshRequests);
    }

    [Fact]
    public async Task A_job_state_nobody_knows_is_looked_at_until_the_time_is_up()
    {
        var connection = Add();
        Aerosync.Faults.Add(Fault.UnknownState("PONDERING"), 99, "GET", $"/v2/accounts/{connection.Id}/job/*");

        var read = await RefreshAsync(connection);

        Assert.Equal((ConnectionState.Active, ConnectionActivity.Syncing), (read.Status.State, read.Status.Activity));
        Assert.NotNull(read.ResumeToken);
        Assert.Equal(1, connection.RefreshRequests);
    }

    [Fact]
    public async Task An_account_linked_by_hand_has_nothing_to_refresh()
    {
        var connection = Add();
        connection.IsLinkedByHand = true;

        var error = await Assert.ThrowsAsync<ProviderException>(() => RefreshAsync(connection));

        Assert.Equal((ProviderErrorKind.NotSupported, "AC-105", false), (error.Kind, error.ProviderCode, error.IsTransient));
    }

    [Fact]
    public async Task A_broken_connection_is_not_refreshed()
    {
        var connection = AddExpired();

        var error = await Assert.ThrowsAsync<ProviderException>(() => RefreshAsync(connection));

        Assert.False(error.MayHaveBeenSent);
        Assert.Equal(0, connection.RefreshRequests);
    }

    [Fact]
    public async Task A_job_whose_start_went_unanswered_is_not_started_again()
    {
        var connection = Add();
        Aerosync.Faults.Add(Fault.Drop().AfterProcessing(), 1, "POST", $"/v2/accounts/{connection.Id}/refresh");

        var error = await Assert.ThrowsAsync<ProviderException>(() => RefreshAsync(connection));

        Assert.Equal((ProviderErrorKind.OutcomeUnknown, 1), (error.Kind, connection.RefreshRequests));
    }

    private async Task<Connection> RefreshAsync(AerosyncConnection connection) =>
        await RunAsync(Client.RefreshAsync(RefOf(connection), new RefreshOptions { UserPresent = true }));
}
