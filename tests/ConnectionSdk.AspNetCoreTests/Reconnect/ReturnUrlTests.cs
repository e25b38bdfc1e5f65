using ConnectionSdk.AspNetCore;
using ConnectionSdk.Hosting;
using ConnectionSdk.Simulator;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.AspNetCoreTests.Reconnect;

/// <summary>Threat T13: a user is sent to an address the application has named, to the letter, and nowhere else.</summary>
public sealed class ReturnUrlTests
{
    /// <summary>Forty ways past a check that compares less than the letters; none is the registered /accounts.</summary>
    public static TheoryData<string> Bypasses =>
    [
        "//evil.example", "//evil.example/accounts", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example",
        "/\n/evil.example", "\t//evil.example", " //evil.example", "https://evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example",
        "http://evil.example/accounts", "HTTPS://EVIL.EXAMPLE", "https://app.example@evil.example", "https://app.example:pw@evil.example/accounts",
        "https://evil.example#@app.example", "https://evil.example?/accounts", "https://app.example.evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "/accounts/../../evil.example", "/accounts/..//evil.example", "/%2f/evil.example",
        "/%5cevil.example", "/accounts%00", "/accounts\0", "/accounts ", " /accounts", "/Accounts", "/accounts/", "/accounts?next=//evil.example", "/accounts#//evil.example",
        "/аccounts", "/accounts\u200b", "https://еvil.example", "//evil。example", ".accounts", "accounts", "@evil.example", "/accounts;//evil.example", "file:///etc/passwd",
    ];

    /// <summary>What a browser could read as another site, or no browser can go to, is not even taken from the application.</summary>
    public static TheoryData<string> Unusable =>
    [
        "", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", " /accounts", "/accounts ", "/accounts#there",
        "accounts", "http://app.example/", "https://user@app.example/", "https://user:pw@app.example/", "javascript:alert(1)", "data:text/html,x", "ftp://app.example/", "/аccounts",
        "https:/app.example", "https:app.example", "https://", "/a\"b", "/a<b",
    ];

    [Theory]
    [MemberData(nameof(Bypasses))]
    public async Task Another_address_is_refused_before_anything_begins(string url)
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();

        var answer = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()), url);

        Assert.Equal((400, "returnUrlNotAllowed"), (answer.Status, answer.Text("code")));
        Assert.Empty(answer.Headers("Set-Cookie"));
        Assert.Empty(world.Powens.Calls.All);
    }

    [Fact]
    public void There_are_forty_of_them() => Assert.InRange(((IReadOnlyCollection<object[]>)Bypasses).Count, 40, 60);

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task An_application_that_names_an_address_of_doubt_does_not_start(string url)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => options.ReturnUrls.Add(url)));

        Assert.Contains("ReturnUrls", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/accounts/overview?tab=banks")]
    [InlineData("https://app.example/accounts")]
    [InlineData("http://localhost:5173/")]
    public async Task Every_named_address_is_gone_to_as_it_was_written(string url)
    {
        await using var world = await PowensWorld.StartAsync(options => options.ReturnUrls.Add(url));
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()), url);

        var returned = await anna.ReturnAsync(await world.VisitAsync(started));

        Assert.Equal($"{url}#reconnect={started.Id}", returned.Location!.OriginalString);
    }

    [Theory]
    [InlineData("&returnUrl=https://evil.example")]
    [InlineData("&return_url=//evil.example&redirect_uri=//evil.example&next=//evil.example")]
    public async Task What_stands_in_the_callback_does_not_decide(string more)
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));

        var returned = await anna.ReturnAsync(await world.VisitAsync(started) + more);

        Assert.Equal($"{TestHost.ReturnUrl}#reconnect={started.Id}", returned.Location!.OriginalString);
    }

    private static async Task StartAsync(Action<ReconnectEndpointOptions> options)
    {
        await using var host = await TestHost.StartAsync(new SimulatedClock(), static _ => { }, options);
    }
}
