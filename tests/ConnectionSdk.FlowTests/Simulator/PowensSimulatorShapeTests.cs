using System.Net;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class PowensSimulatorShapeTests : PowensSimulatorFixture
{
    [Theory]
    [InlineData("SCARequired")]
    [InlineData("actionNeeded")]
    [InlineData("additionalInformationNeeded")]
    [InlineData("bug")]
    [InlineData("decoupled")]
    [InlineData("ok")]
    [InlineData("passwordExpired")]
    [InlineData("rateLimiting")]
    [InlineData("validating")]
    [InlineData("webauthRequired")]
    [InlineData("websiteUnavailable")]
    [InlineData("wrongpass")]
    public async Task A_connection_in_each_state_has_the_members_of_the_recorded_shape(string name)
    {
        var connection = Powens.AddConnection(User, Setup(name));
        if (name == "validating")
        {
            await UpdateAsync(connection, """{"resume":true}""", "?background=true");
        }

        var (_, actual) = await SendAsync("GET", $"users/me/connections/{connection.Id}");

        var recorded = JsonNode.Parse(Fixtures.Read($"powens/connection.{name}.json"))!;
        Assert.Equal(Members(recorded), Members(actual!));
        Assert.Equal((string?)recorded["state"], (string?)actual!["state"]);
        Assert.Equal((string?)recorded["error"], (string?)actual["error"]);
        Assert.Equal((string?)recorded["error_message"] is null, (string?)actual["error_message"] is null);
    }

    [Fact]
    public async Task Accounts_sources_errors_and_tokens_have_the_members_of_the_recorded_shapes()
    {
        var connection = Powens.AddConnection(User, c => c.WithSource("openapi", Clock.GetUtcNow().AddDays(60)).WithSource("directaccess"));
        var (_, accounts) = await SendAsync("GET", "users/me/accounts?all");
        var (_, sources) = await SendAsync("GET", $"users/me/connections/{connection.Id}/sources");
        var (_, error) = await SendAsync("GET", "users/me/connections/1");
        var (_, code) = await SendAsync("GET", "auth/token/code");
        var (_, key) = await SendAsync("GET", "publickey");

        Assert.Empty(MissingFrom(accounts!["accounts"]![0]!, Recorded("accounts.list.all")["accounts"]![0]!));
        Assert.Empty(MissingFrom(sources!["sources"]![0]!, Recorded("connection.sources.list")["sources"]![0]!));
        Assert.Equal(Members(Recorded("error.400.wrongpass")), Members(error!));
        Assert.Equal(Members(Recorded("auth.token.code.response")), Members(code!));
        Assert.Equal(Members(Recorded("publickey.response")), Members(key!));
    }

    [Fact]
    public async Task Divergences_show_when_switched_on()
    {
        var broken = Powens.AddConnection(User, c => c.WrongPassword());
        var divergences = Powens.Divergences;
        divergences.SpellsWrongPassWithCapital = true;
        divergences.RequestIdAsText = true;
        var (_, error) = await UpdateAsync(broken, """{"password":"9999"}""");
        Assert.Equal("wrongPass", (string?)error!["code"]);
        Assert.Equal(System.Text.Json.JsonValueKind.String, error["request_id"]!.GetValueKind());

        divergences.WrapsUpdates = true;
        divergences.AnswersAccepted = true;
        divergences.OmitsState = true;
        var (status, wrapped) = await UpdateAsync(broken, "{}");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("wrongpass", (string?)wrapped!["connection"]!["error"]);
        Assert.False(wrapped["connection"]!.AsObject().ContainsKey("state"));

        divergences.AccountTypeAsObject = true;
        divergences.NumbersAsText = true;
        divergences.IsoDates = true;
        var (_, accounts) = await SendAsync("GET", "users/me/accounts");
        Assert.Equal("checking", (string?)accounts!["accounts"]![0]!["type"]!["name"]);
        Assert.Equal("1234.56", (string?)accounts["accounts"]![0]!["balance"]);
        Assert.Equal("2026-03-02T06:00:00+01:00", (string?)accounts["accounts"]![0]!["last_update"]);
    }

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", "2026-03-29 01:59:59")]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29 03:00:00")]
    [InlineData("2026-10-25T00:59:59Z", "2026-10-25 02:59:59")]
    [InlineData("2026-10-25T01:00:00Z", "2026-10-25 02:00:00")]
    public async Task Dates_are_written_in_Paris_time_through_both_changes_of_the_clock(string instant, string written)
    {
        Clock.SetUtcNow(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        await UpdateAsync(connection, """{"otp":"123456"}""");
        var (_, body) = await SendAsync("GET", $"users/me/connections/{connection.Id}");
        Assert.Equal(written, (string?)body!["last_update"]);
    }

    private static Action<PowensConnectionSetup> Setup(string state) => state switch
    {
        "ok" => static _ => { }
        ,
        "SCARequired" => static c => c.NeedsConsent(),
        "actionNeeded" => static c => c.ActionNeeded(),
        "additionalInformationNeeded" => static c => c.NeedsOtp(),
        "bug" => static c => c.Bug(),
        "decoupled" or "validating" => static c => c.NeedsApproval(),
        "passwordExpired" => static c => c.PasswordExpired(),
        "rateLimiting" => static c => c.RateLimited(),
        "webauthRequired" => static c => c.NeedsRedirect(),
        "websiteUnavailable" => static c => c.BankDown(),
        _ => static c => c.WrongPassword(),
    };

    private static JsonNode Recorded(string name) => JsonNode.Parse(Fixtures.Read($"powens/{name}.json"))!;

    private static string Members(JsonNode node) => string.Join(' ', node.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));

    private static IEnumerable<string> MissingFrom(JsonNode actual, JsonNode recorded) =>
        recorded.AsObject().Select(member => member.Key).Where(name => !actual.AsObject().ContainsKey(name));
}
