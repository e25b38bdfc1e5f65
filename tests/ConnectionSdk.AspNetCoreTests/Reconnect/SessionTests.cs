using System.Text.Json;
using System.Text.Json.Nodes;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.AspNetCoreTests.Reconnect;

/// <summary>What a page is told of a session.</summary>
public sealed class SessionTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task A_view_has_its_approved_json()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsOtp("48120765", pattern: "^[0-9]{8}$")));
        world.Clock.Advance(TimeSpan.FromSeconds(90.5));
        var view = (await anna.GetAsync(started.Id)).Json;

        view["id"] = "(32 digits)";
        Snapshot.Match(view.ToJsonString(Indented));
    }

    [Fact]
    public async Task An_end_has_its_approved_json()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsOtp("481207").OnRepair(accounts => accounts.Rename(0, "Compte joint"))));
        await anna.TypeAsync(started.Id, (string)started.Json["action"]!["fields"]![0]!["name"]!, "481207");
        var view = (await world.WatchAsync(anna, started.Id)).Json;

        view["id"] = "(32 digits)";
        view.Remove("journal");
        Snapshot.Match(view.ToJsonString(Indented));
    }

    [Fact]
    public async Task A_second_start_joins_the_repair_on_its_way()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsOtp("481207"));
        using var anna = world.Host.Open();
        using var phone = world.Host.Open();

        var first = await anna.StartAsync(connection);
        var second = await phone.StartAsync(connection);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Json["action"]!.ToJsonString(), second.Json["action"]!.ToJsonString());
    }

    [Fact]
    public async Task A_cancelled_repair_is_over_and_costs_no_call()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsOtp("481207")));
        var calls = world.Powens.Calls.All.Count;

        var cancelled = await anna.CancelAsync(started.Id);

        Assert.Equal("Abandoned", cancelled.Text("outcome"));
        Assert.Equal(calls, world.Powens.Calls.All.Count);
    }

    [Fact]
    public async Task What_the_user_did_at_the_bank_is_looked_at()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.ActionNeeded());
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(connection);
        Assert.Equal("visitInstitution", started.Action);
        world.Powens.User.ActAtBank(PowensWorld.IdOf(connection));

        await anna.ReplyAsync(started.Id, new JsonObject { ["type"] = "done" });

        Assert.Equal("Reconnected", (await world.WatchAsync(anna, started.Id)).Text("outcome"));
    }

    [Fact]
    public async Task An_application_may_pass_a_return_on_by_itself()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var url = PowensWorld.CallbackUri + await world.VisitAsync(started);

        await anna.ReplyAsync(started.Id, new JsonObject { ["type"] = "redirect", ["url"] = url });

        Assert.Equal("Reconnected", (await world.WatchAsync(anna, started.Id)).Text("outcome"));
    }

    [Fact]
    public async Task Nothing_that_comes_back_is_kept_by_a_cache()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsOtp("481207")));

        Answer[] answers =
        [
            started, await anna.GetAsync(started.Id), await anna.PollAsync(started.Id), await anna.TypeAsync(started.Id, "wrong", "1"),
            await anna.CancelAsync(started.Id), await anna.GetAsync("nonsense"), await anna.ReturnAsync("?state=x"),
        ];

        Assert.All(answers, answer =>
        {
            Assert.Equal("no-store", answer.Header("Cache-Control"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        });
    }
}
