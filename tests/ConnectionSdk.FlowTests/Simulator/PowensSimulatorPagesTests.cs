using System.Net;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class PowensSimulatorPagesTests : PowensSimulatorFixture
{
    private const string WebauthQuery = "webauth-url?client_id=12345678&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&state=opaque-1&id_connection=";

    [Fact]
    public async Task A_webauth_url_leads_to_the_bank_and_back_and_is_refused_once_all_is_well()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsRedirect());
        var (_, body) = await SendAsync("GET", WebauthQuery + connection.Id);

        var callback = await Powens.User.FollowAsync(new Uri((string)body!["url"]!));

        Assert.Equal($"https://app.example/callback?id_connection={connection.Id}&state=opaque-1", callback.AbsoluteUri);
        Assert.Null(await StateOfAsync(connection));
        var (again, error) = await SendAsync("GET", WebauthQuery + connection.Id);
        Assert.Equal(HttpStatusCode.Conflict, again);
        Assert.Equal("invalidValue", (string?)error!["code"]);
    }

    [Fact]
    public async Task A_user_who_cancels_at_the_bank_comes_back_with_access_denied_and_nothing_changes()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsRedirect());
        var (_, body) = await SendAsync("GET", WebauthQuery + connection.Id);

        var callback = await Powens.User.FollowAsync(new Uri((string)body!["url"]!), PowensVisit.Cancels);

        Assert.Equal("https://app.example/callback?error=access_denied&error_description=The%20user%20cancelled&state=opaque-1", callback.AbsoluteUri);
        Assert.Equal("webauthRequired", await StateOfAsync(connection));
    }

    [Fact]
    public async Task The_reconnect_webview_walks_through_everything_and_returns_only_the_state()
    {
        var connection = Powens.AddConnection(User, c => c.WrongPassword().NeedsConsent().NeedsOtp().NeedsApproval().NeedsRedirect().PasswordExpired());

        var callback = await Powens.User.FollowAsync(await ReconnectLinkAsync(connection));

        Assert.Equal("https://app.example/callback?state=opaque-1", callback.AbsoluteUri);
        Assert.Null(await StateOfAsync(connection));
        Assert.Equal(0, connection.FieldSubmissions);
    }

    [Fact]
    public async Task A_mistyped_password_is_seen_by_the_bank_and_can_be_corrected()
    {
        var connection = Powens.AddConnection(User, c => c.WrongPassword());

        await Powens.User.FollowAsync(await ReconnectLinkAsync(connection), PowensVisit.MistypesOnce);

        Assert.Equal("9999 1234", string.Join(' ', Powens.Bank.Submissions.Select(submission => submission.Value)));
        Assert.Null(await StateOfAsync(connection));
    }

    [Theory]
    [InlineData(PowensVisit.Cancels, "error=access_denied&error_description=The%20user%20cancelled&state=opaque-1")]
    [InlineData(PowensVisit.LetsItExpire, "error=session_expired&state=opaque-1")]
    [InlineData(PowensVisit.MeetsAFailure, "error=server_error&error_description=Technical%20failure&state=opaque-1")]
    public async Task The_webview_says_how_it_ended(PowensVisit visit, string query)
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        var callback = await Powens.User.FollowAsync(await ReconnectLinkAsync(connection), visit);
        Assert.Equal("https://app.example/callback?" + query, callback.AbsoluteUri);
    }

    [Fact]
    public async Task A_single_use_code_opens_one_webview_and_no_second()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        var link = await ReconnectLinkAsync(connection);
        await Powens.User.FollowAsync(link);

        var second = await Powens.User.FollowAsync(link);

        Assert.Equal("https://app.example/callback?error=session_expired&state=opaque-1", second.AbsoluteUri);
    }

    [Fact]
    public async Task A_temporary_code_dies_on_the_clock()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        var link = await ReconnectLinkAsync(connection);
        Clock.Advance(Powens.TemporaryCodeLasts);

        var callback = await Powens.User.FollowAsync(link);

        Assert.Contains("error=session_expired", callback.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connect_webview_makes_a_connection_and_the_manage_webview_deletes_it()
    {
        var common = "domain=example.biapi.pro&client_id=12345678&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&state=s&code=";
        var connect = new Uri(Powens.WebviewAddress, "fr/connect?" + common + Uri.EscapeDataString(await TemporaryCodeAsync()));
        var made = await Powens.User.FollowAsync(connect);
        var connection = Assert.Single(User.Connections);
        Assert.Equal($"https://app.example/callback?connection_id={connection.Id}&state=s", made.AbsoluteUri);

        var manage = new Uri(
            Powens.WebviewAddress,
            $"fr/manage?{common}{Uri.EscapeDataString(await TemporaryCodeAsync())}&connection_id={connection.Id}");
        var deleted = await Powens.User.FollowAsync(manage, PowensVisit.Deletes);

        Assert.Equal($"https://app.example/callback?connection_id={connection.Id}&connection_deleted=true&state=s", deleted.AbsoluteUri);
        Assert.Empty(User.Connections);
    }

    [Fact]
    public async Task A_bank_page_opened_before_the_latest_one_is_worthless()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsRedirect());
        var (_, first) = await SendAsync("GET", WebauthQuery + connection.Id);
        var (_, second) = await SendAsync("GET", WebauthQuery + connection.Id);

        var stale = await Powens.User.FollowAsync(new Uri((string)first!["url"]!));
        Assert.Contains("error=session_expired", stale.Query, StringComparison.Ordinal);
        Assert.Equal("webauthRequired", await StateOfAsync(connection));

        await Powens.User.FollowAsync(new Uri((string)second!["url"]!));
        Assert.Null(await StateOfAsync(connection));
    }

    [Fact]
    public async Task What_the_browser_does_is_logged_apart_and_spared_by_faults_that_do_not_name_it()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        var link = await ReconnectLinkAsync(connection);
        Powens.Calls.Clear();
        Powens.Faults.Add(Fault.Drop());

        await Powens.User.FollowAsync(link);

        Assert.Empty(Powens.Calls.All);
        Assert.NotEmpty(Powens.PageVisits.Matching("POST", "/webview/session/*"));
        Assert.Equal(1, Powens.Faults.Remaining);
    }

    [Fact]
    public async Task Resetting_credentials_asks_for_the_password_even_when_only_a_consent_is_due()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsConsent().NeedsApproval());

        await Powens.User.FollowAsync(await ReconnectLinkAsync(connection, "&reset_credentials=true"));

        Assert.Equal(1, Powens.Bank.Count(BankSubmissionKind.Password));
        Assert.Null(await StateOfAsync(connection));
    }

    [Fact]
    public async Task The_user_follows_no_link_that_leads_away_from_the_simulator() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Powens.User.FollowAsync(new Uri("https://webview.powens.example/fr/reconnect?code=x")));
}
