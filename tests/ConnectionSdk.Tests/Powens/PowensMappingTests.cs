using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

public class PowensMappingTests
{
    public static TheoryData<string> ConnectionFixtures => [.. Fixtures.All("powens").Where(name =>
        name.StartsWith("powens/connection.", StringComparison.Ordinal)
        && !name.Contains(".request.", StringComparison.Ordinal)
        && !name.Contains(".list.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(ConnectionFixtures))]
    public async Task Every_connection_fixture_is_read(string name)
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync(Fixtures.Read(name));
        Assert.NotEqual(ConnectionState.Unknown, connection.Status.State);
        Assert.Equal(new DateTimeOffset(2025, 11, 20, 9, 2, 11, TimeSpan.Zero), connection.CreatedAt);
        Assert.Equal("338178e6-3d01-564f-9a7b-52ca442459bf", connection.InstitutionId);
    }

    [Fact]
    public async Task The_link_of_the_bank_with_its_secret_is_never_shown()
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync(Fixtures.Read("powens/connection.webauthRequired.json"));
        Assert.Null(connection.Status.Provider.UserMessage);
        Assert.DoesNotContain("SECRET", connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_with_a_query_is_dropped_from_any_message()
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync("""{"id":1201,"state":"actionNeeded","error_message":"Go to https://bank.example/x?state=SECRET"}""");
        Assert.Null(Assert.IsType<RequiredAction.VisitInstitution>(connection.Status.Action).Message);
    }

    [Fact]
    public async Task A_single_passing_field_is_asked_for_as_a_code()
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync(Fixtures.Read("powens/connection.additionalInformationNeeded.json"));
        var action = Assert.IsType<RequiredAction.ProvideFields>(connection.Status.Action);
        var field = Assert.Single(action.Fields);
        Assert.Equal(("otp", FieldKind.Otp, "^[0-9]{6}$", true), (field.Name, field.Kind, field.Pattern, field.Required));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 32, 11, TimeSpan.Zero), action.ExpiresAt);
    }

    [Fact]
    public async Task Passwords_are_asked_for_only_with_the_agent_status()
    {
        using var webview = new PowensBed();
        Assert.IsType<RequiredAction.FollowRedirect>((await webview.ReadAsync(Fixtures.Read("powens/connection.wrongpass.json"))).Status.Action);

        using var agent = new PowensBed(options => options.HasAgentStatus = true);
        var action = (await agent.ReadAsync(Fixtures.Read("powens/connection.wrongpass.json"))).Status.Action;
        var fields = Assert.IsType<RequiredAction.ProvideFields>(action).Fields;
        Assert.Equal([FieldKind.Choice, FieldKind.Text, FieldKind.Password], fields.Select(field => field.Kind));
        Assert.Equal([new FieldOption("par", "Particuliers"), new FieldOption("pro", "Professionnels")], fields[0].Options);
    }

    [Theory]
    [InlineData("text", FieldKind.Text)]
    [InlineData("password", FieldKind.Password)]
    [InlineData("date", FieldKind.Date)]
    [InlineData("list", FieldKind.Text)]
    [InlineData("number", FieldKind.Number)]
    [InlineData("hologram", FieldKind.Text)]
    public async Task A_field_of_any_type_can_be_shown(string type, FieldKind expected)
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync($$"""{"id":1201,"state":"additionalInformationNeeded","fields":[{"name":"birthday","type":"{{type}}"}]}""");
        Assert.Equal(expected, Assert.Single(Assert.IsType<RequiredAction.ProvideFields>(connection.Status.Action).Fields).Kind);
    }

    [Fact]
    public async Task A_hidden_field_with_a_value_is_not_shown()
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync(
            """{"id":1201,"state":"additionalInformationNeeded","fields":[{"name":"otp"},{"name":"ticket","type":"hidden","value":"t1"}]}""");
        Assert.Equal("otp", Assert.Single(Assert.IsType<RequiredAction.ProvideFields>(connection.Status.Action).Fields).Name);
    }

    [Theory]
    [InlineData("2026-03-02 06:14:55", "2026-03-02T05:14:55Z")]
    [InlineData("2026-07-02 06:14:55", "2026-07-02T04:14:55Z")]
    [InlineData("2026-03-29 01:59:59", "2026-03-29T00:59:59Z")]
    [InlineData("2026-03-29 03:00:00", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25 01:59:59", "2026-10-24T23:59:59Z")]
    [InlineData("2026-10-25 02:30:00", "2026-10-25T01:30:00Z")]
    [InlineData("2026-10-25 03:00:00", "2026-10-25T02:00:00Z")]
    [InlineData("2026-03-02T06:14:55.5+02:00", "2026-03-02T04:14:55.5Z")]
    [InlineData("2026-03-02T06:14:55Z", "2026-03-02T06:14:55Z")]
    [InlineData("2026-03-02T06:14:55.250", "2026-03-02T05:14:55.250Z")]
    [InlineData("2026-03-02", "2026-03-01T23:00:00Z")]
    [InlineData("2026-02-30 06:14:55", null)]
    [InlineData("0000-00-00 00:00:00", null)]
    [InlineData("9999-12-31 23:59:59", null)]
    [InlineData("0001-01-01T00:00:00+14:00", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public async Task Dates_are_Paris_time_unless_they_say_otherwise(string date, string? expected)
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync($$"""{"id":1201,"state":"bug","last_update":"{{date}}"}""");
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), connection.LastSyncedAt);
    }

    [Fact]
    public async Task Values_of_the_wrong_type_count_as_absent_but_such_a_state_as_unknown()
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync("""
            {"id":"1201","state":{"name":"wrongpass"},"error_message":[1],"active":"no","last_update":12,"next_try":{"a":[1]},"expire":false,
             "connector":{"name":7},"sources":[{"id":1,"state":5,"disabled":[]}],"all_accounts":[{"id":1,"disabled":{}}]}
            """);
        Assert.Equal(ConnectionState.Unknown, connection.Status.State);
        Assert.False(connection.Status.Provider.Recognised);
        Assert.Null(connection.LastSyncedAt);
    }

    [Fact]
    public async Task Sources_become_parts_and_the_earliest_consent_counts()
    {
        using var bed = new PowensBed(options => options.ConsentWarning = TimeSpan.FromDays(90));
        var sources = Fixtures.Read("powens/connection.sources.list.json").Trim()[1..^1];
        var connection = await bed.ReadAsync($$"""{"id":1201,"state":null,"last_update":"2026-03-02 06:14:55","active":false,{{sources}}}""");
        Assert.Equal("openapi directaccess", string.Join(' ', connection.Parts.Select(part => part.Name)));
        Assert.Equal([ConnectionState.ReconnectRequired, ConnectionState.Active], connection.Parts.Select(part => part.Status.State));
        Assert.Equal(new DateTimeOffset(2026, 5, 19, 8, 2, 11, TimeSpan.Zero), connection.ConsentExpiresAt);
        Assert.Equal(
            [AdvisoryKind.ConsentExpiring, AdvisoryKind.AutomaticRefreshOff, AdvisoryKind.PartialData],
            connection.Status.Advisories.Select(advisory => advisory.Kind));
    }

    [Fact]
    public async Task Accounts_keep_their_numbers_secret_and_say_what_is_shared()
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/users/me/connections/1201/accounts?all").ReturnsFixture("powens/accounts.list.all.json");
        var accounts = await bed.Provider.GetAccountsAsync(PowensBed.Connection, CancellationToken.None);
        Assert.Equal([(true, true), (false, true), (true, false)], accounts.Select(account => (account.Enabled, account.PresentAtBank)));
        Assert.Equal(("501", "EUR", "0501", 1520.37m), (accounts[0].Id, accounts[0].Currency, accounts[0].MaskedNumber, accounts[0].Balance));
        Assert.Equal("FR7600000000000000000000501", accounts[0].Iban!.Reveal());
        Assert.DoesNotContain("00012340501", accounts[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_of_the_older_shape_are_read_too()
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/users/me/connections/1201/accounts?all").ReturnsJson(
            """{"accounts":[{"id":"501","type":{"id":2,"name":"Checking"},"bookmarked":true,"balance":"12.50","currency":{"id":"EUR"}}]}""");
        var account = Assert.Single(await bed.Provider.GetAccountsAsync(PowensBed.Connection, CancellationToken.None));
        Assert.Equal(("501", "checking", 12.5m), (account.Id, account.Type, account.Balance));
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").ReturnsFixture("powens/connections.list.json");
        var connections = new List<Connection>();
        await foreach (var connection in bed.Provider.ListAsync(UserRef.Parse("powens:42"), CancellationToken.None))
        {
            connections.Add(connection);
        }

        Assert.Equal([ConnectionRef.Parse("powens:42/1201"), ConnectionRef.Parse("powens:42/1202")], connections.Select(connection => connection.Ref));
    }

    [Fact]
    public async Task A_list_goes_on_along_a_link_spelt_as_the_documentation_does()
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").ReturnsJson(
            """{"connections":[{"id":1}],"_link":{"next":{"href":"https://example.biapi.pro/2.0/users/me/connections?page=2"}}}""");
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/users/me/connections?page=2").ReturnsJson("""{"connections":[{"id":2}],"_link":null}""");
        var ids = new List<string>();
        await foreach (var connection in bed.Provider.ListAsync(UserRef.Parse("powens:42"), CancellationToken.None))
        {
            ids.Add(connection.Ref.ConnectionId);
        }

        Assert.Equal(["1", "2"], ids);
    }

    [Fact]
    public async Task Members_of_another_type_do_not_hide_the_connection()
    {
        using var bed = new PowensBed();
        var connection = await bed.ReadAsync(
            """
            {"message":"wrapped","connection":{"id":1201,"connector_uuid":7,"state":"additionalInformationNeeded","connector":{"name":["x"]},
            "fields":[{"name":"otp","type":{"name":"password"},"label":12,"description":[],"required":"yes","regex":false}]}}
            """);
        var field = Assert.Single(Assert.IsType<RequiredAction.ProvideFields>(connection.Status.Action).Fields);
        Assert.Equal(("otp", "12", true), (field.Name, field.Label, field.Required));
        Assert.Equal("7", connection.InstitutionId);
    }

    [Fact]
    public async Task A_next_page_on_another_host_is_not_followed()
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0").ReturnsJson(
            """{"connections":[{"id":1}],"_links":{"next":{"href":"https://evil.example/2.0/users/me/connections?offset=1"}}}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (var _ in bed.Provider.ListAsync(UserRef.Parse("powens:42"), CancellationToken.None))
            {
            }
        });
        Assert.Equal(ProviderErrorKind.Protocol, failure.Kind);
        Assert.Single(bed.Stub.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":1202,"state":null}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":1201,"fields":{}}""")]
    public async Task An_answer_about_something_else_is_a_typed_error(string json)
    {
        using var bed = new PowensBed();
        var failure = await Assert.ThrowsAsync<ProviderException>(() => bed.ReadAsync(json));
        Assert.Equal(ProviderErrorKind.Protocol, failure.Kind);
    }
}
