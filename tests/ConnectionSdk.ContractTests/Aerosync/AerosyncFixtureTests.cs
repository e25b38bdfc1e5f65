using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Aerosync;

/// <summary>Every shared Aerosync payload goes through the adapter. A new file fails the first test until it has a place here.</summary>
public sealed class AerosyncFixtureTests : AerosyncContract
{
    private static readonly Dictionary<string, (ConnectionState State, RequiredActionKind Action)> States = new(StringComparer.Ordinal)
    {
        ["account.connected.response.json"] = (ConnectionState.Active, RequiredActionKind.None),
        ["account.failure.response.json"] = (ConnectionState.ReconnectRequired, RequiredActionKind.OpenWidget),
        ["account.revoked.response.json"] = (ConnectionState.Revoked, RequiredActionKind.OpenWidget),
    };

    private static readonly Dictionary<string, (int Status, ProviderErrorKind Kind, bool IsTransient)> Errors = new(StringComparer.Ordinal)
    {
        ["error.ac-001.403.json"] = (403, ProviderErrorKind.CredentialRejected, false),
        ["error.ac-100.400.json"] = (400, ProviderErrorKind.InvalidRequest, false),
        ["error.ac-101.401.json"] = (401, ProviderErrorKind.CredentialRejected, false),
        ["error.ac-102.404.json"] = (404, ProviderErrorKind.NotFound, false),
        ["error.ac-105.405.json"] = (405, ProviderErrorKind.NotSupported, false),
    };

    private static readonly Dictionary<string, (RequiredActionKind Action, ReconnectOutcome Outcome)> Jobs = new(StringComparer.Ordinal)
    {
        ["job.in-progress.response.json"] = (RequiredActionKind.Wait, ReconnectOutcome.None),
        ["job.mfa-required.response.json"] = (RequiredActionKind.OpenWidget, ReconnectOutcome.None),
        ["job.completed.response.json"] = (RequiredActionKind.None, ReconnectOutcome.NotNeeded),
        ["job.failed.response.json"] = (RequiredActionKind.None, ReconnectOutcome.NotNeeded),
    };

    private static readonly Dictionary<string, bool> Messages = new(StringComparer.Ordinal)
    {
        ["widget.pageSuccess.single.json"] = true,
        ["widget.error.json"] = false,
        ["widget.close.json"] = false,
        ["widget.pageLoaded.json"] = false,
        ["widget.bankClick.json"] = false,
    };

    /// <summary>Planned by name in <see cref="AerosyncCallTests"/>.</summary>
    private static readonly string[] Elsewhere =
    [
        "balance.refresh-job.response.json", "balance.response.json", "token.request.json", "token.response.json", "token_widget.reconnect.request.json",
        "token_widget.request.json", "token_widget.response.json",
    ];

    /// <summary>Of calls the adapter does not make: identity and transactions are out of scope, and webhooks are managed by the host.</summary>
    private static readonly string[] NotCalled = ["SOURCES.md", "identity.", "transactions.", "users.transactions.", "webhooks.", "webhook."];

    public static TheoryData<string> StateFixtures => [.. States.Keys];

    public static TheoryData<string> ErrorFixtures => [.. Errors.Keys];

    public static TheoryData<string> JobFixtures => [.. Jobs.Keys];

    public static TheoryData<string> MessageFixtures => [.. Messages.Keys];

    [Fact]
    public void Every_payload_has_its_place()
    {
        string[] placed = [.. States.Keys, .. Errors.Keys, .. Jobs.Keys, .. Messages.Keys, .. Elsewhere];

        var files = Fixtures.All("aerosync").Select(name => name["aerosync/".Length..])
            .Where(name => !Array.Exists(NotCalled, start => name.StartsWith(start, StringComparison.Ordinal)));

        Assert.Equal(files.Order(StringComparer.Ordinal), placed.Order(StringComparer.Ordinal));
        Assert.Equal(placed.Length, placed.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(StateFixtures))]
    public async Task A_connection_is_read_as_what_it_is(string file)
    {
        PlanToken();
        PlanAccount(file).Once();

        var connection = await Client.GetAsync(Connection);

        Assert.Equal(States[file], (connection.Status.State, connection.Status.Action.Kind));
        Assert.True(connection.Status.Provider.Recognised);
        Assert.Equal(("c1f0a9d4-5e27-4d63-9b18-07aa64e3d512", "Aerosync Bank (MFA Trigger)"), (connection.InstitutionId, connection.InstitutionName));
        Assert.NotNull(connection.ConsentExpiresAt);
        Stub.Verify();
    }

    [Fact]
    public async Task An_account_whose_user_withdrew_access_is_fetched_no_more()
    {
        PlanToken();
        PlanAccount("account.revoked.response.json").Once();

        var revoked = await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(Connection));
        await Assert.ThrowsAsync<AccessRevokedException>(() => Client.GetAccountsAsync(Connection));

        Assert.Equal((Connection, ConnectionState.Revoked), (revoked.Connection.Ref, revoked.Connection.Status.State));
        Stub.Verify();
    }

    [Theory]
    [InlineData("account.connected.response.json")]
    [InlineData("account.failure.response.json")]
    public async Task An_account_is_read_as_what_it_is(string file)
    {
        PlanToken();
        PlanAccount(file).Once();

        var account = Assert.Single(await Client.GetAccountsAsync(Connection));

        Assert.Equal((Id, "Everyday Checking", "checking", "0987"), (account.Id, account.Name, account.Type, account.MaskedNumber));
        Assert.Null(account.Number);
    }

    [Theory]
    [MemberData(nameof(ErrorFixtures))]
    public async Task An_error_is_read_as_what_it_is(string file)
    {
        var (status, kind, isTransient) = Errors[file];
        PlanToken();
        Get(Account).ReturnsFixture($"aerosync/{file}", status);

        var error = await Assert.ThrowsAsync<ProviderException>(() => Client.GetAccountsAsync(Connection));

        Assert.Equal((kind, isTransient, status), (error.Kind, error.IsTransient, error.StatusCode));
        Assert.StartsWith("AC-", error.ProviderCode, StringComparison.Ordinal);
        Assert.NotNull(error.ProviderMessage);
        Assert.DoesNotContain(error.ProviderMessage, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(JobFixtures))]
    public async Task A_job_is_gone_on_with_as_it_stands(string file)
    {
        PlanToken();
        PlanWidgetToken().Optional();
        PlanAccount("account.connected.response.json");
        Get($"{Account}/job/{JobId}").Once().ReturnsFixture($"aerosync/{file}");

        var session = await Flow.StartAsync(Connection, new ReconnectOptions { ResumeToken = $"job:{JobId}" });

        Assert.Equal(Jobs[file], (session.Action.Kind, session.Outcome));
        Stub.Verify();
    }

    [Theory]
    [MemberData(nameof(MessageFixtures))]
    public async Task A_message_of_the_widget_is_read_as_what_it_is(string file)
    {
        PlanToken();
        PlanWidgetToken();
        PlanAccount("account.failure.response.json");
        var session = await Flow.StartAsync(Connection);

        session = await Flow.ReplyAsync(session.Id, new UserReply.WidgetReturned(Fixtures.Read($"aerosync/{file}")));

        Assert.Equal(Messages[file] ? RequiredActionKind.Wait : RequiredActionKind.OpenWidget, session.Action.Kind);
        Assert.False(session.IsFinished);
    }
}
