using System.Text.RegularExpressions;
using ConnectionSdk.Hosting;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.AspNetCoreTests.Scripts;

/// <summary>The script and its style sheet, as browsers get them.</summary>
public sealed class ScriptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Every_module_that_is_imported_is_served_and_runs_under_a_strict_policy()
    {
        await using var host = await StartAsync();
        using var browser = host.Open(user: null);
        var waiting = new Queue<string>(["connectionsdk.js"]);
        var seen = new HashSet<string>(StringComparer.Ordinal);

        while (waiting.TryDequeue(out var name))
        {
            if (!seen.Add(name))
            {
                continue;
            }

            var script = await GetAsync(browser, name);
            Assert.Equal("text/javascript", script.ContentType);
            Assert.True(script.Body.Split('\n').Length <= 400, $"{name} is longer than a file should be.");
            foreach (var forbidden in (string[])["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "setAttribute('style", "localStorage", "sessionStorage", "console."])
            {
                Assert.DoesNotContain(forbidden, script.Body, StringComparison.Ordinal);
            }

            foreach (Match import in Regex.Matches(script.Body, "from '\\./(?<name>[a-z-]+\\.js)'", RegexOptions.ExplicitCapture, Patience))
            {
                waiting.Enqueue(import.Groups["name"].Value);
            }
        }

        Assert.Equal(8, seen.Count);
        Assert.Equal("text/css", (await GetAsync(browser, "connectionsdk.css")).ContentType);
    }

    [Fact]
    public async Task A_browser_that_has_the_newest_is_told_so()
    {
        await using var host = await StartAsync();
        using var browser = host.Open(user: null);

        var first = await GetAsync(browser, "connectionsdk.js");
        var again = new HttpRequestMessage(HttpMethod.Get, "/reconnect/connectionsdk.js");
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Header("ETag"));
        var second = await browser.SendAsync(again);

        Assert.Equal("no-cache", first.Header("Cache-Control"));
        Assert.Equal("nosniff", first.Header("X-Content-Type-Options"));
        Assert.Equal((304, ""), (second.Status, second.Body));
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(new SimulatedClock(), static _ => { });

    private static async Task<Answer> GetAsync(Browser browser, string name)
    {
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/reconnect/" + name));
        Assert.Equal(200, answer.Status);
        return answer;
    }
}
