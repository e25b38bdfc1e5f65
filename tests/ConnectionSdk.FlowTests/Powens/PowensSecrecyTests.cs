using ConnectionSdk.Diagnostics;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.FlowTests.Powens;

public sealed class PowensSecrecyTests : PowensFlow
{
    [Fact]
    public async Task Logs_activities_metrics_exceptions_and_stored_sessions_hold_no_secret()
    {
        using var logs = new RecordingLoggerProvider();
        using var activities = new ActivityRecorder(ConnectionSdkDiagnostics.ActivitySourceName);
        using var meters = new MeterRecorder(ConnectionSdkDiagnostics.MeterName);
        Configure = static options => options.HasAgentStatus = true;
        var application = StartApplication(services => services.AddLogging(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)));
        var flow = application.GetRequiredService<IReconnectFlow>();
        var client = application.GetRequiredService<IConnectionClient>();
        var canaries = new CanaryScanner().Add("client secret", Powens.ClientSecret).Add("bank's state", "BANKSECRET");
        var texts = new List<string>();
        var links = new List<Uri>();

        // A code, wrong and then right; its answer lost once.
        var otp = Add(setup => setup.NeedsOtp("735194"));
        var session = Keep(await RunAsync(flow.StartAsync(RefOf(otp))));
        session = Keep(await RunAsync(flow.ReplyAsync(session.Id, Values(("otp", "618273")))));
        Powens.Faults.Add(Fault.Drop().AfterProcessing(), method: "POST", path: "/2.0/users/*/connections/*");
        Keep(await RunAsync(flow.ReplyAsync(session.Id, Values(("otp", "735194")))));
        canaries.Add("right code", "735194").Add("wrong code", "618273");

        // A password.
        var password = Add(setup => setup.WrongPassword().ForLogin(Powens.Bank.AddLogin("customer-canary", "pass-canary-42")));
        session = Keep(await RunAsync(flow.StartAsync(RefOf(password))));
        Keep(await RunAsync(flow.ReplyAsync(session.Id, Values(("login", "customer-canary"), ("password", "pass-canary-42")))));
        canaries.Add("password", "pass-canary-42").Add("login", "customer-canary");

        // The bank's page, forged and then right; and Powens' webview for connecting.
        var redirect = Add(setup => setup.NeedsRedirect());
        session = Keep(await RunAsync(flow.StartAsync(RefOf(redirect))));
        links.Add(((RequiredAction.FollowRedirect)session.Action).Url!);
        var callback = await Powens.User.FollowAsync(links[^1]);
        await FailAsync(() => flow.ReplyAsync(session.Id, new UserReply.RedirectReturned(new Uri($"{Callback}?state=forged-canary-1"))));
        Keep(await RunAsync(flow.ReplyAsync(session.Id, new UserReply.RedirectReturned(callback))));
        canaries.Add("webauth state", Query(callback, "state")).Add("session id", session.Id.Value).Add("bank ticket", links[^1].Segments[^1]);
        var connect = await RunAsync(client.BeginConnectAsync(new ConnectRequest { User = UserRef }));
        links.Add(((RequiredAction.FollowRedirect)connect.Action).Url!);
        canaries.Add("temporary code", Query(links[^1], "code")).Add("connect state", Query(links[^1], "state"));
        texts.Add(connect.ToJson());

        // Failures of every kind.
        Powens.Faults.Add(Fault.HtmlPage(), times: 4).Add(Fault.ServerError(), times: 4).Add(Fault.TruncatedJson(), times: 4).Add(Fault.Drop(), times: 4);
        for (var i = 0; i < 6; i++)
        {
            await FailAsync(() => client.GetAsync(RefOf(otp)));
            await FailAsync(() => client.GetAccountsAsync(RefOf(otp)));
        }

        Powens.Faults.Clear();
        foreach (var token in Powens.Calls.All.Select(call => call.Headers.GetValueOrDefault("Authorization")).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            canaries.Add("user token", token["Bearer ".Length..]);
        }

        foreach (var account in await RunAsync(client.GetAccountsAsync(RefOf(otp))))
        {
            texts.Add(account.ToString());
            canaries.Add("account number", account.Number!.Reveal());
        }

        Assert.NotEmpty(logs.Records);
        Assert.NotEmpty(activities.Activities);
        Assert.NotEmpty(meters.Measurements);
        string[] found =
        [
            .. canaries.Find("logs", logs.Text),
            .. canaries.Find("activities", activities.Text),
            .. canaries.Find("metrics", meters.Text),
            .. texts.SelectMany(text => canaries.Find("texts", text)).Where(finding => !finding.Contains("session id", StringComparison.Ordinal)),
        ];
        Assert.Empty(found);

        ReconnectSession Keep(ReconnectSession kept)
        {
            texts.Add(kept.ToString());
            texts.Add(kept.ToJson());
            texts.Add(kept.Action.ToString());
            return kept;
        }

        async Task FailAsync<T>(Func<Task<T>> call)
        {
            try
            {
                texts.Add($"{await RunAsync(call())}");
            }
            catch (ConnectionSdkException error)
            {
                texts.Add(error.ToString());
            }
        }
    }

    private static UserReply.FieldValues Values(params (string Name, string Value)[] values) =>
        new(values.ToDictionary(pair => pair.Name, pair => new SensitiveString(pair.Value), StringComparer.Ordinal));

    private static string Query(Uri address, string name) => Uri.UnescapeDataString(
        address.Query.TrimStart('?').Split('&').Single(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..]);
}
