using System.Globalization;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Araucaria;

public class AraucariaMappingTests
{
    private const string AccountsAddress = $"{AraucariaBed.Address}/accounts";

    [Theory]
    [InlineData("""{"connectionId":"conn_01JZ8QK4M7T2V9X3B6N0D5F1GH","status":"CONNECTED","lastSyncedAt":"2026-04-17T03:15:00Z"}""")]
    [InlineData("""{"id":"conn_01JZ8QK4M7T2V9X3B6N0D5F1GH","status":"ACTIVE","lastSyncAt":"2026-04-17T03:15:00Z"}""")]
    [InlineData("""{"id":"else","connectionId":"conn_01JZ8QK4M7T2V9X3B6N0D5F1GH","status":"active","lastSyncAt":null,"lastSyncedAt":"2026-04-17T03:15:00"}""")]
    public async Task Both_editions_of_a_connection_are_read(string json)
    {
        using var bed = new AraucariaBed();
        var connection = await bed.ReadAsync(json);
        Assert.Equal((ConnectionState.Active, true, null), (connection.Status.State, connection.Status.Provider.Recognised, connection.InstitutionId));
        Assert.Equal(new DateTimeOffset(2026, 4, 17, 3, 15, 0, TimeSpan.Zero), connection.LastSyncedAt);
    }

    [Fact]
    public async Task Values_of_the_wrong_type_count_as_absent_and_a_status_of_the_wrong_type_as_unknown()
    {
        using var bed = new AraucariaBed();
        var connection = await bed.ReadAsync(
            $$"""{"connectionId":"{{AraucariaBed.Id}}","status":{"now":"CONNECTED"},"institutionId":[1],"createdAt":12,"updatedAt":{},"lastSyncedAt":false,"new":[{}]}""");
        Assert.Equal((ConnectionState.Unknown, null, null), (connection.Status.State, connection.InstitutionId, connection.LastSyncedAt));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"connectionId":"conn_other","status":"CONNECTED"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task An_answer_about_something_else_is_a_typed_error(string json)
    {
        using var bed = new AraucariaBed();
        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => bed.ReadAsync(json))).Kind);
    }

    [Theory]
    [InlineData("\"****1204\"", "1204", null)]
    [InlineData("\"XXXX-1204\"", "1204", null)]
    [InlineData("\"•••• 204\"", "204", null)]
    [InlineData("\"****\"", null, null)]
    [InlineData("\"000123451204\"", "1204", "000123451204")]
    [InlineData("\"12-345-1204\"", "1204", "12-345-1204")]
    [InlineData("1234", null, null)]
    [InlineData("null", null, null)]
    [InlineData("{}", null, null)]
    public async Task Numbers_are_read_masked_or_whole_and_a_whole_one_stays_secret(string number, string? masked, string? whole)
    {
        var account = await AccountAsync($$"""{"id":"acc_1","accountNumber":{{number}}}""");
        Assert.Equal((masked, whole), (account.MaskedNumber, account.Number?.Reveal()));
        Assert.True(whole is null || !account.ToString().Contains(whole, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("845000", "CLP", "845000")]
    [InlineData("-120500", "clp", "-120500")]
    [InlineData("\"12345\"", "USD", "123.45")]
    [InlineData("381234567", "CLF", "38123.4567")]
    [InlineData("1500", "BHD", "1.5")]
    [InlineData("1500", null, null)]
    [InlineData("1500", "UF", null)]
    [InlineData("{}", "CLP", null)]
    public async Task Amounts_come_in_the_smallest_unit_of_their_currency(string amount, string? currency, string? expected)
    {
        var code = currency is null ? "null" : $"\"{currency}\"";
        var account = await AccountAsync($$"""{"id":"acc_1","balance":{{amount}},"currency":{{code}} }""");
        Assert.Equal(expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture), account.Balance);
    }

    [Theory]
    [InlineData("CHECKING", "checking")]
    [InlineData("line_of_credit", "line_of_credit")]
    [InlineData("crypto_of_tomorrow", "crypto_of_tomorrow")]
    public async Task Account_types_are_an_open_set(string type, string expected) =>
        Assert.Equal(expected, (await AccountAsync($$"""{"id":"acc_1","type":"{{type}}","institution":null,"currencyBalances":{"x":1},"positions":[{}] }""")).Type);

    [Theory]
    [InlineData("""[{"id":"acc_1"},{"id":"acc_2"}]""")]
    [InlineData("""{"data":[{"id":"acc_1"},{"id":"acc_2"}],"has_more":false,"next_cursor":null}""")]
    [InlineData("""{"data":[{"id":"acc_1"},{"id":"acc_2"}],"has_more":false,"next_cursor":"acc_2"}""")]
    [InlineData("""{"data":[{"id":"acc_1"},{"id":"acc_2"}]}""")]
    public async Task A_list_of_accounts_is_read_bare_or_wrapped(string json)
    {
        using var bed = new AraucariaBed();
        bed.Stub.Routes.On(HttpMethod.Get, AccountsAddress).ReturnsJson(json);
        Assert.Equal("acc_1 acc_2", string.Join(' ', (await AccountsAsync(bed)).Select(account => account.Id)));
    }

    [Theory]
    [InlineData("""{"data":[{"id":"acc_1"}],"has_more":true,"next_cursor":"acc_1"}""")]
    [InlineData("""{"data":[{"id":"acc_1"}],"has_more":true}""")]
    [InlineData("""{"data":[{"id":"acc_1"}],"has_more":"true","next_cursor":""}""")]
    [InlineData("""{"data":[{"id":"acc_1"}],"next_cursor":"acc_1"}""")]
    public async Task Every_page_of_accounts_is_read(string first)
    {
        using var bed = new AraucariaBed();
        bed.Stub.Routes.On(HttpMethod.Get, AccountsAddress).Once().ReturnsJson(first);
        bed.Stub.Routes.On(HttpMethod.Get, $"{AccountsAddress}?starting_after=acc_1").Once().ReturnsJson("""{"data":[{"id":"acc_2"}],"has_more":false}""");
        Assert.Equal("acc_1 acc_2", string.Join(' ', (await AccountsAsync(bed)).Select(account => account.Id)));
        bed.Stub.Verify();
    }

    [Theory]
    [InlineData("""{"accounts":[]}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[{"name":"no id"}]}""")]
    [InlineData("[null]")]
    [InlineData("\"none\"")]
    [InlineData("""{"data":[{"id":"acc_1"}],"has_more":true,"next_cursor":"same"}""")]
    public async Task A_list_that_cannot_be_whole_is_a_typed_error(string json)
    {
        using var bed = new AraucariaBed();
        bed.Stub.Routes.On(HttpMethod.Get, AccountsAddress).WithAnyQuery().ReturnsJson(json);
        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(() => AccountsAsync(bed))).Kind);
    }

    [Fact]
    public async Task One_account_is_read_for_its_own_connection_only()
    {
        using var bed = new AraucariaBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/v1/accounts/acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0").ReturnsFixture("araucaria/account.get.response.json");
        var account = await bed.Provider.GetAccountAsync(AraucariaBed.Connection, "acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0");
        Assert.Equal(("Cuenta Vista", "checking", "CLP", "cl_banco_estado", "1204"), (account.Name, account.Type, account.Currency, account.InstitutionId, account.MaskedNumber));
        Assert.Equal(845000m, account.Balance);
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => bed.Provider.GetAccountAsync(ConnectionRef.Parse("araucaria/conn_other"), "acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0"));
        Assert.Equal(ProviderErrorKind.Protocol, failure.Kind);
    }

    private static Task<IReadOnlyList<Account>> AccountsAsync(AraucariaBed bed) => bed.Provider.GetAccountsAsync(AraucariaBed.Connection, CancellationToken.None);

    private static async Task<Account> AccountAsync(string json)
    {
        using var bed = new AraucariaBed();
        bed.Stub.Routes.On(HttpMethod.Get, AccountsAddress).ReturnsJson($"[{json}]");
        return Assert.Single(await AccountsAsync(bed));
    }
}
