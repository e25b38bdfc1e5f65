using ConnectionSdk.Aerosync;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Aerosync;

public class AerosyncStatusMapTests
{
    public static TheoryData<string, ConnectionState, string, RequiredActionKind, Actor> States => new()
    {
        { "CONNECTED", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "connected", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "ACTIVE", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "FAILURE", ConnectionState.ReconnectRequired, "consentExpired", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "EXPIRED_CONSENT", ConnectionState.ReconnectRequired, "consentExpired", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "REVOKED_BY_USER", ConnectionState.Revoked, "consentRevokedByUser", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "revoked", ConnectionState.Revoked, "consentRevokedByUser", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "inventedTomorrow", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport, Actor.Integrator },
    };

    public static TheoryData<string> Codes => [.. AerosyncStatusMap.Map.Rows.Select(row => row.Code).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_status_means_the_same_in_the_vocabulary_every_time(
        string status, ConnectionState expected, string reason, RequiredActionKind action, Actor actor)
    {
        using var bed = new AerosyncBed();
        var connection = await bed.ReadStatusAsync(status);
        Assert.Equal((expected, reason, action, actor), (connection.Status.State, connection.Status.Reason.Value, connection.Status.Action.Kind, connection.Status.Action.Actor));
        Assert.Equal(status, connection.Status.Provider.Code);
        Assert.Equal(expected == ConnectionState.Active, connection.Status.RefreshAllowed);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_row_can_be_the_status_of_a_connection(string code)
    {
        var row = AerosyncStatusMap.Map.Find(code, out var recognised);
        Assert.True(recognised);
        Assert.NotEmpty(row.Meaning);
        Assert.StartsWith("Aerosync", row.Source, StringComparison.Ordinal);
        using var bed = new AerosyncBed();
        var connection = await bed.ReadStatusAsync(code);
        Assert.Equal((row.State, row.Reason, row.Action), (connection.Status.State, connection.Status.Reason, connection.Status.Action.Kind));
        Assert.True(connection.Status.Provider.Recognised);
    }

    [Fact]
    public void No_code_has_two_rows()
    {
        StatusRow[] rows = [.. AerosyncStatusMap.States, .. AerosyncStatusMap.JobStates, .. AerosyncStatusMap.ErrorCodes];
        Assert.Equal(rows.Length, AerosyncStatusMap.Map.Rows.Count);
    }

    [Fact]
    public void Only_a_connection_that_works_may_be_refreshed_and_broken_ones_are_never_retried()
    {
        Assert.All(AerosyncStatusMap.Map.Rows.Where(row => row.RefreshAllowed), row => Assert.Equal(ConnectionState.Active, row.State));
        Assert.All(
            AerosyncStatusMap.States.Where(row => row.State is ConnectionState.ReconnectRequired or ConnectionState.Revoked),
            row => Assert.Equal((RetryAdvice.Never, false, false, true), (row.Retry, row.RecoversByItself, row.DataUsable, row.ReconnectAllowed)));
    }

    [Theory]
    [InlineData("""{"account":{}}""")]
    [InlineData("""{"account":{"connectionStatus":null}}""")]
    [InlineData("""{"account":{"connectionStatus":""}}""")]
    [InlineData("""{"account":{"connectionStatus":{"is":"new"}}}""")]
    [InlineData("""{"account":{"connectionStatus":["CONNECTED"]}}""")]
    public async Task The_absence_of_a_status_is_met_with_caution(string json)
    {
        using var bed = new AerosyncBed();
        var status = (await bed.ReadAsync(json)).Status;
        Assert.Equal((ConnectionState.Unknown, false, false, true, false), (status.State, status.DataUsable, status.RefreshAllowed, status.ReconnectAllowed, status.RecoversByItself));
    }

    [Fact]
    public async Task An_integrator_can_replace_a_row_and_add_one_for_an_error()
    {
        using var bed = new AerosyncBed(options =>
        {
            options.StatusOverrides.Add(new StatusOverride { Code = "inventedTomorrow", State = ConnectionState.Degraded });
            options.StatusOverrides.Add(new StatusOverride { Code = "AC-107", State = ConnectionState.ReconnectRequired, Reason = "consentExpired" });
        });
        Assert.Equal(ConnectionState.Degraded, (await bed.ReadStatusAsync("inventedTomorrow")).Status.State);
        using var other = new AerosyncBed(options => options.StatusOverrides.Add(new StatusOverride { Code = "AC-107", State = ConnectionState.ReconnectRequired }));
        Assert.Equal(ConnectionState.ReconnectRequired, (await other.ReadAsync("""{"error":{"code":"AC-107"}}""", 400)).Status.State);
    }

    [Theory]
    [InlineData("Pending MFA", "job:PENDING_MFA")]
    [InlineData(" in-progress", "job:IN_PROGRESS")]
    [InlineData("Initiated", "job:INITIATED")]
    public void Job_states_are_found_in_any_spelling(string status, string code) => Assert.Equal(code, AerosyncStatusMap.JobCode(status));
}
