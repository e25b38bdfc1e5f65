using ConnectionSdk.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.AspNetCoreTests.Reconnect;

/// <summary>The cookie that ties a repair to a browser.</summary>
public sealed class CookieTests
{
    [Fact]
    public async Task It_is_for_these_endpoints_and_no_script_and_ends_with_the_repair()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));

        var cookie = Assert.Single(started.Headers("Set-Cookie"));
        Assert.StartsWith($"cs-reconnect-{started.Id}=", cookie, StringComparison.Ordinal);
        Assert.Equal("max-age=1800; path=/reconnect; samesite=lax; httponly", cookie[(cookie.IndexOf("; ", StringComparison.Ordinal) + 2)..]);
        Assert.DoesNotContain("anna", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(TestHost.ReturnUrl, cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.example", null, true)]
    [InlineData("localhost", "https", true)]
    [InlineData("localhost", null, false)]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("127.0.0.1.evil.example", null, true)]
    public async Task It_travels_encrypted_unless_the_page_is_on_this_machine(string host, string? forwarded, bool secure)
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var connection = world.Add(setup => setup.NeedsRedirect());
        var request = new HttpRequestMessage(HttpMethod.Post, "/reconnect/sessions") { Content = Browser.Json($$"""{"connection":"{{connection}}"}""") };
        request.Headers.Host = host;
        if (forwarded is not null)
        {
            request.Headers.Add("X-Forwarded-Proto", forwarded);
        }

        var started = await anna.SendAsync(request);

        Assert.Equal(secure, Assert.Single(started.Headers("Set-Cookie")).Contains("; secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_follows_the_public_address_of_the_callback()
    {
        await using var world = await PowensWorld.StartAsync(options => options.CallbackUri = new Uri("https://app.example/banking/reconnect/callback"));
        using var anna = world.Host.Open();

        var cookie = Assert.Single((await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()))).Headers("Set-Cookie"));

        Assert.Contains("; path=/banking/reconnect;", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_lies_below_the_path_base_and_goes_with_the_repair()
    {
        await using var world = await PowensWorld.StartAsync();
        await using var host = await TestHost.StartAsync(
            world.Clock,
            services =>
            {
                services.AddConnectionSdkCore().AddPowens(options => world.Configure(options));
                services.AddConnectionSdkAspNetCore<HeaderAccess>(options => options.ReturnUrls.Add("/base/accounts"));
            },
            app =>
            {
                app.UsePathBase("/base");
                app.UseRouting();
                app.MapGroup("/v1").MapReconnect("/reconnect");
            });
        var connection = host.Owners.Give("anna", world.Add(setup => setup.NeedsRedirect()));
        using var anna = host.Open();

        var started = await anna.PostAsync("/base/v1/reconnect/sessions", new() { ["connection"] = connection.ToString() });
        var cancelled = await anna.PostAsync($"/base/v1/reconnect/sessions/{started.Id}/cancel", []);

        Assert.Contains("; path=/base/v1/reconnect;", Assert.Single(started.Headers("Set-Cookie")), StringComparison.Ordinal);
        var removed = Assert.Single(cancelled.Headers("Set-Cookie"));
        Assert.Contains("expires=Thu, 01 Jan 1970", removed, StringComparison.Ordinal);
        Assert.Contains("; path=/base/v1/reconnect;", removed, StringComparison.Ordinal);
        Assert.DoesNotContain(anna.Cookies.GetAllCookies(), cookie => !cookie.Expired);
    }

    [Fact]
    public async Task A_repair_that_is_over_at_once_sets_none()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();

        var started = await anna.StartAsync(world.Add(static _ => { }));

        Assert.Equal("NotNeeded", started.Text("outcome"));
        Assert.Empty(started.Headers("Set-Cookie"));
    }
}
