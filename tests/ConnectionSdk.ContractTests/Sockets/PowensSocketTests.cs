using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Sockets;

/// <summary>The real adapter over raw sockets: what it must send once is seen once, however the connection ends and whatever the host adds.</summary>
public sealed class PowensSocketTests
{
    private static readonly ConnectionRef Connection = ConnectionRef.Parse("powens:42/1201");

    public static TheoryData<string, string?> Steps
    {
        get
        {
            var rows = new TheoryData<string, string?>();
            foreach (var step in new[] { "code", "force", "resume", "renew consent", "synchronise", "create user", "delete" })
            {
                foreach (var host in new string?[] { null, HostRetries.SameRequest, HostRetries.Clone, HostRetries.Rebuild, HostRetries.RebuildOrDrop })
                {
                    rows.Add(step, host);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_whose_connection_closes_before_the_answer_is_seen_once_and_has_a_body(string step, string? host)
    {
        await using var server = RawSocketServer.Start(Serve(StateFor(step), fresh: false));
        using var application = new Application(server.BaseAddress, host);

        await TakeAsync(application, step);

        AssertOnce(server, step);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_on_a_fresh_connection_that_closes_before_the_answer_is_seen_once(string step, string? host)
    {
        await using var server = RawSocketServer.Start(Serve(StateFor(step), fresh: true));
        using var application = new Application(server.BaseAddress, host);

        await TakeAsync(application, step);

        AssertOnce(server, step);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_code_and_a_token_do_not_follow_a_redirect(int status)
    {
        await using var other = RawSocketServer.Start(SocketScripts.Answer(StubReply.Fixture("powens/connection.ok.json")));
        await using var server = RawSocketServer.Start(Serve(
            "connection.additionalInformationNeeded.json",
            fresh: false,
            StubReply.Empty(status).WithHeader("Location", new Uri(other.BaseAddress, "2.0/users/me/connections/1201").AbsoluteUri)));
        using var application = new Application(server.BaseAddress, host: null);

        await TakeAsync(application, "code");

        AssertOnce(server, "code");
        Assert.Equal(0, other.ConnectionCount);
    }

    [Theory]
    [InlineData("bomb")]
    [InlineData("endless")]
    [InlineData("malformed status line")]
    [InlineData("truncated")]
    [InlineData("HTML with 200")]
    [InlineData("wrong charset")]
    public async Task A_broken_answer_to_a_read_is_a_typed_error(string kind)
    {
        await using var server = RawSocketServer.Start(kind switch
        {
            "bomb" => SocketScripts.GzipBomb(64),
            "endless" => SocketScripts.EndlessBody(),
            "malformed status line" => SocketScripts.MalformedStatusLine(),
            "truncated" => SocketScripts.PartialBody(StubReply.Fixture("powens/connection.ok.json"), bytesSent: 80),
            "HTML with 200" => SocketScripts.Answer(StubReply.Text("<html>", "text/html")),
            _ => SocketScripts.Answer(StubReply.Text(Fixtures.Read("powens/connection.ok.json"), "application/json; charset=utf-16")),
        });
        using var application = new Application(server.BaseAddress, host: null);

        var error = await Assert.ThrowsAsync<ProviderException>(() => application.Client.GetAsync(Connection));

        Assert.Contains(error.Kind, new[] { ProviderErrorKind.Protocol, ProviderErrorKind.TooLarge });
        Assert.Equal("powens", error.Provider);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_After_is_kept(bool asDate)
    {
        var clock = new SimulatedClock();
        var refusal = StubReply.Json("""{"code":"tooManyRequests","description":"slow down"}""", 429);
        refusal = asDate ? refusal.WithRetryAfter(clock.GetUtcNow().AddSeconds(7)) : refusal.WithRetryAfter(TimeSpan.FromSeconds(7));
        var answered = 0;
        await using var server = RawSocketServer.Start(async (connection, cancellationToken) =>
        {
            while (await connection.ReadRequestAsync(cancellationToken) is not null)
            {
                var reply = answered++ == 0 ? refusal : StubReply.Fixture("powens/connection.ok.json");
                await connection.SendAsync(SocketScripts.Bytes(reply), cancellationToken);
            }
        });
        using var application = new Application(server.BaseAddress, host: null, clock);

        var reading = application.Client.GetAsync(Connection);
        await clock.WaitForTimersAsync(1, TimeSpan.FromSeconds(7));
        clock.Advance(TimeSpan.FromSeconds(6.999));
        Assert.Single(server.Requests);
        clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal(ConnectionState.Active, (await reading).Status.State);
    }

    private static string StateFor(string step) => step switch
    {
        "code" => "connection.additionalInformationNeeded.json",
        "force" => "connection.SCARequired.json",
        "resume" => "connection.decoupled.json",
        _ => "connection.ok.json",
    };

    private static async Task TakeAsync(Application application, string step)
    {
        try
        {
            switch (step)
            {
                case "code":
                    var session = await application.Flow.StartAsync(Connection);
                    await application.Flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", new SensitiveString("123456")));
                    break;
                case "renew consent":
                    await application.Flow.StartAsync(Connection, new ReconnectOptions { RenewConsent = true });
                    break;
                case "synchronise":
                    await application.Client.RefreshAsync(Connection, new RefreshOptions { UserPresent = true });
                    break;
                case "create user":
                    await application.Provider.CreateUserAsync();
                    break;
                case "delete":
                    await application.Client.RemoveAsync(await application.Client.PlanRemovalAsync(Connection));
                    break;
                default:
                    await application.Flow.StartAsync(Connection);
                    break;
            }
        }
        catch (ProviderException)
        {
            // Typed; what counts here is what the server saw.
        }
    }

    private static void AssertOnce(RawSocketServer server, string step)
    {
        var sent = Assert.Single(server.Requests, request => request.Method != "GET");
        Assert.True(sent.IsComplete);
        Assert.NotNull(sent.Header("Content-Length") ?? sent.Header("Transfer-Encoding"));
        Assert.Equal(step == "create user" ? null : "Bearer tok_socket", sent.Header("Authorization"));
    }

    /// <summary>Answers reads, and ends the connection in place of an answer to anything else. Fresh: every read closes its connection.</summary>
    private static SocketScript Serve(string fixture, bool fresh, StubReply? other = null) => async (connection, cancellationToken) =>
    {
        var state = Fixtures.Read($"powens/{fixture}").Replace(
            "\"fields\"", "\"sources\":[{\"id\":1,\"name\":\"openapi\",\"last_update\":\"2026-03-02 06:14:55\"}],\"fields\"", StringComparison.Ordinal);
        while (await connection.ReadRequestAsync(cancellationToken) is { } request)
        {
            var reply = request switch
            {
                { Method: not "GET" } => other,
                { Path: "/2.0/users/me/connections/1201/accounts" } => StubReply.Fixture("powens/accounts.list.json"),
                _ => StubReply.Json(state),
            };
            if (reply is null)
            {
                return;
            }

            await connection.SendAsync(SocketScripts.Bytes(fresh ? reply.WithHeader("Connection", "close") : reply), cancellationToken);
            if (fresh)
            {
                return;
            }
        }
    };

    private sealed class Application : IDisposable
    {
        private readonly ServiceProvider _services;
        private readonly HandlerOwner _handlers;

        public Application(Uri address, string? host, TimeProvider? clock = null)
        {
            var services = new ServiceCollection();
            if (host is not null)
            {
                HostRetries.Add(services, host);
            }

            services.AddSingleton(clock ?? TimeProvider.System);
            services.AddSingleton<IPowensUserTokens>(new OneToken());
            services.AddConnectionSdkCore().AddPowens(options =>
            {
                options.Domain = "example";
                options.ClientId = "12345678";
                options.ClientSecret = new SensitiveString("secret_example_9fd1");
                options.RedirectUri = new Uri("https://app.example/powens/callback");
                options.ApiBaseAddress = new Uri(address, "2.0/");
                options.EncryptFields = false;
                options.Http.AllowInsecureLoopback = true;
            });
            _handlers = HandlerOwner.AddTo(services);
            _services = services.BuildServiceProvider();
        }

        public IConnectionClient Client => _services.GetRequiredService<IConnectionClient>();

        public IReconnectFlow Flow => _services.GetRequiredService<IReconnectFlow>();

        public PowensProvider Provider => _services.GetServices<ConnectionProvider>().OfType<PowensProvider>().Single();

        public void Dispose()
        {
            _handlers.Dispose();
            _services.Dispose();
        }
    }

    private sealed class OneToken : IPowensUserTokens
    {
        public ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken) => new(new SensitiveString("tok_socket"));
    }
}
