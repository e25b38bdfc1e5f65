using ConnectionSdk.Powens;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Powens;

public class PowensStatusMapTests
{
    public static TheoryData<string, ConnectionState, string, RequiredActionKind, Actor> States => new()
    {
        { "SCARequired", ConnectionState.ReconnectRequired, "scaRequired", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "webauthRequired", ConnectionState.ReconnectRequired, "redirectRequired", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "additionalInformationNeeded", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.ProvideFields, Actor.EndUser },
        { "decoupled", ConnectionState.ActionRequired, "decoupledPending", RequiredActionKind.ApproveElsewhere, Actor.EndUser },
        { "validating", ConnectionState.Connecting, "none", RequiredActionKind.Wait, Actor.Provider },
        { "wrongpass", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "wrongPass", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "passwordExpired", ConnectionState.ReconnectRequired, "passwordExpired", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "actionNeeded", ConnectionState.ActionRequired, "institutionActionRequired", RequiredActionKind.VisitInstitution, Actor.EndUser },
        { "rateLimiting", ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait, Actor.Provider },
        { "websiteUnavailable", ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait, Actor.Institution },
        { "bug", ConnectionState.Degraded, "providerError", RequiredActionKind.Wait, Actor.Provider },
        { "notSupported", ConnectionState.Degraded, "notSupported", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "inventedTomorrow", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport, Actor.Integrator },
    };

    public static TheoryData<string> Codes => [.. PowensStatusMap.Map.Rows.Select(row => row.Code).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_state_means_the_same_in_the_vocabulary_every_time(
        string state, ConnectionState expected, string reason, RequiredActionKind action, Actor actor)
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync($$"""{"id":1201,"state":"{{state}}","last_update":"2026-03-01 06:00:00"}""");
        Assert.Equal(expected, connection.Status.State);
        Assert.Equal(reason, connection.Status.Reason.Value);
        Assert.Equal(action, connection.Status.Action.Kind);
        Assert.Equal(actor, connection.Status.Action.Actor);
        Assert.Equal(state, connection.Status.Provider.Code);
        Assert.False(connection.Status.RefreshAllowed);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_row_can_be_the_state_of_a_connection(string code)
    {
        var row = PowensStatusMap.Map.Find(code, out var recognised);
        Assert.True(recognised);
        Assert.NotEmpty(row.Meaning);
        Assert.StartsWith("Powens: ", row.Source, StringComparison.Ordinal);
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync($$"""{"id":1201,"state":"{{code}}","last_update":"2026-03-01 06:00:00"}""");
        Assert.Equal(row.State, connection.Status.State);
        Assert.Equal(row.Reason, connection.Status.Reason);
        Assert.Equal(row.Action, connection.Status.Action.Kind);
        Assert.True(connection.Status.Provider.Recognised);
    }

    [Fact]
    public void No_code_has_two_rows()
    {
        StatusRow[] rows = [.. PowensStatusMap.States, .. PowensStatusMap.ErrorCodes, .. PowensStatusMap.CallbackCodes];
        Assert.Equal(rows.Length, PowensStatusMap.Map.Rows.Count);
    }

    [Fact]
    public void Only_a_state_that_works_may_be_refreshed_and_broken_ones_are_never_retried()
    {
        Assert.Equal("", Assert.Single(PowensStatusMap.Map.Rows, row => row.RefreshAllowed).Code);
        Assert.All(
            PowensStatusMap.States.Where(row => row.State is ConnectionState.ReconnectRequired or ConnectionState.ActionRequired),
            row => Assert.Equal((RetryAdvice.Never, false), (row.Retry, row.RecoversByItself)));
    }

    [Theory]
    [InlineData("""{"id":1201,"state":null,"last_update":null}""", ConnectionState.Connecting)]
    [InlineData("""{"id":1201,"state":null,"last_update":"2026-03-01 06:00:00"}""", ConnectionState.Active)]
    [InlineData("""{"id":1201,"state":"","last_update":"2026-03-01 06:00:00"}""", ConnectionState.Active)]
    [InlineData("""{"id":1201,"state":"null","last_update":"2026-03-01 06:00:00"}""", ConnectionState.Active)]
    [InlineData("""{"id":"1201","error":"wrongpass","last_update":"2026-03-01 06:00:00"}""", ConnectionState.ReconnectRequired)]
    [InlineData("""{"id":1201,"state":null,"error":"wrongpass","last_update":"2026-03-01 06:00:00"}""", ConnectionState.Active)]
    public async Task The_absence_of_a_state_is_read_with_the_last_synchronisation(string json, ConnectionState expected)
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync(json);
        Assert.Equal(expected, connection.Status.State);
    }

    [Fact]
    public async Task An_unknown_state_stays_readable_and_offers_a_repair_only()
    {
        using var bed = new PowensBed();
        var status = (await bed.ReadAsync("""{"id":1201,"state":"inventedTomorrow"}""")).Status;
        Assert.Equal((false, false, true, false), (status.DataUsable, status.RefreshAllowed, status.ReconnectAllowed, status.RecoversByItself));
        Assert.False(status.Provider.Recognised);
    }

    [Fact]
    public async Task An_integrator_can_replace_a_row()
    {
        using var bed = new PowensBed(options => options.StatusOverrides.Add(new StatusOverride { Code = "inventedTomorrow", State = ConnectionState.Degraded }));
        Assert.Equal(ConnectionState.Degraded, (await bed.ReadAsync("""{"id":1201,"state":"inventedTomorrow"}""")).Status.State);
    }
}
