using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Flinks;

public class FlinksReturnTests
{
    private static readonly ConnectSession Session = new() { User = UserRef.Parse("flinks:user-1042"), Action = new RequiredAction.OpenWidget() };

    [Theory]
    [InlineData("""{"step":"REDIRECT","loginId":"7d1f0c52"}""")]
    [InlineData("""{"step":"redirect","loginId":"7d1f0c52","accountId":["a","b"],"requestId":"r"}""")]
    [InlineData("""{"step":"REDIRECT","loginId":"7d1f0c52","accountId":"a,b"}""")]
    [InlineData("""{"step":"REDIRECT","loginId":"7d1f0c52","resumeSelectedAccounts":["a"]}""")]
    [InlineData("""{"step":"REDIRECT","url":"https://app.example/back?loginId=7d1f0c52&tag=user-1042"}""")]
    [InlineData("""{"step":"REDIRECT","url":"https://app.example/back?x=1&accountId=a%2Cb&loginId=7d1f0c52"}""")]
    [InlineData("""{"data":{"step":"REDIRECT","loginId":"7d1f0c52"},"origin":"https://toolbox-iframe.private.fin.ag"}""")]
    [InlineData("""{"step":"REDIRECT","loginId":"7d1f0c52","mfaTypes":{"a":[1]},"new":null}""")]
    public async Task The_login_is_found_in_every_shape(string json)
    {
        using var bed = new FlinksBed();
        Assert.Equal("flinks:user-1042/7d1f0c52", (await bed.Provider.CompleteConnectAsync(Session, new UserReply.WidgetReturned(json), CancellationToken.None)).ToString());
    }

    [Theory]
    [InlineData("""{"step":"COMPONENT_CLOSE_SESSION","institution":"x"}""", "userAbandoned")]
    [InlineData("""{"step":"COMPONENT_DENY_CONSENT"}""", "userAbandoned")]
    [InlineData("""{"step":"COMPONENT_DENY_TERMS"}""", "userAbandoned")]
    [InlineData("""{"step":"TOKEN_INVALID"}""", "sessionExpired")]
    [InlineData("""{"step":"MAXIMUM_RETRY_REACHED"}""", "mfaRejected")]
    [InlineData("""{"step":"INVALID_PASSWORD"}""", "credentialsInvalid")]
    [InlineData("""{"flinksCode":"RETRY_LATER"}""", "institutionUnavailable")]
    [InlineData("""{"step":"ERROR","flinksCode":"DISABLED_LOGIN"}""", "accountLocked")]
    [InlineData("""{"flinksCode":"ODD_RETRY_LATER"}""", "institutionUnavailable")]
    [InlineData("""{"step":"APP_MOUNTED"}""", "awaitingUser")]
    [InlineData("""{"step":"INVENTED_TOMORROW"}""", "awaitingUser")]
    [InlineData("""{"step":"REDIRECT"}""", "unrecognised")]
    [InlineData("""{"step":"REDIRECT","loginId":"../../Authorize"}""", "unrecognised")]
    [InlineData("not json", "awaitingUser")]
    [InlineData("[1]", "awaitingUser")]
    [InlineData("", "awaitingUser")]
    public async Task What_is_no_connection_says_why(string json, string reason)
    {
        using var bed = new FlinksBed();
        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(
            () => bed.Provider.CompleteConnectAsync(Session, new UserReply.WidgetReturned(json), CancellationToken.None));
        Assert.Equal(reason, failure.Reason.Value);
    }

    [Fact]
    public async Task A_redirect_names_the_login_in_its_query()
    {
        using var bed = new FlinksBed();
        var reply = new UserReply.RedirectReturned(new Uri("https://app.example/back?state=s&loginId=7d1f0c52&institution=FlinksCapital"));
        Assert.Equal("7d1f0c52", (await bed.Provider.CompleteConnectAsync(Session, reply, CancellationToken.None)).ConnectionId);
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("..%2F..%2FDeleteCard")]
    [InlineData("a%00b")]
    [InlineData("long")]
    public async Task A_redirect_with_an_id_that_no_login_has_names_none(string id)
    {
        using var bed = new FlinksBed();
        var reply = new UserReply.RedirectReturned(new Uri($"https://app.example/back?state=s&loginId={(id == "long" ? new string('7', 257) : id)}"));
        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => bed.Provider.CompleteConnectAsync(Session, reply, CancellationToken.None));
        Assert.Equal("unrecognised", failure.Reason.Value);
    }

    [Fact]
    public void Every_event_of_the_fixtures_can_be_read()
    {
        foreach (var name in Fixtures.All("flinks").Where(name => name.Contains("connect-event", StringComparison.Ordinal)))
        {
            using var bed = new FlinksBed();
            var failure = Record.Exception(() => bed.Provider.CompleteConnectAsync(Session, new UserReply.WidgetReturned(Fixtures.Read(name)), CancellationToken.None).GetAwaiter().GetResult());
            Assert.True(failure is null or ConnectNotCompletedException, name);
        }
    }
}
