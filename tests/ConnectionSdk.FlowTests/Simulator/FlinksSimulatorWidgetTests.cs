using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class FlinksSimulatorWidgetTests : FlinksSimulatorFixture
{
    [Fact]
    public async Task A_request_id_leads_straight_to_the_questions_and_the_redirect_keeps_the_login()
    {
        var connection = Flinks.AddConnection(c => c.Asks().LastRefreshFailed());
        var requestId = RequestId((await LiveAsync(connection)).Body);

        var outcome = await Flinks.User.UseWidgetAsync(await WidgetLinkAsync(requestId));

        Assert.Equal("APP_MOUNTED COMPONENT_LOAD_MFA SUBMIT_MFA REDIRECT", Steps(outcome));
        var redirect = JsonNode.Parse(outcome.Messages[^1])!;
        Assert.Equal((connection.LoginId, requestId), ((string?)redirect["loginId"], (string?)redirect["requestId"]));
        Assert.Equal($"https://app.example/callback?loginId={connection.LoginId}&tag=user-1042&institution=FlinksCapital", outcome.Callback?.AbsoluteUri);
        Assert.Equal((string?)redirect["url"], outcome.Callback?.AbsoluteUri);
        Assert.Equal(HttpStatusCode.OK, (await CachedAsync(connection)).Status);
    }

    [Fact]
    public async Task An_authorize_token_opens_one_widget_and_no_second()
    {
        var requestId = RequestId((await LiveAsync(Flinks.AddConnection(c => c.Asks()))).Body);
        var link = await WidgetLinkAsync(requestId);
        await Flinks.User.UseWidgetAsync(link, FlinksVisit.WalksAway);

        var second = await Flinks.User.UseWidgetAsync(link);

        Assert.Equal("""{"step":"TOKEN_INVALID"}""", Assert.Single(second.Messages));
    }

    [Theory]
    [InlineData(FlinksVisit.MistypesOnce, "INVALID_SECURITY_RESPONSE COMPONENT_LOAD_MFA_RETRY SUBMIT_MFA REDIRECT", 2)]
    [InlineData(FlinksVisit.MistypesAndCloses, "INVALID_SECURITY_RESPONSE COMPONENT_LOAD_MFA_RETRY COMPONENT_CLOSE_SESSION", 1)]
    [InlineData(FlinksVisit.MistypesToTheEnd, "COMPONENT_LOAD_MFA_RETRY SUBMIT_MFA DISABLED_LOGIN", 3)]
    [InlineData(FlinksVisit.Closes, "APP_MOUNTED COMPONENT_LOAD_MFA COMPONENT_CLOSE_SESSION", 0)]
    [InlineData(FlinksVisit.LetsItExpire, "APP_MOUNTED COMPONENT_LOAD_MFA SESSION_EXPIRED", 0)]
    [InlineData(FlinksVisit.MeetsAFailure, "APP_MOUNTED COMPONENT_LOAD_MFA AGGREGATION_ERROR", 0)]
    [InlineData(FlinksVisit.WalksAway, "APP_MOUNTED COMPONENT_LOAD_MFA", 0)]
    public async Task The_widget_says_how_it_ended(FlinksVisit visit, string lastSteps, int answersSeenByBank)
    {
        var connection = Flinks.AddConnection(c => c.Asks());
        var requestId = RequestId((await LiveAsync(connection)).Body);

        var outcome = await Flinks.User.UseWidgetAsync(await WidgetLinkAsync(requestId), visit);

        Assert.EndsWith(lastSteps, Steps(outcome), StringComparison.Ordinal);
        Assert.Equal(answersSeenByBank, Flinks.Bank.Count(BankSubmissionKind.Code));
        Assert.Equal(visit == FlinksVisit.MistypesOnce, outcome.Callback is not null);
    }

    [Fact]
    public async Task A_request_id_that_has_lapsed_shows_no_question()
    {
        var requestId = RequestId((await LiveAsync(Flinks.AddConnection(c => c.Asks()))).Body);
        Clock.Advance(Flinks.RequestIdLasts);

        var lapsed = await Flinks.User.UseWidgetAsync(await WidgetLinkAsync(requestId));
        Flinks.Divergences.ErrorEventsAsFlinksCode = true;
        var unknown = await Flinks.User.UseWidgetAsync(await WidgetLinkAsync("00000000-0000-4000-8000-000000000000"));

        Assert.Equal("APP_MOUNTED SESSION_EXPIRED", Steps(lapsed));
        Assert.Equal("SESSION_NONEXISTENT", (string?)JsonNode.Parse(unknown.Messages[^1])!["flinksCode"]);
    }

    [Fact]
    public async Task Resumed_accounts_skip_the_selector_and_filter_the_data()
    {
        var connection = Flinks.AddConnection(c => c.Asks());
        var kept = connection.Accounts[1].Id;
        var requestId = RequestId((await LiveAsync(connection)).Body);

        var outcome = await Flinks.User.UseWidgetAsync(
            await WidgetLinkAsync(requestId, $"&accountSelectorEnable=true&jsRedirect=true&resumeSelectedAccounts={kept}"));

        Assert.EndsWith("SUBMIT_MFA REDIRECT", Steps(outcome), StringComparison.Ordinal);
        Assert.Equal(kept, (string?)JsonNode.Parse(outcome.Messages[^1])!["accountId"]);
        Assert.Null(outcome.Callback);
        await DetailAsync(requestId);
        Clock.Advance(Flinks.DataTakes);
        Assert.Equal([kept], AccountIds((await DetailAsync(requestId)).Body));
    }

    [Theory]
    [InlineData(FlinksRedirectShape.Fields, "\"accountId\":\"{0},{1}\"")]
    [InlineData(FlinksRedirectShape.FieldsWithArray, "\"accountId\":[\"{0}\",\"{1}\"]")]
    [InlineData(FlinksRedirectShape.FieldsWithResumedAccounts, "\"resumeSelectedAccounts\":\"{0},{1}\"")]
    [InlineData(FlinksRedirectShape.UrlOnly, "accountId={0}%2C{1}")]
    public async Task The_redirect_carries_the_chosen_accounts_in_the_shape_asked_for(FlinksRedirectShape shape, string expected)
    {
        Flinks.Divergences.RedirectShape = shape;
        Flinks.User.SelectedAccounts = [0, 1];
        var connection = Flinks.AddConnection(c => c.Asks());
        var requestId = RequestId((await LiveAsync(connection)).Body);

        var outcome = await Flinks.User.UseWidgetAsync(
            await WidgetLinkAsync(requestId, "&accountSelectorEnable=true&accountSelectorMultiple=true"));

        Assert.Contains("COMPONENT_LOAD_ACCOUNT_SELECTION ACCOUNT_SELECTED REDIRECT", Steps(outcome), StringComparison.Ordinal);
        var text = string.Format(CultureInfo.InvariantCulture, expected, connection.Accounts[0].Id, connection.Accounts[1].Id);
        Assert.Contains(text, outcome.Messages[^1], StringComparison.Ordinal);
        Assert.Equal(shape == FlinksRedirectShape.UrlOnly, JsonNode.Parse(outcome.Messages[^1])!["loginId"] is null);
    }

    [Fact]
    public async Task The_widget_is_English_unless_told_otherwise_and_so_makes_another_login_of_a_French_one()
    {
        var connection = Flinks.AddConnection(c => c.Asks().InLanguage("fr"));
        var first = RequestId((await LiveAsync(connection)).Body);
        var pinned = await Flinks.User.UseWidgetAsync(await WidgetLinkAsync(first, "&language=fr"));
        var second = RequestId((await LiveAsync(connection)).Body);
        var forgotten = await Flinks.User.UseWidgetAsync(await WidgetLinkAsync(second));

        Assert.Equal(connection.LoginId, (string?)JsonNode.Parse(pinned.Messages[^1])!["loginId"]);
        Assert.NotEqual(connection.LoginId, (string?)JsonNode.Parse(forgotten.Messages[^1])!["loginId"], StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_credential_screen_mends_a_wrong_password_under_the_same_login()
    {
        var connection = Flinks.AddConnection(c => c.WrongPassword());
        Flinks.User.Login = connection.Login;

        var outcome = await Flinks.User.UseWidgetAsync(
            new Uri(Flinks.ConnectAddress, "Credential/14?authorizeToken=" + await TokenAsync()), FlinksVisit.MistypesOnce);

        Assert.Equal(
            "APP_MOUNTED COMPONENT_LOAD_CREDENTIAL SUBMIT_CREDENTIAL INVALID_PASSWORD COMPONENT_LOAD_CREDENTIAL_RETRY SUBMIT_CREDENTIAL REDIRECT",
            Steps(outcome));
        Assert.Equal(connection.LoginId, (string?)JsonNode.Parse(outcome.Messages[^1])!["loginId"]);
        Assert.Equal(HttpStatusCode.OK, (await LiveAsync(connection)).Status);
    }

    [Fact]
    public async Task A_first_visit_of_a_test_user_makes_a_connection()
    {
        Flinks.User.Login = Flinks.Bank.AddLogin("Greatday", "Everyday");

        var denied = await Flinks.User.UseWidgetAsync(await WidgetLinkAsync(null), FlinksVisit.DeniesConsent);
        Assert.EndsWith("COMPONENT_DENY_CONSENT", Steps(denied), StringComparison.Ordinal);
        Assert.Empty(Flinks.Connections);
        await Flinks.User.UseWidgetAsync(await WidgetLinkAsync(null));

        Assert.Equal("Greatday", Assert.Single(Flinks.Connections).Login.Name);
        Assert.Equal("Everyday Montreal Canada Triangle", string.Join(' ', Flinks.Bank.Submissions.Select(submission => submission.Value)));
    }

    private static string Steps(FlinksVisitOutcome outcome) =>
        string.Join(' ', outcome.Messages.Select(message => JsonNode.Parse(message)!).Select(message => (string?)(message["step"] ?? message["flinksCode"])));
}
