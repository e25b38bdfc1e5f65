using System.Text.Json.Nodes;
using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Hosting;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.AspNetCoreTests.Reconnect;

/// <summary>The four providers, repaired through the endpoints alone.</summary>
public sealed class ProviderTests
{
    private const string Code = "481207";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Powens_by_a_code_that_is_mistyped_once()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsOtp(Code));
        using var anna = world.Host.Open();

        var started = await anna.StartAsync(connection);
        var field = FieldOf(started);
        await anna.TypeAsync(started.Id, field, "000000");
        var again = await world.WatchAsync(anna, started.Id);
        Assert.Equal("Rejected", again.Text("lastReply"));
        Assert.Equal(1, (int)again.Json["rejectedReplies"]!);
        Assert.Equal("provideFields", again.Action);
        await anna.TypeAsync(started.Id, FieldOf(again), Code);
        var ended = await world.WatchAsync(anna, started.Id);

        Assert.Equal("Reconnected", ended.Text("outcome"));
        Assert.True((bool)ended.Json["continuity"]!["allSame"]!);
        Assert.Equal(2, world.Powens.Bank.Count(BankSubmissionKind.Code));
    }

    [Fact]
    public async Task Powens_by_an_approval_in_the_banks_app()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsApproval());
        using var anna = world.Host.Open();

        var started = await anna.StartAsync(connection);
        Assert.Equal("approveElsewhere", started.Action);
        Assert.True((int)started.Json["pollInSeconds"]! > 0);
        world.Powens.User.ApproveInBankApp(PowensWorld.IdOf(connection));
        var calls = world.Powens.Calls.All.Count;
        var early = await anna.PollAsync(started.Id);
        Assert.Equal((long)started.Json["version"]!, (long)early.Json["version"]!);
        Assert.Equal(calls, world.Powens.Calls.All.Count);

        world.Clock.Advance(TimeSpan.FromSeconds((int)started.Json["pollInSeconds"]!));
        Assert.Equal("Reconnected", (await world.WatchAsync(anna, started.Id)).Text("outcome"));
    }

    [Fact]
    public async Task Powens_by_a_page_and_back_through_the_callback()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsRedirect());
        using var anna = world.Host.Open();

        var started = await anna.StartAsync(connection);
        Assert.Equal("followRedirect", started.Action);
        var returned = await anna.ReturnAsync(await world.VisitAsync(started));

        Assert.Equal(303, returned.Status);
        Assert.Equal($"{TestHost.ReturnUrl}#reconnect={started.Id}", returned.Location!.OriginalString);
        Assert.Equal("Reconnected", (await world.WatchAsync(anna, started.Id)).Text("outcome"));
    }

    [Theory]
    [InlineData(AerosyncVisit.Completes, true, "Reconnected")]
    [InlineData(AerosyncVisit.Completes, false, "Reconnected")]
    [InlineData(AerosyncVisit.Closes, true, "Abandoned")]
    public async Task Aerosync_by_its_widget(AerosyncVisit visit, bool asText, string outcome)
    {
        var clock = new SimulatedClock();
        await using var aerosync = new AerosyncSimulator(clock);
        await aerosync.StartAsync();
        var user = aerosync.AddUser();
        await using var host = await TestHost.StartAsync(clock, sdk => sdk.AddAerosync(options => options.PointAt(aerosync)));
        var broken = aerosync.AddConnection(user);
        broken.ExpireConsent();
        var connection = host.Owners.Give("anna", new ConnectionRef(new ProviderId(AerosyncProvider.Name), broken.Id, user));
        using var anna = host.Open();

        var started = await anna.StartAsync(connection);
        var messages = await aerosync.User.UseWidgetAsync(ParametersOf(started), visit);

        // The widget posts JSON as text; a page may pass on either form.
        var told = await anna.TellAsync(started.Id, asText ? JsonValue.Create(messages[^1]) : JsonNode.Parse(messages[^1])!);
        var ended = visit == AerosyncVisit.Closes
            ? await anna.ReplyAsync(started.Id, new JsonObject { ["type"] = "abandoned" })
            : await WatchAsync(clock, anna, told);

        Assert.Equal(outcome, ended.Text("outcome"));
    }

    [Theory]
    [InlineData(AraucariaVisit.Completes, "Reconnected")]
    [InlineData(AraucariaVisit.Closes, "Abandoned")]
    public async Task Araucaria_by_its_widget(AraucariaVisit visit, string outcome)
    {
        var clock = new SimulatedClock();
        await using var araucaria = new AraucariaSimulator(clock);
        await araucaria.StartAsync();
        await using var host = await TestHost.StartAsync(clock, sdk => sdk.AddAraucaria(options => options.PointAt(araucaria)));
        var broken = araucaria.AddConnection();
        broken.FailAuthentication();
        var connection = host.Owners.Give("anna", new ConnectionRef(new ProviderId(AraucariaProvider.Name), broken.Id));
        using var anna = host.Open();

        var started = await anna.StartAsync(connection);
        var visiting = araucaria.User.UseWidgetAsync(ParametersOf(started), visit);
        await clock.AdvanceUntilAsync(visiting, LongestPause);
        var told = await anna.TellAsync(started.Id, JsonNode.Parse(await visiting)!);

        Assert.Equal(outcome, (await WatchAsync(clock, anna, told)).Text("outcome"));
    }

    [Theory]
    [InlineData(FlinksVisit.Completes, "Reconnected")]
    [InlineData(FlinksVisit.Closes, "Abandoned")]
    public async Task Flinks_by_its_widget(FlinksVisit visit, string outcome)
    {
        var clock = new SimulatedClock();
        await using var flinks = new FlinksSimulator(clock) { DataTakes = TimeSpan.Zero };
        await flinks.StartAsync();
        await using var host = await TestHost.StartAsync(clock, sdk => sdk.AddFlinks(options => options.PointAt(flinks)));
        var broken = flinks.AddConnection(setup => setup.Asks().LastRefreshFailed());
        var connection = host.Owners.Give("anna", new ConnectionRef(new ProviderId(FlinksProvider.Name), broken.LoginId, "user-1042"));
        using var anna = host.Open();

        var started = await anna.StartAsync(connection);
        Assert.Equal("openWidget", started.Action);
        var launch = started.Json["action"]!["launch"]!;
        var query = string.Join('&', ParametersOf(started).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var visiting = flinks.User.UseWidgetAsync(new Uri($"{launch["source"]}?{query}"), visit);
        await clock.AdvanceUntilAsync(visiting, LongestPause);
        var told = await anna.TellAsync(started.Id, JsonNode.Parse((await visiting).Messages[^1])!);

        Assert.Equal(outcome, (await WatchAsync(clock, anna, told)).Text("outcome"));
    }

    private static string FieldOf(Answer view) => (string)view.Json["action"]!["fields"]![0]!["name"]!;

    private static Dictionary<string, string> ParametersOf(Answer view) => view.Json["action"]!["launch"]!["parameters"]!.AsObject()
        .ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);

    private static async Task<Answer> WatchAsync(SimulatedClock clock, Browser browser, Answer view)
    {
        for (var look = 0; look < 30 && view.Text("phase") == "Observing"; look++)
        {
            clock.Advance(TimeSpan.FromSeconds((int)view.Json["pollInSeconds"]!));
            view = await browser.PollAsync(view.Id);
        }

        return view;
    }
}
