using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.AspNetCoreTests.Reconnect;

/// <summary>What a user typed, and what only the server knows, is in no answer, no log and no stored session.</summary>
public sealed class SecrecyTests
{
    private const string Code = "48120765";
    private const string WrongCode = "91827364";

    [Fact]
    public async Task Nothing_secret_is_in_an_answer_a_log_or_the_store()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var typed = world.Add(setup => setup.NeedsOtp(Code, pattern: "^[0-9]{8}$"));
        var led = world.Add(setup => setup.NeedsRedirect());

        var first = await anna.StartAsync(typed);
        var field = (string)first.Json["action"]!["fields"]![0]!["name"]!;
        await anna.TypeAsync(first.Id, field, "wrong-canary");
        await anna.TypeAsync(first.Id, field, WrongCode);
        await world.WatchAsync(anna, first.Id);
        await anna.TypeAsync(first.Id, field, Code);
        await world.WatchAsync(anna, first.Id);
        await anna.GetAsync(first.Id);
        var second = await anna.StartAsync(led);
        var link = (string)second.Json["action"]!["url"]!;
        var query = await world.VisitAsync(second, PowensVisit.Completes);
        var state = Uri.UnescapeDataString(query.Split("state=")[1].Split('&')[0]);
        await anna.ReturnAsync(query + "&otp=" + Code);
        await anna.ReturnAsync(query);
        await world.WatchAsync(anna, second.Id);

        var secrets = new CanaryScanner()
            .Add("code", Code)
            .Add("misfit", "wrong-canary")
            .Add("wrong code", WrongCode)
            .Add("client secret", world.Powens.ClientSecret)
            .Add("user token", world.UserToken)
            .Add("account number", world.Powens.Connections[0].Accounts[0].Number!)
            .Add("cookie", anna.Cookies.GetAllCookies().Select(cookie => cookie.Value).FirstOrDefault(value => value.Length > 0) ?? "no cookie left");
        var handedOut = new CanaryScanner().Add("state", state[33..]).Add("link", new Uri(link).PathAndQuery);
        var store = world.Host.Services.GetRequiredService<IReconnectSessionStore>();
        var stored = "";
        foreach (var id in (string[])[first.Id, second.Id])
        {
            stored += (await store.FindAsync(ReconnectSessionId.Parse(id), CancellationToken.None))!.Json;
        }

        Assert.Empty(secrets.Find("answers", anna.Received.ToString()));
        Assert.Empty(secrets.Find("store", stored));
        Assert.Empty(handedOut.Find("store", stored));

        // The server's own log of addresses is the host's to switch off; what this library logs is not.
        var own = string.Join('\n', world.Host.Logs.Records.Where(record => record.Category.StartsWith("ConnectionSdk", StringComparison.Ordinal)));
        Assert.Contains("callback", own, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(secrets.Find("log", own));
        Assert.Empty(handedOut.Find("log", own));
    }
}
