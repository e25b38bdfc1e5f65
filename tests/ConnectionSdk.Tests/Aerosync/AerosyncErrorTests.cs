namespace ConnectionSdk.Tests.Aerosync;

public class AerosyncErrorTests
{
    public static TheoryData<string, int, ProviderErrorKind, bool> Codes => new()
    {
        { "AC-001", 403, ProviderErrorKind.CredentialRejected, false },
        { "AC-100", 400, ProviderErrorKind.InvalidRequest, false },
        { "AC-101", 401, ProviderErrorKind.CredentialRejected, false },
        { "AC-102", 404, ProviderErrorKind.NotFound, false },
        { "AC-103", 400, ProviderErrorKind.Unavailable, true },
        { "AC-104", 400, ProviderErrorKind.Unavailable, true },
        { "AC-105", 405, ProviderErrorKind.NotSupported, false },
        { "AC-106", 400, ProviderErrorKind.NotSupported, false },
        { "AC-111", 405, ProviderErrorKind.NotSupported, false },
        { "AC-112", 409, ProviderErrorKind.Conflict, true },
        { "AC-114", 405, ProviderErrorKind.NotSupported, false },
        { "AC-115", 400, ProviderErrorKind.NotSupported, false },
        { "AC-204", 400, ProviderErrorKind.NotSupported, false },
        { "AC-500", 500, ProviderErrorKind.Unavailable, true },
        { "AC-998", 400, ProviderErrorKind.InvalidRequest, false },
        { "AC-998", 409, ProviderErrorKind.Conflict, false },
        { "AC-998", 503, ProviderErrorKind.Unavailable, true },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_code_outweighs_the_status_and_an_unknown_one_leaves_it_to_decide(string code, int status, ProviderErrorKind kind, bool isTransient)
    {
        using var bed = new AerosyncBed();
        var error = await FailAsync(bed, $$"""{"error":{"code":"{{code}}","message":"Text of the provider"} }""", status);
        Assert.Equal((kind, isTransient, code, "Text of the provider"), (error.Kind, error.IsTransient, error.ProviderCode, error.ProviderMessage));
        Assert.DoesNotContain("Text of the provider", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AC-102", ProviderErrorKind.NotFound, false)]
    [InlineData("AC-104", ProviderErrorKind.Unavailable, true)]
    [InlineData("AC-105", ProviderErrorKind.NotSupported, false)]
    [InlineData("AC-500", ProviderErrorKind.Unavailable, true)]
    [InlineData("AC-998", ProviderErrorKind.Unknown, false)]
    public async Task An_error_inside_http_200_is_an_error(string code, ProviderErrorKind kind, bool isTransient)
    {
        using var bed = new AerosyncBed();
        var error = await FailAsync(bed, $$"""{"status":"success","statusCode":200,"error":{"code":"{{code}}","message":"x"} }""", 200);
        Assert.Equal((kind, isTransient, 200), (error.Kind, error.IsTransient, error.StatusCode));
    }

    [Theory]
    [InlineData("""{"account":{"connectionStatus":"CONNECTED"},"error":null}""")]
    [InlineData("""{"account":{"connectionStatus":"CONNECTED"},"error":""}""")]
    [InlineData("""{"account":{"connectionStatus":"CONNECTED"},"error":false}""")]
    [InlineData("""{"account":{"connectionStatus":"CONNECTED","accountNickname":"\"error\"","error":"x"} }""")]
    public async Task A_success_that_mentions_an_error_is_still_a_success(string json)
    {
        using var bed = new AerosyncBed();
        Assert.Equal(ConnectionState.Active, (await bed.ReadAsync(json)).Status.State);
    }

    [Theory]
    [InlineData("AC-102", 404, ConnectionState.Deleted, RequiredActionKind.StartOver)]
    [InlineData("AC-103", 400, ConnectionState.Degraded, RequiredActionKind.Wait)]
    [InlineData("AC-104", 400, ConnectionState.Degraded, RequiredActionKind.Wait)]
    [InlineData("AC-104", 200, ConnectionState.Degraded, RequiredActionKind.Wait)]
    [InlineData("AC-204", 400, ConnectionState.Failed, RequiredActionKind.StartOver)]
    public async Task An_error_that_says_how_the_connection_is_is_read_as_its_state(string code, int status, ConnectionState state, RequiredActionKind action)
    {
        using var bed = new AerosyncBed();
        var connection = await bed.ReadAsync($$"""{"error":{"code":"{{code}}","message":"x"} }""", status);
        Assert.Equal((state, action, code), (connection.Status.State, connection.Status.Action.Kind, connection.Status.Provider.Code));
        Assert.False(connection.Status.RefreshAllowed);
    }

    [Theory]
    [InlineData("<html>Not found</html>", 404, ProviderErrorKind.NotFound)]
    [InlineData("", 404, ProviderErrorKind.NotFound)]
    [InlineData("""{"message":"Not Found"}""", 404, ProviderErrorKind.NotFound)]
    [InlineData("""{"error":"no envelope"}""", 400, ProviderErrorKind.InvalidRequest)]
    [InlineData("""{"error":[1]}""", 400, ProviderErrorKind.InvalidRequest)]
    [InlineData("""{"error":""", 502, ProviderErrorKind.Unavailable)]
    public async Task An_answer_that_is_no_envelope_proves_nothing_about_the_connection(string body, int status, ProviderErrorKind kind)
    {
        using var bed = new AerosyncBed();
        var error = await Assert.ThrowsAsync<ProviderException>(() => bed.ReadAsync(body, status));
        Assert.Equal(kind, error.Kind);
        Assert.Null(error.ProviderCode);
    }

    [Theory]
    [InlineData("AC-102", 404)]
    [InlineData("AC-102", 200)]
    [InlineData("AC-103", 400)]
    [InlineData("AC-104", 400)]
    [InlineData("AC-204", 400)]
    public async Task A_token_that_cannot_be_had_says_nothing_about_the_connection(string code, int status)
    {
        using var bed = new AerosyncBed(token: $$"""{"error":{"code":"{{code}}","message":"x"} }""", tokenStatus: status);

        var error = await Assert.ThrowsAsync<ProviderException>(() => bed.Provider.GetAsync(AerosyncBed.Connection, CancellationToken.None));

        Assert.Equal((code, false), (error.ProviderCode, error.MayHaveBeenSent));
        bed.Stub.Verify();
    }

    private static Task<ProviderException> FailAsync(AerosyncBed bed, string body, int status)
    {
        bed.Stub.Routes.On(HttpMethod.Get, AerosyncBed.Address).ReturnsJson(body, status);
        return Assert.ThrowsAsync<ProviderException>(() => bed.Provider.GetAccountsAsync(AerosyncBed.Connection, CancellationToken.None));
    }
}
