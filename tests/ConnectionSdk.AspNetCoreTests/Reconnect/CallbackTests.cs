using System.Net;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.AspNetCoreTests.Reconnect;

/// <summary>Threat T12: only the user who left comes back, once, in the browser they left with, and in time.</summary>
public sealed class CallbackTests
{
    [Fact]
    public async Task A_forged_state_is_not_taken()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var real = StateOf(await world.VisitAsync(started));

        foreach (var state in (string[])
        [
            $"{started.Id}.{new string('0', 64)}", $"{started.Id}.", $"{started.Id}.{real[33..^1]}", real + "0", real.ToUpperInvariant(), started.Id, new string('0', 32) + real[32..],
        ])
        {
            await RefusedAsync(world, anna, started, $"?state={state}&connection_id={world.Powens.Calls.All.Count}");
        }
    }

    [Fact]
    public async Task A_dropped_state_is_not_taken()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));

        await RefusedAsync(world, anna, started, "");
        await RefusedAsync(world, anna, started, "?state=");
        await RefusedAsync(world, anna, started, "?connection_id=1");
        await RefusedAsync(world, anna, started, "?STATE=" + StateOf(await world.VisitAsync(started)));
    }

    [Fact]
    public async Task A_state_is_taken_once()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var connection = world.Add(setup => setup.NeedsRedirect().NeedsApproval());
        var started = await anna.StartAsync(connection);
        var query = await world.VisitAsync(started);
        Assert.Equal(303, (await anna.ReturnAsync(query)).Status);
        var after = await anna.GetAsync(started.Id);
        Assert.NotEqual("Finished", after.Text("phase"), StringComparer.Ordinal);

        await RefusedAsync(world, anna, after, query);
    }

    [Fact]
    public async Task After_the_end_nothing_is_taken()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var query = await world.VisitAsync(started);
        await anna.ReturnAsync(query);
        var ended = await world.WatchAsync(anna, started.Id);
        Assert.Equal("Finished", ended.Text("phase"));

        await RefusedAsync(world, anna, ended, query);
    }

    [Fact]
    public async Task The_state_of_another_repair_is_not_taken()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var first = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var second = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var (one, other) = (StateOf(await world.VisitAsync(first)), StateOf(await world.VisitAsync(second)));

        await RefusedAsync(world, anna, first, "?state=" + one[..33] + other[33..]);
        await RefusedAsync(world, anna, second, "?state=" + other[..33] + one[33..]);
    }

    [Fact]
    public async Task A_link_of_an_attacker_does_nothing_in_the_browser_of_a_victim()
    {
        await using var world = await PowensWorld.StartAsync();
        using var mallory = world.Host.Open("mallory");
        using var anna = world.Host.Open();
        await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var started = await mallory.StartAsync(world.Add(setup => setup.NeedsRedirect(), "mallory"));
        var query = await world.VisitAsync(started);

        Assert.Equal(400, (await anna.ReturnAsync(query)).Status);
        Assert.Equal(started.Json["version"]!.ToJsonString(), (await mallory.GetAsync(started.Id)).Json["version"]!.ToJsonString());
    }

    [Fact]
    public async Task Another_owner_of_the_same_connection_cannot_end_what_was_begun_elsewhere()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsRedirect());
        world.Host.Owners.Give("ben", connection);
        using var anna = world.Host.Open();
        using var ben = world.Host.Open("ben");
        using var annasPhone = world.Host.Open();
        var started = await anna.StartAsync(connection);
        var query = await world.VisitAsync(started);

        Assert.Equal(400, (await ben.ReturnAsync(query)).Status);
        Assert.Equal(400, (await annasPhone.ReturnAsync(query)).Status);
        Assert.Equal(303, (await anna.ReturnAsync(query)).Status);
    }

    [Fact]
    public async Task A_cookie_is_no_ones_but_its_users()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsRedirect());
        world.Host.Owners.Give("ben", connection);
        using var anna = world.Host.Open();
        using var ben = world.Host.Open("ben");
        var started = await anna.StartAsync(connection);
        foreach (Cookie cookie in anna.Cookies.GetAllCookies())
        {
            ben.Cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        }

        Assert.Equal(400, (await ben.ReturnAsync(await world.VisitAsync(started))).Status);
    }

    [Fact]
    public async Task A_cookie_that_was_touched_or_belongs_to_another_repair_is_worth_nothing()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var first = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var second = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var query = await world.VisitAsync(first);
        var cookies = anna.Cookies.GetAllCookies();
        var (one, other) = (cookies.Single(cookie => cookie.Name.EndsWith(first.Id, StringComparison.Ordinal)), cookies.Single(cookie => cookie.Name.EndsWith(second.Id, StringComparison.Ordinal)));
        var value = one.Value;

        foreach (var wrong in (string[])[other.Value, value[..^2], value + "A", "x", new string('A', value.Length)])
        {
            one.Value = wrong;
            await RefusedAsync(world, anna, first, query);
        }

        one.Value = value;
        Assert.Equal(303, (await anna.ReturnAsync(query)).Status);
    }

    [Fact]
    public async Task Who_comes_back_after_half_an_hour_starts_again()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var query = await world.VisitAsync(started);
        world.Clock.Advance(TimeSpan.FromMinutes(30));
        var calls = world.Powens.Calls.All.Count;

        Assert.Equal(400, (await anna.ReturnAsync(query)).Status);
        Assert.Equal(calls, world.Powens.Calls.All.Count);
        Assert.Equal("Expired", (await anna.PollAsync(started.Id)).Text("outcome"));
    }

    [Fact]
    public async Task Nobody_signed_in_is_asked_to_sign_in_and_the_state_stays_good()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        using var nobody = world.Host.Open(user: null);
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));
        var query = await world.VisitAsync(started);

        var refused = await nobody.ReturnAsync(query);
        Assert.Equal(401, refused.Status);
        Assert.Contains("sign in", refused.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(303, (await anna.ReturnAsync(query)).Status);
    }

    [Fact]
    public async Task Who_cancelled_at_the_bank_comes_back_to_the_page_all_the_same()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));

        var returned = await anna.ReturnAsync(await world.VisitAsync(started, PowensVisit.Cancels));

        Assert.Equal(303, returned.Status);
        Assert.Equal("Abandoned", (await anna.GetAsync(started.Id)).Text("outcome"));
    }

    [Fact]
    public async Task The_page_of_a_refusal_runs_nothing_loads_nothing_and_says_what_to_do()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();

        var page = await anna.ReturnAsync("?state=<script>alert(1)</script>");

        Assert.Equal("text/html", page.ContentType);
        var policy = page.Header("Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert", page.Body, StringComparison.Ordinal);
        Assert.Contains("start again", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"href=\"{TestHost.ReturnUrl}\"", page.Body, StringComparison.Ordinal);
    }

    private static string StateOf(string query) =>
        Uri.UnescapeDataString(query.TrimStart('?').Split('&').Single(pair => pair.StartsWith("state=", StringComparison.Ordinal))["state=".Length..]);

    /// <summary>Nothing is passed on, nothing changes, and the page says the same as for a repair that does not exist.</summary>
    private static async Task RefusedAsync(PowensWorld world, Browser browser, Answer before, string query)
    {
        var calls = world.Powens.Calls.All.Count;
        var unknown = await browser.ReturnAsync($"?state={new string('0', 32)}.{new string('0', 64)}");

        var refused = await browser.ReturnAsync(query);

        Assert.Equal(400, refused.Status);
        Assert.Equal(unknown.Body, refused.Body);
        Assert.Null(refused.Location);
        Assert.Equal(calls, world.Powens.Calls.All.Count);
        Assert.Equal(before.Json["version"]!.ToJsonString(), (await browser.GetAsync(before.Id)).Json["version"]!.ToJsonString());
    }
}
