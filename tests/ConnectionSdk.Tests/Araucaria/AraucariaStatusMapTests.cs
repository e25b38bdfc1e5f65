using ConnectionSdk.Araucaria;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Araucaria;

public class AraucariaStatusMapTests
{
    public static TheoryData<string, ConnectionState, string, RequiredActionKind, Actor> States => new()
    {
        { "CREATED", ConnectionState.Pending, "awaitingUser", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "CREDENTIALS_SUBMITTED", ConnectionState.Connecting, "none", RequiredActionKind.Wait, Actor.Provider },
        { "VERIFYING", ConnectionState.Connecting, "none", RequiredActionKind.Wait, Actor.Provider },
        { "CONNECTED", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "ACTIVE", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "MFA_REQUIRED", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "FAILED_AUTH", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "failed_auth", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "Failed-Auth", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "FAILEDAUTH", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "ERROR", ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait, Actor.Institution },
        { "DISCONNECTED", ConnectionState.Disconnected, "disconnectedByIntegrator", RequiredActionKind.StartOver, Actor.EndUser },
        { "INVENTED_TOMORROW", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "__", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport, Actor.Integrator },
    };

    public static TheoryData<string> Codes => [.. AraucariaStatusMap.Map.Rows.Select(row => row.Code).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_status_means_the_same_in_the_vocabulary_every_time(
        string status, ConnectionState expected, string reason, RequiredActionKind action, Actor actor)
    {
        using var bed = new AraucariaBed();
        var connection = await bed.ReadStatusAsync(status);
        Assert.Equal(expected, connection.Status.State);
        Assert.Equal(reason, connection.Status.Reason.Value);
        Assert.Equal(action, connection.Status.Action.Kind);
        Assert.Equal(actor, connection.Status.Action.Actor);
        Assert.Equal(status, connection.Status.Provider.Code);
        Assert.Equal(expected == ConnectionState.Active, connection.Status.RefreshAllowed);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_row_is_complete_and_can_be_found(string code)
    {
        var row = AraucariaStatusMap.Map.Find(code, out var recognised);
        Assert.True(recognised);
        Assert.NotEmpty(row.Meaning);
        Assert.StartsWith("Araucaria: ", row.Source, StringComparison.Ordinal);
        Assert.Equal(row.State is ConnectionState.ReconnectRequired or ConnectionState.ActionRequired, row.Action == RequiredActionKind.OpenWidget && row.State != ConnectionState.Pending && row.State != ConnectionState.Unknown);
        using var bed = new AraucariaBed();
        var connection = await bed.ReadStatusAsync(code);
        Assert.Equal((row.State, row.Reason, row.Action), (connection.Status.State, connection.Status.Reason, connection.Status.Action.Kind));
        Assert.True(connection.Status.Provider.Recognised);
    }

    [Fact]
    public void No_code_has_two_rows()
    {
        StatusRow[] rows = [.. AraucariaStatusMap.States, .. AraucariaStatusMap.ErrorCodes, .. AraucariaStatusMap.RefreshErrors];
        Assert.Equal(rows.Length, AraucariaStatusMap.Map.Rows.Count);
    }

    [Fact]
    public void Only_a_connection_that_works_may_be_refreshed_and_broken_ones_are_never_retried()
    {
        Assert.Equal("CONNECTED", Assert.Single(AraucariaStatusMap.Map.Rows, row => row.RefreshAllowed).Code);
        Assert.All(
            AraucariaStatusMap.States.Where(row => row.State is ConnectionState.ReconnectRequired or ConnectionState.ActionRequired),
            row => Assert.Equal((RetryAdvice.Never, false), (row.Retry, row.RecoversByItself)));
    }

    [Theory]
    [InlineData("FAILED_AUTH", ConnectionState.ReconnectRequired)]
    [InlineData("MFA_REQUIRED", ConnectionState.ActionRequired)]
    [InlineData("ERROR", ConnectionState.Degraded)]
    public async Task A_connection_that_never_worked_is_not_reported_as_a_broken_one(string status, ConnectionState state)
    {
        using var never = new AraucariaBed();
        var fresh = await never.ReadStatusAsync(status, synced: false);
        Assert.Equal((state, false), (fresh.Status.State, fresh.Status.DataUsable));
        Assert.Equal(AdvisoryKind.NeverSynchronised, Assert.Single(fresh.Status.Advisories).Kind);

        using var before = new AraucariaBed();
        var broken = await before.ReadStatusAsync(status);
        Assert.Equal((state, state == ConnectionState.Degraded), (broken.Status.State, broken.Status.DataUsable));
        Assert.Empty(broken.Status.Advisories);
    }

    [Theory]
    [InlineData("CREATED")]
    [InlineData("CREDENTIALS_SUBMITTED")]
    [InlineData("VERIFYING")]
    [InlineData("CONNECTED")]
    [InlineData("DISCONNECTED")]
    public async Task A_connection_that_does_not_look_broken_needs_no_such_word(string status)
    {
        using var bed = new AraucariaBed();
        Assert.Empty((await bed.ReadStatusAsync(status, synced: false)).Status.Advisories);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_fetched_stays_usable_while_a_later_synchronisation_runs(bool synced)
    {
        using var bed = new AraucariaBed();
        Assert.Equal(synced, (await bed.ReadStatusAsync("VERIFYING", synced)).Status.DataUsable);
    }

    [Theory]
    [InlineData("2026-04-18T03:15:00Z", false)]
    [InlineData("2026-04-18T02:20:01Z", false)]
    [InlineData("2026-04-18T02:20:00Z", true)]
    [InlineData("2026-01-01T00:00:00Z", true)]
    public async Task An_error_is_left_to_Araucaria_until_it_has_lasted(string since, bool mayBeRepaired)
    {
        using var bed = new AraucariaBed();
        var status = (await bed.ReadAsync(AraucariaBed.Body("ERROR", updatedAt: since))).Status;
        Assert.Equal((ConnectionState.Degraded, RequiredActionKind.Wait, mayBeRepaired), (status.State, status.Action.Kind, status.ReconnectAllowed));
        Assert.True(status.RecoversByItself);
    }

    [Fact]
    public async Task An_unknown_status_stays_readable_and_offers_a_repair_only()
    {
        using var bed = new AraucariaBed();
        var status = (await bed.ReadStatusAsync("INVENTED_TOMORROW")).Status;
        Assert.Equal((false, false, true, false), (status.DataUsable, status.RefreshAllowed, status.ReconnectAllowed, status.RecoversByItself));
        Assert.False(status.Provider.Recognised);
    }

    [Fact]
    public async Task An_integrator_can_name_an_alias_for_a_new_status()
    {
        using var bed = new AraucariaBed(options => options.StatusAliases["BANK_ASKS_FOR_CODE"] = "mfa-required");
        Assert.Equal(ConnectionState.ActionRequired, (await bed.ReadStatusAsync("bank_asks_for_code")).Status.State);
    }

    [Fact]
    public async Task A_row_of_the_integrators_goes_before_an_alias_of_the_same_status()
    {
        using var bed = new AraucariaBed(options => options.StatusOverrides.Add(new StatusOverride { Code = "active", State = ConnectionState.Degraded }));
        Assert.Equal(ConnectionState.Degraded, (await bed.ReadStatusAsync("ACTIVE")).Status.State);

        using var other = new AraucariaBed(options => options.StatusOverrides.Add(new StatusOverride { Code = "ASLEEP", State = ConnectionState.Degraded }));
        Assert.Equal(ConnectionState.Active, (await other.ReadStatusAsync("ACTIVE")).Status.State);
    }

    [Fact]
    public async Task A_synchronisation_under_an_alias_is_joined_too()
    {
        using var bed = new AraucariaBed(options =>
        {
            options.StatusAliases["SYNCING"] = "VERIFYING";
            options.RefreshTimeout = TimeSpan.Zero;
        });
        bed.Stub.Routes.On(HttpMethod.Get, AraucariaBed.Address).Times(2).ReturnsJson(AraucariaBed.Body("SYNCING"));
        bed.Stub.Routes.On(HttpMethod.Post, "/v1/refresh-intents").Once().ReturnsJson("""{"id":"i1","status":"pending","connections":[]}""");
        var read = await bed.Provider.RefreshAsync(AraucariaBed.Connection, new RefreshOptions(), CancellationToken.None);
        Assert.Equal(ConnectionState.Connecting, read.Status.State);
        bed.Stub.Verify();
    }

    [Fact]
    public async Task An_integrator_can_add_a_row()
    {
        using var bed = new AraucariaBed(options => options.StatusOverrides.Add(new StatusOverride { Code = "PAUSED_BY_BANK", State = ConnectionState.Degraded }));
        Assert.Equal(ConnectionState.Degraded, (await bed.ReadStatusAsync("paused-by-bank")).Status.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_integrator_can_replace_a_row_with_all_its_meanings(bool synced)
    {
        using var bed = new AraucariaBed(options => options.StatusOverrides.Add(new StatusOverride { Code = "failed-auth", State = ConnectionState.Failed }));
        Assert.Equal(ConnectionState.Failed, (await bed.ReadStatusAsync("FAILED_AUTH", synced)).Status.State);
    }

    [Theory]
    [InlineData(AraucariaStatusMap.FailedAuthNeverSynchronised, "FAILED_AUTH", false)]
    [InlineData(AraucariaStatusMap.ErrorNeverSynchronised, "ERROR", false)]
    [InlineData(AraucariaStatusMap.VerifyingAgain, "VERIFYING", true)]
    public async Task One_meaning_of_a_status_can_be_replaced_alone(string row, string status, bool synced)
    {
        using var meant = new AraucariaBed(options => options.StatusOverrides.Add(new StatusOverride { Code = row, State = ConnectionState.Pending }));
        Assert.Equal(ConnectionState.Pending, (await meant.ReadStatusAsync(status, synced)).Status.State);

        using var other = new AraucariaBed(options => options.StatusOverrides.Add(new StatusOverride { Code = row, State = ConnectionState.Pending }));
        Assert.NotEqual(ConnectionState.Pending, (await other.ReadStatusAsync(status, !synced)).Status.State);
    }
}
