using System.Net;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using ConnectionSdk.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.Tests.States;

/// <summary>What an integrator writes into configuration wins over the table, from the next start on and without a release.</summary>
public sealed class StatusOverrideTests
{
    private const string Invented = "INVENTED_TOMORROW";

    public static TheoryData<string, string> Providers => new()
    {
        { "Aerosync", "CONNECTED" },
        { "Araucaria", "CONNECTED" },
        { "Flinks", "RETRY_LATER" },
        { "Powens", "wrongpass" },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_row_is_added_by_configuration(string provider, string code)
    {
        Assert.Equal(ConnectionState.Unknown, (await ReadAsync(provider, code, Invented)).State);

        var status = await ReadAsync(provider, code, Invented, Row(provider, Invented));

        Assert.Equal((ConnectionState.ActionRequired, "termsChanged", RequiredActionKind.VisitInstitution), (status.State, status.Reason.Value, status.Action.Kind));
        Assert.Equal((Actor.EndUser, Invented), (status.Action.Actor, status.Provider.Code));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_row_is_replaced_by_configuration(string provider, string code)
    {
        Assert.NotEqual(ConnectionState.ActionRequired, (await ReadAsync(provider, code, code)).State);

        var status = await ReadAsync(provider, code, code, Row(provider, code.ToLowerInvariant()));

        Assert.Equal((ConnectionState.ActionRequired, "termsChanged", RequiredActionKind.VisitInstitution), (status.State, status.Reason.Value, status.Action.Kind));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_row_that_means_revoked_is_answered_from_memory_the_next_time(string provider, string code)
    {
        using var wire = new Wire(code, Invented);
        await using var host = Host(provider, wire, Row(provider, Invented, "revoked"));
        var client = host.GetRequiredService<IConnectionClient>();
        Assert.Equal(ConnectionState.Revoked, (await client.GetAsync(RefOf(provider))).Status.State);
        var calls = wire.Calls;

        Assert.Equal(ConnectionState.Revoked, (await client.GetAsync(RefOf(provider))).Status.State);
        await Assert.ThrowsAsync<AccessRevokedException>(() => client.GetAccountsAsync(RefOf(provider)));

        Assert.Equal(calls, wire.Calls);
    }

    private static string[] Row(string provider, string code, string state = "actionRequired") =>
    [
        $"{provider}:StatusOverrides:0:Code={code}",
        $"{provider}:StatusOverrides:0:State={state}",
        $"{provider}:StatusOverrides:0:Reason=termsChanged",
        $"{provider}:StatusOverrides:0:Action=VisitInstitution",
        $"{provider}:StatusOverrides:0:Actor=EndUser",
        $"{provider}:StatusOverrides:0:Retry=Never",
    ];

    /// <summary>Reads a connection of which the provider says one code, put into a real payload in the place of another.</summary>
    private static async Task<ConnectionStatus> ReadAsync(string provider, string placeholder, string code, params string[] settings)
    {
        using var wire = new Wire(placeholder, code);
        await using var host = Host(provider, wire, settings);
        return (await host.GetRequiredService<IConnectionClient>().GetAsync(RefOf(provider))).Status;
    }

    private static ServiceProvider Host(string provider, Wire wire, params string[] settings)
    {
        var services = new ServiceCollection();
        services.AddConnectionSdk(Configured.Section([.. Configured.Provider(provider), .. settings]));
        services.AddHttpClient(ProviderHttpRegistration.ClientName(provider.ToLowerInvariant(), null)).ConfigurePrimaryHttpMessageHandler(() => wire);
        return services.BuildServiceProvider();
    }

    private static ConnectionRef RefOf(string provider)
    {
        var id = provider switch
        {
            "Araucaria" => "conn_01JZ8QK4M7T2V9X3B6N0D5F1GH",
            "Powens" => "1201",
            _ => "17",
        };
        return new ConnectionRef(new ProviderId(provider.ToLowerInvariant()), id, "42");
    }

    private sealed class Wire(string placeholder, string code) : HttpMessageHandler
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            var (status, body) = request.RequestUri!.AbsolutePath switch
            {
                "/v2/token" => (HttpStatusCode.OK, """{"status":"success","TTL":"1800","token":"token"}"""),
                "/2.0/auth/renew" => (HttpStatusCode.OK, """{"access_token":"token","token_type":"Bearer"}"""),
                var path when path.EndsWith("/GenerateAuthorizeToken", StringComparison.Ordinal) => (HttpStatusCode.OK, """{"HttpStatusCode":200,"Token":"token"}"""),
                var path when path.EndsWith("/Authorize", StringComparison.Ordinal) => (HttpStatusCode.Unauthorized, Say("flinks/authorize.response.401.retry-later.json")),
                var path when path.StartsWith("/v2/", StringComparison.Ordinal) => (HttpStatusCode.OK, Say("aerosync/account.connected.response.json")),
                var path when path.StartsWith("/2.0/", StringComparison.Ordinal) => (HttpStatusCode.OK, Say("powens/connection.wrongpass.json")),
                _ => (HttpStatusCode.OK, Say("araucaria/connection.get.connected.json")),
            };
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, null, "application/json") });
        }

        private string Say(string fixture) => Fixtures.Read(fixture).Replace($"\"{placeholder}\"", $"\"{code}\"", StringComparison.Ordinal);
    }
}
