using ConnectionSdk.Flinks;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Flinks;

public class FlinksStatusMapTests
{
    public static TheoryData<string, ConnectionState, string, RequiredActionKind, Actor> Codes => new()
    {
        { "OK", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "CREATED", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "ALREADY_AUTHORIZED", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "NO_TRANSACTION", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "OPERATION_PENDING", ConnectionState.Connecting, "none", RequiredActionKind.Wait, Actor.Provider },
        { "OPERATION_DISPATCHED", ConnectionState.Connecting, "none", RequiredActionKind.Wait, Actor.Provider },
        { "QUESTION_NOT_FOUND", ConnectionState.ReconnectRequired, "mfaRequired", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "INVALID_SECURITY_RESPONSE", ConnectionState.ReconnectRequired, "mfaRejected", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "INVALID_SECURITY_RESPONSE_NO_RETRY", ConnectionState.ReconnectRequired, "mfaRejected", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "INVALID_LOGIN", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "INVALID_USERNAME", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "INVALID_PASSWORD", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "invalid_password", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "SESSION_EXPIRED", ConnectionState.ReconnectRequired, "sessionExpired", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "SESSION_NONEXISTENT", ConnectionState.ReconnectRequired, "sessionExpired", RequiredActionKind.OpenWidget, Actor.EndUser },
        { "DISABLED_LOGIN", ConnectionState.ActionRequired, "accountLocked", RequiredActionKind.VisitInstitution, Actor.EndUser },
        { "NEW_ACCOUNT", ConnectionState.ActionRequired, "institutionActionRequired", RequiredActionKind.VisitInstitution, Actor.EndUser },
        { "UNAUTHORIZED", ConnectionState.ActionRequired, "institutionActionRequired", RequiredActionKind.VisitInstitution, Actor.EndUser },
        { "RETRY_LATER", ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait, Actor.Institution },
        { "BANK_MAINTENANCE_RETRY_LATER", ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait, Actor.Institution },
        { "MAINTENANCE_BANK_RETRY_LATER", ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait, Actor.Institution },
        { "DISABLED_INSTITUTION", ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait, Actor.Institution },
        { "AGGREGATION_ERROR", ConnectionState.Degraded, "providerError", RequiredActionKind.Wait, Actor.Provider },
        { "TOO_MANY_REQUESTS", ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait, Actor.Provider },
        { "CONCURRENT_SESSION", ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait, Actor.Provider },
        { "CARD_IN_USE", ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait, Actor.Provider },
        { "INVALID_REQUEST", ConnectionState.Unknown, "integratorError", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "METHOD_NOT_AVAILABLE", ConnectionState.Unknown, "integratorError", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "UNKNOWN_CHALLENGE_KEY", ConnectionState.Unknown, "integratorError", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "SECURITYRESPONSES_INCOMPLETE", ConnectionState.Unknown, "integratorError", RequiredActionKind.ContactSupport, Actor.Integrator },
    };

    public static TheoryData<string> Rows => [.. FlinksStatusMap.Map.Rows.Select(row => row.Code).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_code_means_the_same_whatever_number_it_comes_with(
        string code, ConnectionState state, string reason, RequiredActionKind action, Actor actor)
    {
        foreach (var status in (int[])[200, 400, 401, 403, 405, 500])
        {
            using var bed = new FlinksBed();
            var connection = await bed.ReadAsync($$"""{"HttpStatusCode":{{status}},"FlinksCode":"{{code}}","RequestId":"r-1"}""", status);
            Assert.Equal((state, reason, action, actor), (connection.Status.State, connection.Status.Reason.Value, connection.Status.Action.Kind, connection.Status.Action.Actor));
            Assert.Equal((code, true), (connection.Status.Provider.Code, connection.Status.Provider.Recognised));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_row_is_found_complete_and_safe(string code)
    {
        var row = FlinksStatusMap.Map.Find(code, out var recognised);
        Assert.True(recognised);
        Assert.NotEmpty(row.Meaning);
        Assert.StartsWith("Flinks: ", row.Source, StringComparison.Ordinal);
        Assert.Equal(row.State == ConnectionState.Active, row.RefreshAllowed);
        if (row.State is ConnectionState.ReconnectRequired or ConnectionState.ActionRequired)
        {
            Assert.Equal((RetryAdvice.Never, false, true), (row.Retry, row.RecoversByItself, row.ReconnectAllowed));
        }
    }

    [Fact]
    public void No_code_has_two_rows_and_every_row_is_in_the_table_above_or_is_told_apart_below()
    {
        StatusRow[] rows = [.. FlinksStatusMap.States, .. FlinksStatusMap.ErrorCodes, .. FlinksStatusMap.WidgetEvents];
        Assert.Equal(rows.Length, FlinksStatusMap.Map.Rows.Count);
        string[] elsewhere =
        [
            "", FlinksStatusMap.Challenged, FlinksStatusMap.AskedAgain, FlinksStatusMap.UnknownLogin, FlinksStatusMap.KeyRefused, "ACCESS_DENIED",
            .. FlinksStatusMap.WidgetEvents.Select(row => row.Code),
        ];
        var listed = Codes.Select(row => (string)((object[])row)[0]).Concat(elsewhere);
        Assert.Empty(rows.Select(row => row.Code).Except(listed, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("The LoginId provided is either invalid or does not belong to the CustomerId", ConnectionState.Deleted)]
    [InlineData("LoginId not found or invalid", ConnectionState.Deleted)]
    [InlineData("The username or password is invalid", ConnectionState.ReconnectRequired)]
    public async Task An_invalid_login_is_gone_only_when_the_message_names_the_login_id(string message, ConnectionState state)
    {
        using var bed = new FlinksBed();
        Assert.Equal(state, (await bed.ReadAsync($$"""{"HttpStatusCode":400,"FlinksCode":"INVALID_LOGIN","Message":"{{message}}"}""", 400)).Status.State);
    }

    [Theory]
    [InlineData("UNAUTHORIZED", "You must provide a valid authorize token")]
    [InlineData("UNAUTHORIZED", "You must provide a valid auth key")]
    [InlineData("ACCESS_DENIED", "no")]
    public async Task Our_own_keys_are_no_state_of_a_connection(string code, string message)
    {
        using var bed = new FlinksBed();
        var failure = await Assert.ThrowsAsync<ProviderException>(() => bed.ReadAsync($$"""{"HttpStatusCode":401,"FlinksCode":"{{code}}","Message":"{{message}}"}""", 401));
        Assert.Equal((ProviderErrorKind.CredentialRejected, code), (failure.Kind, failure.ProviderCode));
    }

    [Theory]
    [InlineData("""{"HttpStatusCode":401,"FlinksCode":"INVENTED_TOMORROW"}""", 401, "INVENTED_TOMORROW")]
    [InlineData("""{"HttpStatusCode":200,"FlinksCode":"INVENTED_TOMORROW","RequestId":"r-1"}""", 200, "INVENTED_TOMORROW")]
    [InlineData("""{"HttpStatusCode":500}""", 500, "(no FlinksCode)")]
    [InlineData("""{"HttpStatusCode":200,"RequestId":"r-1"}""", 500, "(no FlinksCode)")]
    [InlineData("{}", 200, "(no FlinksCode)")]
    [InlineData("{}", 404, "(no FlinksCode)")]
    [InlineData("""{"FlinksCode":42}""", 401, "42")]
    public async Task What_nobody_knows_is_kept_and_read_cautiously(string json, int status, string code)
    {
        using var bed = new FlinksBed();
        var connection = await bed.ReadAsync(json, status);
        Assert.Equal((ConnectionState.Unknown, "unrecognised", false, false), (connection.Status.State, connection.Status.Reason.Value, connection.Status.RefreshAllowed, connection.Status.DataUsable));
        Assert.Equal((code, false), (connection.Status.Provider.Code, connection.Status.Provider.Recognised));
    }

    [Theory]
    [InlineData("""{"HttpStatusCode":200,"RequestId":"r-1"}""", 200, ConnectionState.Active)]
    [InlineData("""{"HttpStatusCode":"200","RequestId":"r-1","Login":null}""", 200, ConnectionState.Active)]
    [InlineData("""{"HttpStatusCode":200,"Login":{"Id":"7D1F0C52-3B84-4E0A-9C61-08DC5A1B2C3D","LastRefresh":"soon"}}""", 200, ConnectionState.Active)]
    [InlineData("""{"HttpStatusCode":200,"FlinksCode":"","RequestId":"r-1"}""", 200, ConnectionState.Active)]
    [InlineData("""{"HttpStatusCode":203,"SecurityChallenges":[{}]}""", 203, ConnectionState.ActionRequired)]
    [InlineData("""{"HttpStatusCode":203,"RequestId":"r-1"}""", 203, ConnectionState.ActionRequired)]
    [InlineData("""{"HttpStatusCode":202,"RequestId":"r-1"}""", 202, ConnectionState.Connecting)]
    [InlineData("""{"HttpStatusCode":401,"FlinksCode":"INVALID_SECURITY_RESPONSE","SecurityChallenges":[{"Type":"x"}],"RequestId":"r-1"}""", 401, ConnectionState.ActionRequired)]
    public async Task Answers_of_every_shape_are_read(string json, int status, ConnectionState state)
    {
        using var bed = new FlinksBed();
        Assert.Equal(state, (await bed.ReadAsync(json, status)).Status.State);
    }

    [Theory]
    [InlineData("2026-03-14T15:09:26.5358979", "2026-03-14T15:09:26.5358979+00:00")]
    [InlineData("2026-03-14T15:09:26", "2026-03-14T15:09:26.0000000+00:00")]
    [InlineData("2026-03-14T15:09:26.53Z", "2026-03-14T15:09:26.5300000+00:00")]
    [InlineData("2026-03-14T11:09:26-04:00", "2026-03-14T15:09:26.0000000+00:00")]
    [InlineData("yesterday", null)]
    public async Task The_last_refresh_is_utc_although_it_does_not_say_so(string sent, string? read)
    {
        using var bed = new FlinksBed();
        var connection = await bed.ReadAsync($$"""{"HttpStatusCode":200,"RequestId":"r-1","Login":{"LastRefresh":"{{sent}}" } }""");
        Assert.Equal(read, connection.LastSyncedAt?.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_answer_about_another_login_is_not_believed()
    {
        using var bed = new FlinksBed();
        var failure = await Assert.ThrowsAsync<ProviderException>(() => bed.ReadAsync("""{"HttpStatusCode":200,"RequestId":"r-1","Login":{"Id":"somebody-else"}}"""));
        Assert.Equal(ProviderErrorKind.Protocol, failure.Kind);
    }

    [Fact]
    public async Task An_integrator_can_overrule_a_row_and_add_one()
    {
        using var bed = new FlinksBed(options =>
        {
            options.StatusOverrides.Add(new StatusOverride { Code = "UNAUTHORIZED", State = ConnectionState.Degraded, Action = RequiredActionKind.Wait, Actor = Actor.Provider });
            options.StatusOverrides.Add(new StatusOverride { Code = "SPECIAL_RETRY_LATER", State = ConnectionState.Failed, Action = RequiredActionKind.StartOver });
        });
        Assert.Equal(ConnectionState.Degraded, (await bed.ReadAsync("""{"FlinksCode":"UNAUTHORIZED"}""", 401)).Status.State);
        Assert.Equal(ConnectionState.Failed, bed.Provider.Statuses.Find("SPECIAL_RETRY_LATER", out _).State);
    }
}
