using System.Text;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Aerosync;

public class AerosyncMappingTests
{
    private static readonly TimeSpan Warning = TimeSpan.FromDays(14);

    [Fact]
    public async Task An_older_edition_is_read_as_far_as_it_goes()
    {
        using var bed = new AerosyncBed();
        var connection = await bed.ReadAsync(
            """{"status":"success","statusCode":200,"account":{"accountNickname":"A","accountNumber":"1","routingNumber":"2","accountType":"savings","bankName":"Old Bank"} }""");
        Assert.Equal((ConnectionState.Unknown, "Old Bank"), (connection.Status.State, connection.InstitutionName));
        Assert.Null(connection.InstitutionId);
        Assert.Null(connection.ConsentExpiresAt);
    }

    [Theory]
    [InlineData("2026-03-10T00:00:00Z", true)]
    [InlineData("2026-03-16T08:00:00Z", true)]
    [InlineData("2026-03-16T08:00:01Z", false)]
    [InlineData("2025-01-01T00:00:00Z", true)]
    public async Task An_expiry_near_or_past_is_a_warning_only(string expiry, bool warns)
    {
        using var bed = new AerosyncBed(options => options.ConsentWarning = Warning);
        var connection = await bed.ReadAsync($$"""{"account":{"connectionStatus":"CONNECTED","connectionExpiry":"{{expiry}}"} }""");
        Assert.Equal(ConnectionState.Active, connection.Status.State);
        Assert.Equal(warns, connection.Status.Advisories.Any(advisory => advisory.Kind == AdvisoryKind.ConsentExpiring));
        Assert.NotNull(connection.ConsentExpiresAt);
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task An_expiry_that_cannot_be_read_is_none(string expiry)
    {
        using var bed = new AerosyncBed();
        Assert.Null((await bed.ReadAsync($$"""{"account":{"connectionStatus":"CONNECTED","connectionExpiry":{{expiry}} } }""")).ConsentExpiresAt);
    }

    [Theory]
    [InlineData("Tokenized", null)]
    [InlineData("Non-tokenized", "00123")]
    [InlineData("non-tokenized", "00123")]
    [InlineData("Something", null)]
    public async Task A_number_is_shown_only_when_it_certainly_is_one(string type, string? expected)
    {
        using var bed = new AerosyncBed();
        bed.Stub.Routes.On(HttpMethod.Get, AerosyncBed.Address).ReturnsJson($$"""{"account":{"accountNumber":"00123","accountNumberType":"{{type}}","accountType":"CHECKING"} }""");
        var account = Assert.Single(await bed.Provider.GetAccountsAsync(AerosyncBed.Connection, CancellationToken.None));
        Assert.Equal((expected, "checking"), (account.Number?.Reveal(), account.Type));
    }

    [Theory]
    [InlineData("""{"account":null}""")]
    [InlineData("{}")]
    [InlineData("""{"account":[]}""")]
    [InlineData("[]")]
    public async Task An_answer_without_an_account_is_told_as_such(string json)
    {
        using var bed = new AerosyncBed();
        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => bed.ReadAsync(json))).Kind);
    }

    [Theory]
    [InlineData("\"1800\"", 1800)]
    [InlineData("1800", 1800)]
    [InlineData("\"60.5\"", 60.5)]
    [InlineData("\"1e30\"", 86400)]
    [InlineData("\"0\"", 300)]
    [InlineData("\"-5\"", 300)]
    [InlineData("\"soon\"", 300)]
    [InlineData("\"NaN\"", 300)]
    [InlineData("null", 300)]
    [InlineData("{}", 300)]
    public async Task A_lifetime_is_read_from_text_and_one_that_is_not_stated_is_short(string ttl, double seconds) =>
        Assert.Equal(AerosyncBed.Now.AddSeconds(seconds), await ExpiryAsync($$"""{"TTL":{{ttl}},"token":"not.a.jwt"}"""));

    [Fact]
    public async Task A_lifetime_that_is_not_stated_is_read_from_the_token()
    {
        var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"exp":{{AerosyncBed.Now.AddMinutes(7).ToUnixTimeSeconds()}} }""")).TrimEnd('=');
        Assert.Equal(AerosyncBed.Now.AddMinutes(7), await ExpiryAsync($$"""{"token":"h.{{claims}}.s"}"""));
    }

    [Theory]
    [InlineData("""{"status":"success"}""")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":5}""")]
    public async Task An_answer_without_a_token_is_told_as_such(string json) =>
        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => ExpiryAsync(json))).Kind);

    [Theory]
    [InlineData("0987", "••0987", false)]
    [InlineData("xx0987", "0987", false)]
    [InlineData("0987", "120987", false)]
    [InlineData("0987", "1234", true)]
    [InlineData("0987", "", false)]
    [InlineData(null, "1234", false)]
    [InlineData("none", "1234", false)]
    public Task Last_digits_are_compared_without_their_mask(string? before, string now, bool differs) => ComparesAsync(
        new Account { Id = "c1", MaskedNumber = before }, $$"""{"account":{"connectionStatus":"CONNECTED","accountNumberDisplay":"{{now}}"} }""", differs);

    [Theory]
    [InlineData("checking", "CHECKING", "B", false)]
    [InlineData("checking", "savings", "b", true)]
    [InlineData("checking", "checking", "c", true)]
    [InlineData(null, "savings", "b", false)]
    public Task Kind_and_bank_are_compared_where_both_sides_say_them(string? before, string type, string bank, bool differs) => ComparesAsync(
        new Account { Id = "c1", Type = before, InstitutionId = "b" },
        $$"""{"account":{"connectionStatus":"CONNECTED","accountType":"{{type}}","institutionUuid":"{{bank}}"} }""",
        differs);

    private static async Task ComparesAsync(Account before, string json, bool differs)
    {
        using var bed = new AerosyncBed();
        bed.Stub.Routes.On(HttpMethod.Get, AerosyncBed.Address).ReturnsJson(json);
        var move = await bed.Provider.Reconnect.BeginAsync(
            new ReconnectContext
            {
                Connection = AerosyncBed.Connection,
                SessionId = ReconnectSessionId.Create(),
                Options = new ReconnectOptions(),
                Action = new RequiredAction.None(),
                Memo = "what: is this:",
                State = CallbackState.Create(),
                KnownAccounts = [before],
                Now = AerosyncBed.Now,
            },
            CancellationToken.None);
        Assert.Equal(differs ? ReconnectVerdict.WrongAccount : ReconnectVerdict.Repaired, move.Verdict);
    }

    private static async Task<DateTimeOffset?> ExpiryAsync(string json)
    {
        using var bed = new AerosyncBed();
        bed.Stub.Routes.On(HttpMethod.Post, "/v2/token_widget").ReturnsJson(json);
        return (await bed.BeginConnectAsync()).ExpiresAt;
    }
}
