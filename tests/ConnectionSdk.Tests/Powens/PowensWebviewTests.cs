using System.Text.Json;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

public class PowensWebviewTests
{
    private static readonly UserRef User = UserRef.Parse("powens:42");

    [Fact]
    public async Task The_connect_page_opens_for_the_user_and_a_chosen_bank()
    {
        using var bed = new PowensBed();
        PlanCode(bed);
        var state = CallbackState.Create();
        var request = new ConnectRequest { User = User, InstitutionId = "338178e6-3d01-564f-9a7b-52ca442459bf", Language = "pt-BR" };
        var session = await bed.Provider.BeginConnectAsync(request, state, CancellationToken.None);
        var url = Assert.IsType<RequiredAction.FollowRedirect>(session.Action).Url!;
        Assert.Equal(
            "https://webview.powens.com/pt/connect?domain=example.biapi.pro&client_id=12345678&redirect_uri=https%3A%2F%2Fapp.example%2Fpowens%2Fcallback"
            + $"&code=nc0Ex4mple%2FCod3%2BWithReserved%3DChars&state={state.Value}&connector_uuids=338178e6-3d01-564f-9a7b-52ca442459bf",
            url.AbsoluteUri);
        Assert.Equal(PowensBed.Now.AddMinutes(5), session.ExpiresAt);
        Assert.DoesNotContain("nc0Ex4mple", session.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manage_page_opens_for_one_connection()
    {
        using var bed = new PowensBed();
        PlanCode(bed);
        var url = await bed.Provider.GetManageUrlAsync(User, "1201", state: "opaque-1");
        Assert.Equal(Sorted(Documented("manage").Replace("code=CODE", "code=nc0Ex4mple%2FCod3%2BWithReserved%3DChars", StringComparison.Ordinal)), Sorted(url.AbsoluteUri));
    }

    [Theory]
    [InlineData("connect.success", "1201")]
    [InlineData("connect.success.multi", "1201")]
    [InlineData("webauth.success", "1201")]
    public async Task The_address_the_user_comes_back_to_names_the_connection(string callback, string id)
    {
        using var bed = new PowensBed();
        var connection = await bed.Provider.CompleteConnectAsync(Session(), Returned(callback), CancellationToken.None);
        Assert.Equal($"powens:42/{id}", connection.ToString());
    }

    [Theory]
    [InlineData("any.cancelled", "userAbandoned")]
    [InlineData("connect.tos_declined", "userAbandoned")]
    [InlineData("any.session_expired", "sessionExpired")]
    [InlineData("any.server_error", "providerError")]
    [InlineData("webauth.error", "credentialsInvalid")]
    [InlineData("reconnect.success", "unrecognised")]
    public async Task A_connection_that_was_not_made_says_why(string callback, string reason)
    {
        using var bed = new PowensBed();
        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(
            () => bed.Provider.CompleteConnectAsync(Session(), Returned(callback), CancellationToken.None));
        Assert.Equal(reason, failure.Reason.Value);
    }

    private static UserReply.RedirectReturned Returned(string callback) => new(new Uri(
        JsonDocument.Parse(Fixtures.Read("powens/urls.webview-and-webauth.json")).RootElement.GetProperty("callbacks").GetProperty(callback).GetString()!));

    private static ConnectSession Session() => new() { User = User, Action = new RequiredAction.FollowRedirect() };

    private static void PlanCode(PowensBed bed) =>
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/auth/token/code?type=singleAccess").ReturnsFixture("powens/auth.token.code.response.json").Once();

    private static string Documented(string name) =>
        JsonDocument.Parse(Fixtures.Read("powens/urls.webview-and-webauth.json")).RootElement.GetProperty(name).GetString()!;

    private static string[] Sorted(string url) => [url.Split('?')[0], .. url.Split('?')[1].Split('&').Order(StringComparer.Ordinal)];
}
