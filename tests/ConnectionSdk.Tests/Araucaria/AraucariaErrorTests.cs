using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Araucaria;

public class AraucariaErrorTests
{
    [Theory]
    [InlineData(401, "INVALID_API_KEY", ProviderErrorKind.CredentialRejected, false)]
    [InlineData(401, "INVALID_WIDGET_TOKEN", ProviderErrorKind.CredentialRejected, false)]
    [InlineData(404, "ACCOUNT_NOT_FOUND", ProviderErrorKind.NotFound, false)]
    [InlineData(409, "INVALID_CONNECTION_STATE", ProviderErrorKind.Conflict, false)]
    [InlineData(409, "CONNECTION_HAS_DATA", ProviderErrorKind.Conflict, false)]
    [InlineData(503, "BANK_UNAVAILABLE", ProviderErrorKind.Unavailable, true)]
    [InlineData(503, "bank-unavailable", ProviderErrorKind.Unavailable, true)]
    [InlineData(400, "SOMETHING_MISSING", ProviderErrorKind.InvalidRequest, false)]
    [InlineData(404, "NOT_FOUND", ProviderErrorKind.NotFound, false)]
    [InlineData(418, "TEAPOT", ProviderErrorKind.Unknown, false)]
    public async Task Every_code_is_placed_after_one_call(int status, string code, ProviderErrorKind kind, bool isTransient)
    {
        using var bed = new AraucariaBed();
        bed.Stub.Routes.On(HttpMethod.Get, AraucariaBed.Address).ReturnsJson($$"""{"statusCode":{{status}},"code":"{{code}}","message":"xyzzy"}""", status);
        var failure = await ReadAndFailAsync(bed);
        Assert.Equal((kind, code, "xyzzy", isTransient), (failure.Kind, failure.ProviderCode, failure.ProviderMessage, failure.IsTransient));
        Assert.DoesNotContain("xyzzy", failure.Message, StringComparison.Ordinal);
        Assert.Single(bed.Stub.Requests);
    }

    [Theory]
    [InlineData(401, "", ProviderErrorKind.CredentialRejected)]
    [InlineData(429, """{"code":["x"],"message":{}}""", ProviderErrorKind.RateLimited)]
    [InlineData(500, "<html>", ProviderErrorKind.Unavailable)]
    [InlineData(502, "[]", ProviderErrorKind.Unavailable)]
    public async Task Without_a_code_the_status_decides(int status, string body, ProviderErrorKind kind)
    {
        using var bed = new AraucariaBed(options => options.Http.Retries = false);
        bed.Stub.Routes.On(HttpMethod.Get, AraucariaBed.Address).Returns(StubReply.Text(body, "application/json", status));
        Assert.Equal(kind, (await ReadAndFailAsync(bed)).Kind);
    }

    [Fact]
    public async Task A_connection_is_deleted_only_when_Araucaria_says_so()
    {
        using var gone = new AraucariaBed();
        gone.Stub.Routes.On(HttpMethod.Get, AraucariaBed.Address).ReturnsFixture("araucaria/error.404-connection-not-found.json", 404);
        var connection = await gone.Provider.GetAsync(AraucariaBed.Connection, CancellationToken.None);
        Assert.Equal((ConnectionState.Deleted, RequiredActionKind.StartOver), (connection.Status.State, connection.Status.Action.Kind));

        using var proxy = new AraucariaBed();
        proxy.Stub.Routes.On(HttpMethod.Get, AraucariaBed.Address).Returns(StubReply.Text("<html>no such page</html>", "text/html", 404));
        Assert.Equal(ProviderErrorKind.NotFound, (await ReadAndFailAsync(proxy)).Kind);
    }

    [Fact]
    public async Task An_id_cannot_lead_to_another_path()
    {
        using var bed = new AraucariaBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/v1/connections/..%2Fusers%3Fx").ReturnsJson("""{"connectionId":"../users?x","status":"CONNECTED"}""");
        await bed.Provider.GetAsync(new ConnectionRef(AraucariaBed.Connection.Provider, "../users?x"), CancellationToken.None);
        bed.Stub.Verify();
        await Assert.ThrowsAsync<ProviderException>(() => bed.Provider.GetAsync(new ConnectionRef(AraucariaBed.Connection.Provider, ".."), CancellationToken.None));
        Assert.Single(bed.Stub.Requests);
    }

    private static Task<ProviderException> ReadAndFailAsync(AraucariaBed bed) =>
        Assert.ThrowsAsync<ProviderException>(() => bed.Provider.GetAsync(AraucariaBed.Connection, CancellationToken.None));
}
