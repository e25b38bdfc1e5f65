using ConnectionSdk;
using Maple.Fake;
using Microsoft.Extensions.DependencyInjection;

// A product that uses the adapter sees nothing of Maple but its registration. Without the fake, leave configureHttp out.
using var maple = new FakeMaple(TimeProvider.System);
var services = new ServiceCollection();
services.AddConnectionSdkCore().AddMaple(
    options =>
    {
        options.ApiKey = FakeMaple.ApiKey;
        options.RedirectUri = new Uri("https://app.example/callback");
    },
    configureHttp: http => http.ConfigurePrimaryHttpMessageHandler(() => maple));
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<IConnectionClient>();
var flow = provider.GetRequiredService<IReconnectFlow>();

string[] broken = ["codeNeeded", "consentNeeded", "withdrawn", "bankDown", "somethingOfTomorrow"];
foreach (var status in broken)
{
    var connection = ConnectionRef.Parse($"maple:7/{maple.Add(status).Id}");
    var before = (await client.GetAsync(connection)).Status;
    Console.WriteLine($"{connection}  {status}: {before.State}, {before.Reason}, {before.Action.Kind} by {before.Action.Actor}");

    var session = await flow.StartAsync(connection);
    while (!session.IsFinished)
    {
        Console.WriteLine($"    {session.Action.Kind}");
        session = session.Action switch
        {
            RequiredAction.ProvideFields ask => await flow.ReplyAsync(session.Id, new UserReply.FieldValues(ask.Fields[0].Name, "48120765")),
            RequiredAction.FollowRedirect { Url: { } page } =>
                await flow.ReplyAsync(session.Id, new UserReply.RedirectReturned(maple.Visit(page, consents: true))),
            _ when session.PollAt is not null => await LastAsync(flow.WatchAsync(session.Id)),
            _ => await flow.CancelAsync(session.Id),
        };
    }

    Console.WriteLine($"    {session.Outcome}; now {(await client.GetAsync(connection)).Status.State}");
}

static async Task<ReconnectSession> LastAsync(IAsyncEnumerable<ReconnectSession> watch)
{
    ReconnectSession? last = null;
    await foreach (var session in watch)
    {
        last = session;
    }

    return last!;
}
