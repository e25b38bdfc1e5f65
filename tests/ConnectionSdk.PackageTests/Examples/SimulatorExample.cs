using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.PackageTests.Examples;

/// <summary>docs/testing.md: tests against a provider in this process.</summary>
public sealed class SimulatorExample
{
    private const string WebhookSecret = "made-up-webhook-secret";

    private static void Point(PowensOptions options, PowensSimulator powens)
    {
        options.Domain = "example";
        options.ClientId = powens.ClientId;
        options.ClientSecret = powens.ClientSecret;
        options.RedirectUri = new Uri("https://app.example/callback");
        options.ApiBaseAddress = powens.ApiAddress;
        options.WebviewBaseAddress = powens.WebviewAddress;
        options.Http.AllowInsecureLoopback = true;                       // the simulator speaks http on 127.0.0.1
        options.Http.TimeoutFactor = 10;                                 // moving the clock must not end calls in flight
        options.WebhookSecrets.Add(WebhookSecret);
    }

    private static ServiceProvider Register(PowensSimulator powens)
    {
        var services = new ServiceCollection();
        services.AddSingleton(powens.Clock);                              // the SDK takes its time from the registered TimeProvider
        services.AddConnectionSdkCore().AddPowens(options => Point(options, powens));
        return services.BuildServiceProvider();
    }

    [Fact]
    public async Task A_code_and_an_approval_repair_the_connection_and_the_bank_gets_them_once()
    {
        var clock = new SimulatedClock();
        await using var powens = new PowensSimulator(clock);
        await powens.StartAsync();
        var user = powens.AddUser();
        var connection = powens.AddConnection(user, c => c.NeedsOtp("730154").NeedsApproval());
        await using var services = Register(powens);
        var flow = services.GetRequiredService<IReconnectFlow>();

        var session = await flow.StartAsync(ConnectionRef.Parse($"powens:{user.Id}/{connection.Id}"));
        var asked = Assert.IsType<RequiredAction.ProvideFields>(session.Action).Fields.Single();
        session = await flow.ReplyAsync(session.Id, new UserReply.FieldValues(asked.Name, powens.User.ReadCode(connection.Id)));
        Assert.IsType<RequiredAction.ApproveElsewhere>(session.Action);
        powens.User.ApproveInBankApp(connection.Id);
        var watching = flow.WatchAsync(session.Id).LastAsync().AsTask();
        await clock.AdvanceUntilAsync(watching, dueWithin: TimeSpan.FromSeconds(11));         // seconds of polling pass at once

        Assert.Equal(ReconnectOutcome.Reconnected, (await watching).Outcome);
        Assert.Equal((1, 1), (powens.Bank.Count(BankSubmissionKind.Code), powens.Bank.Count(BankSubmissionKind.Approval)));
    }

    [Fact]
    public async Task A_lost_answer_is_read_back_and_the_code_is_not_sent_again()
    {
        await using var powens = new PowensSimulator(new SimulatedClock());
        await powens.StartAsync();
        var user = powens.AddUser();
        var connection = powens.AddConnection(user, c => c.NeedsOtp("730154"));
        await using var services = Register(powens);
        var flow = services.GetRequiredService<IReconnectFlow>();
        var session = await flow.StartAsync(ConnectionRef.Parse($"powens:{user.Id}/{connection.Id}"));

        powens.Faults.Add(Fault.Drop().AfterProcessing(), method: "POST");                    // the bank has the code; nobody hears of it
        session = await flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", powens.User.ReadCode(connection.Id)));

        Assert.Equal(ReplyFate.Unknown, session.LastReply);
        Assert.Equal(1, powens.Bank.Count(BankSubmissionKind.Code));
    }

    [Fact]
    public async Task A_webhook_reaches_the_handlers_of_the_app()
    {
        await using var powens = new PowensSimulator(new SimulatedClock());
        await powens.StartAsync();
        var connection = powens.AddConnection(powens.AddUser());
        var seen = new SeenEvents();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(powens.Clock);
        builder.Services.AddSingleton<IConnectionEventHandler>(seen);
        builder.Services.AddConnectionSdkCore().AddPowens(options => Point(options, powens));
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapConnectionWebhooks("/hooks");
        await app.StartAsync();

        powens.Webhooks.Subscribe(new Uri(app.Urls.Single() + "/hooks/powens"), WebhookSecret);
        connection.Break(c => c.NeedsConsent());
        await powens.Webhooks.WaitUntilIdleAsync();

        Assert.Contains(seen.Events, each => each is ConnectionEvent.StatusChanged { Status.State: ConnectionState.ActionRequired or ConnectionState.ReconnectRequired });
    }

    private sealed class SeenEvents : IConnectionEventHandler
    {
        public List<ConnectionEvent> Events { get; } = [];

        public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
        {
            Events.Add(connectionEvent);
            return default;
        }
    }
}
