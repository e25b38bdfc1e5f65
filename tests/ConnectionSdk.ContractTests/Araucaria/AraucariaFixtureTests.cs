using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Araucaria;

/// <summary>Every shared Araucaria payload goes through the adapter. A new file fails the first test until it has a place here.</summary>
public sealed class AraucariaFixtureTests : AraucariaContract
{
    private static readonly Dictionary<string, (ConnectionState State, RequiredActionKind Action)> States = new(StringComparer.Ordinal)
    {
        ["connection.get.created.json"] = (ConnectionState.Pending, RequiredActionKind.OpenWidget),
        ["connection.get.credentials-submitted.json"] = (ConnectionState.Connecting, RequiredActionKind.Wait),
        ["connection.get.verifying.json"] = (ConnectionState.Connecting, RequiredActionKind.Wait),
        ["connection.get.connected.json"] = (ConnectionState.Active, RequiredActionKind.None),
        ["connection.get.mfa-required.json"] = (ConnectionState.ActionRequired, RequiredActionKind.OpenWidget),
        ["connection.get.failed-auth.json"] = (ConnectionState.ReconnectRequired, RequiredActionKind.OpenWidget),
        ["connection.get.error.json"] = (ConnectionState.Degraded, RequiredActionKind.Wait),
        ["connection.get.disconnected.json"] = (ConnectionState.Disconnected, RequiredActionKind.StartOver),
        ["connection.seed-variant.json"] = (ConnectionState.ReconnectRequired, RequiredActionKind.OpenWidget),
    };

    private static readonly Dictionary<string, (int Status, ProviderErrorKind Kind)> Errors = new(StringComparer.Ordinal)
    {
        ["error.401-invalid-api-key.json"] = (401, ProviderErrorKind.CredentialRejected),
        ["error.401-invalid-widget-token.json"] = (401, ProviderErrorKind.CredentialRejected),
        ["error.404-account-not-found.json"] = (404, ProviderErrorKind.NotFound),
        ["error.409-connection-has-data.json"] = (409, ProviderErrorKind.Conflict),
        ["error.409-invalid-connection-state.json"] = (409, ProviderErrorKind.Conflict),
    };

    /// <summary>Read by a test of their own below, or planned by name in <see cref="AraucariaCallTests"/>.</summary>
    private static readonly string[] Elsewhere =
    [
        "account.get.response.json", "account.list.array-variant.json", "connection.create.response.json", "connection.widget-token.response.json",
        "error.404-connection-not-found.json", "refresh-intent.create.request.json", "refresh-intent.create.response.json",
        "refresh-intent.get.response.json",
    ];

    /// <summary>Of calls the adapter does not make, and why.</summary>
    private static readonly Dictionary<string, string> NotCalled = new(StringComparer.Ordinal)
    {
        ["manifest.json"] = "where each payload comes from",
        ["transactions.list.response.json"] = "transactions are not read; the envelope is asserted with accounts",
    };

    public static TheoryData<string> StateFixtures => [.. States.Keys];

    public static TheoryData<string> ErrorFixtures => [.. Errors.Keys];

    [Fact]
    public void Every_payload_has_its_place()
    {
        string[] placed = [.. States.Keys, .. Errors.Keys, .. Elsewhere, .. NotCalled.Keys];

        // Webhooks are read by the package that receives them.
        var files = Fixtures.All("araucaria").Select(name => name["araucaria/".Length..]).Where(name => !name.StartsWith("webhook", StringComparison.Ordinal));

        Assert.Equal(files.Order(StringComparer.Ordinal), placed.Order(StringComparer.Ordinal));
        Assert.Equal(placed.Length, placed.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(StateFixtures))]
    public async Task A_connection_is_read_as_what_it_is(string file)
    {
        PlanRead(file).Once();

        var connection = await Client.GetAsync(Connection);

        var (state, action) = States[file];
        Assert.Equal((state, action), (connection.Status.State, connection.Status.Action.Kind));
        Assert.True(connection.Status.Provider.Recognised);
        Assert.Equal(state == ConnectionState.Pending ? null : "cl_banco_estado", connection.InstitutionId);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero), connection.CreatedAt);
        Assert.Equal(file.Contains("seed", StringComparison.Ordinal), connection.LastSyncedAt is not null);
    }

    [Theory]
    [MemberData(nameof(ErrorFixtures))]
    public async Task An_error_is_read_as_what_it_is(string file)
    {
        var (status, kind) = Errors[file];
        Get(Address).Once().ReturnsFixture($"araucaria/{file}", status);

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAsync(Connection));

        Assert.Equal((kind, false, status), (error.Kind, error.IsTransient, error.StatusCode));
        Assert.NotNull(error.ProviderCode);
        Assert.NotNull(error.ProviderMessage);
    }

    [Fact]
    public async Task Accounts_are_read_as_what_they_are()
    {
        PlanAccounts();

        var accounts = await Client.GetAccountsAsync(Connection);

        Assert.Equal(
            [("Cuenta Vista", "checking", 845000m, "1204"), ("Visa Dorada", "credit_card", -120500m, "7731")],
            accounts.Select(account => (account.Name!, account.Type!, account.Balance!.Value, account.MaskedNumber!)));
        Assert.All(accounts, account => Assert.Equal(("CLP", "cl_banco_estado", null), (account.Currency, account.InstitutionId, account.Number)));
        Assert.All(accounts, account => Assert.Equal(new DateTimeOffset(2026, 3, 2, 12, 4, 30, TimeSpan.Zero), account.LastSyncedAt));
    }

    [Fact]
    public async Task An_account_is_read_as_what_it_is()
    {
        Get("/v1/accounts/acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0").Once().ReturnsFixture("araucaria/account.get.response.json");

        var account = await Provider.GetAccountAsync(Connection, "acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0");

        Assert.Equal(("acc_01JZ8QM2R4S6T8V0W2X4Y6Z8A0", "Cuenta Vista", 845000m), (account.Id, account.Name, account.Balance));
    }
}
