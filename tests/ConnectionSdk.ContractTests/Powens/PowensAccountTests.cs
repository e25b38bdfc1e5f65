using System.Globalization;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>Accounts and lists in the many shapes Powens' pages allow.</summary>
public sealed class PowensAccountTests : PowensContract
{
    private const string Accounts = "/2.0/users/me/connections/1201/accounts?all";
    private const string Connections = "/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0";

    public static TheoryData<string, string> Shapes => new()
    {
        { """ "id":501 """, "501 - - - - - - shared" },
        { """ "id":"501","name":"Courant","type":"checking","currency":{"id":"EUR","name":"Euro","symbol":"€","precision":2},"balance":12.5,"number":"00012340501","iban":"FR7600000000000000000000501" """, "501 Courant checking EUR 12.5 0501 FR7600000000000000000000501 shared" },
        { """ "id":501,"type":{"id":2,"name":"Savings","display_name":"Livret"},"bookmarked":true,"balance":"1520.37","coming":"0" """, "501 - savings - 1520.37 - - shared" },
        { """ "id":501,"balance":"1520,37" """, "501 - - - - - - shared" },
        { """ "id":501,"balance":"1,520.37" """, "501 - - - - - - shared" },
        { """ "id":501,"balance":" -1520.37 " """, "501 - - - -1520.37 - - shared" },
        { """ "id":501,"name":"","original_name":"Compte courant" """, "501 Compte courant - - - - - shared" },
        { """ "id":501,"name":null,"original_name":"Compte courant","currency":null,"type":null,"balance":null """, "501 Compte courant - - - - - shared" },
        { """ "id":501,"number":"","iban":"FR7600000000000000000000501" """, "501 - - - - 0501 FR7600000000000000000000501 shared" },
        { """ "id":501,"number":null,"iban":"FR76 0000 0000 0000 0000 0000 501" """, "501 - - - - 0501 FR76 0000 0000 0000 0000 0000 501 shared" },
        { """ "id":501,"number":12345678901,"iban":"" """, "501 - - - - 8901 - shared" },
        { """ "id":501,"number":"**** **** **** 1234" """, "501 - - - - 1234 - shared" },
        { """ "id":501,"number":"4970********1234" """, "501 - - - - 1234 - shared" },
        { """ "id":501,"number":"1234" """, "501 - - - - - - shared" },
        { """ "id":501,"currency":"EUR" """, "501 - - EUR - - - shared" },
        { """ "id":501,"disabled":"2026-03-02 10:41:07" """, "501 - - - - - - not shared" },
        { """ "id":501,"disabled":true,"deleted":false """, "501 - - - - - - not shared" },
        { """ "id":501,"disabled":0,"deleted":0 """, "501 - - - - - - shared" },
        { """ "id":501,"disabled":"","deleted":null """, "501 - - - - - - shared" },
        { """ "id":501,"deleted":"2026-02-28T06:10:31+01:00" """, "501 - - - - - - shared, gone" },
        { """ "id":501,"deleted":true,"disabled":1 """, "501 - - - - - - not shared, gone" },
        { """ "id":501,"usage":"ASSO","error":"bug","loan":{"rate":1.5},"webid":"w","bic":"B","information":{},"display":false,"balance":"n/a","last_update":"soon" """, "501 - - - - - - shared" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task An_account_is_read_from_any_of_its_shapes(string members, string expected)
    {
        Get(Accounts).Once().ReturnsJson($$$"""{"accounts":[{ {{{members}}} }],"balances":{"EUR":1},"coming_balances":{}}""");

        Assert.Equal(expected, Describe(Assert.Single(await Client.GetAccountsAsync(Connection))));
    }

    [Theory]
    [InlineData("""{"accounts":[]}""", 200)]
    [InlineData("""{"balance":0,"balances":{},"coming_balances":{},"accounts":[],"total":0,"_links":{"self":null,"prev":null,"next":null}}""", 200)]
    [InlineData("""{"code":"noAccount","description":"d","message":null,"request_id":1}""", 400)]
    public async Task No_accounts_are_an_empty_list(string body, int status)
    {
        Get(Accounts).Once().Returns(StubReply.Json(body, status));

        Assert.Empty(await Client.GetAccountsAsync(Connection));
    }

    [Fact]
    public async Task Accounts_are_read_by_their_total_where_there_are_no_links()
    {
        Get(Accounts).Once().ReturnsJson("""{"accounts":[{"id":501},{"id":502}],"total":"3"}""");
        Get($"{Accounts}&limit=1000&offset=2").Once().ReturnsJson("""{"accounts":[{"id":503}],"total":3}""");

        Assert.Equal("501 502 503", string.Join(' ', (await Client.GetAccountsAsync(Connection)).Select(account => account.Id)));
    }

    [Theory]
    [InlineData("""{"connections":[]}""", "")]
    [InlineData("""{"connections":[],"total":5}""", "")]
    [InlineData("""{"connections":[{"id":1},{"id":"2"}],"_links":{"self":null,"prev":null,"next":null},"total":2}""", "1 2")]
    [InlineData("""{"connections":[{"id":1},null],"_links":null}""", "1")]
    [InlineData("""{"connections":[{"id":1}],"_link":{"next":null},"total":null}""", "1")]
    public async Task A_list_of_one_page_is_read_from_any_of_its_shapes(string body, string expected)
    {
        Get(Connections).Once().ReturnsJson(body);

        Assert.Equal(expected, string.Join(' ', (await ListAsync()).Select(connection => connection.Ref.ConnectionId)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"connections":null}""")]
    [InlineData("""{"connections":[{"state":null}]}""")]
    public async Task A_list_that_is_none_is_a_typed_error(string body)
    {
        Get(Connections).Once().ReturnsJson(body);

        Assert.Equal(ProviderErrorKind.Protocol, (await Assert.ThrowsAsync<ProviderException>(ListAsync)).Kind);
    }

    private async Task<List<Connection>> ListAsync()
    {
        var listed = new List<Connection>();
        await foreach (var connection in Client.ListAsync(User))
        {
            listed.Add(connection);
        }

        return listed;
    }

    private static string Describe(Account account) => string.Join(
        ' ',
        account.Id,
        account.Name ?? "-",
        account.Type ?? "-",
        account.Currency ?? "-",
        account.Balance?.ToString(CultureInfo.InvariantCulture) ?? "-",
        account.MaskedNumber ?? "-",
        account.Iban?.Reveal() ?? "-",
        $"{(account.Enabled ? "shared" : "not shared")}{(account.PresentAtBank ? "" : ", gone")}");
}
