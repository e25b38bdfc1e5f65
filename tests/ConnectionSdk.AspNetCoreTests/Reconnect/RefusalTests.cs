using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.AspNetCoreTests.Reconnect;

/// <summary>Every refusal has a status, a code and words; none of them changes anything.</summary>
public sealed class RefusalTests
{
    private const string Code = "481207";

    [Fact]
    public async Task Nobody_signed_in_is_told_so_at_every_endpoint()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsOtp(Code));
        using var anna = world.Host.Open();
        var id = (await anna.StartAsync(connection)).Id;
        var calls = world.Powens.Calls.All.Count;
        using var nobody = world.Host.Open(user: null);

        Assert.All(await EveryCallAsync(nobody, connection, id), answer => Refused(answer, 401, "notSignedIn"));
        Assert.Equal(calls, world.Powens.Calls.All.Count);
    }

    [Fact]
    public async Task A_strangers_connection_does_not_exist()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsOtp(Code));
        using var anna = world.Host.Open();
        var id = (await anna.StartAsync(connection)).Id;
        var calls = world.Powens.Calls.All.Count;
        using var mallory = world.Host.Open("mallory");
        var unknown = await mallory.GetAsync(new string('0', 32));

        var answers = await EveryCallAsync(mallory, connection, id);

        Assert.All(answers, answer => Refused(answer, 404, "notFound"));
        Assert.All(answers, answer => Assert.Equal(unknown.Body, answer.Body));
        Assert.Equal(calls, world.Powens.Calls.All.Count);
        Assert.Equal("provideFields", (await anna.GetAsync(id)).Action);
    }

    [Fact]
    public async Task A_connection_of_a_provider_that_is_not_registered_does_not_exist()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();

        Refused(await anna.StartAsync(world.Host.Owners.Give("anna", ConnectionRef.Parse("plaid:42/1"))), 404, "notFound");
    }

    [Fact]
    public async Task A_stored_repair_whose_provider_is_registered_no_more_says_so_and_can_be_cancelled()
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsRedirect());
        using var before = world.Host.Open();
        var started = await before.StartAsync(connection);
        var query = await world.VisitAsync(started);
        await using var host = await TestHost.StartAsync(world.Clock, sdk => Share(world.Host, sdk.Services), reconnect => reconnect.CallbackUri = PowensWorld.CallbackUri);
        host.Owners.Give("anna", connection);
        using var anna = host.Open();

        Refused(await anna.GetAsync(started.Id), 503, "notRegistered");
        var reply = await anna.ReplyAsync(started.Id, new JsonObject { ["type"] = "done" });
        Refused(reply, 503, "notRegistered");
        Assert.Contains("Register powens again", reply.Text("detail"), StringComparison.Ordinal);
        anna.Cookies.Add(before.Cookies.GetAllCookies());
        Assert.Equal(303, (await anna.ReturnAsync(query)).Status);
        Assert.Equal("Abandoned", (await anna.CancelAsync(started.Id)).Text("outcome"));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "//")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_site_may_post_nothing(string header, string value)
    {
        await using var world = await PowensWorld.StartAsync();
        var connection = world.Add(setup => setup.NeedsOtp(Code));
        using var anna = world.Host.Open();
        var id = (await anna.StartAsync(connection)).Id;

        foreach (var path in (string[])["", $"/{id}/reply", $"/{id}/poll", $"/{id}/cancel"])
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/reconnect/sessions" + path) { Content = Browser.Json("""{"type":"abandoned"}""") };
            request.Headers.Add(header, value);
            Refused(await anna.SendAsync(request), 403, "crossSite");
        }

        Assert.Equal("AwaitingUser", (await anna.GetAsync(id)).Text("phase"));
    }

    [Fact]
    public async Task A_page_of_this_site_may_and_so_may_a_named_one()
    {
        await using var world = await PowensWorld.StartAsync(options => options.AllowedOrigins.Add("https://app.example"));
        using var anna = world.Host.Open();
        var own = $"http://{world.Host.BaseAddress.Authority}";

        foreach (var (origin, site) in new[] { (own, "same-origin"), ("https://app.example", "cross-site"), ("http://localhost", "same-origin") })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/reconnect/sessions/0/poll") { Content = Browser.Json("{}") };
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Sec-Fetch-Site", site);
            Refused(await anna.SendAsync(request), 404, "notFound");
        }
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data")]
    [InlineData(null)]
    public async Task What_a_form_can_send_is_no_call(string? contentType)
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var id = (await anna.StartAsync(world.Add(setup => setup.NeedsOtp(Code)))).Id;

        foreach (var action in (string[])["reply", "poll", "cancel"])
        {
            var content = new ByteArrayContent("""{"type":"abandoned"}"""u8.ToArray());
            content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
            Refused(await anna.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/reconnect/sessions/{id}/{action}") { Content = content }), 400, "badRequest");
        }

        Assert.Equal("AwaitingUser", (await anna.GetAsync(id)).Text("phase"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"fields\"")]
    [InlineData("{}")]
    [InlineData("""{"type":"fields"}""")]
    [InlineData("""{"type":"fields","values":null}""")]
    [InlineData("""{"type":"fields","values":{"otp":123456}}""")]
    [InlineData("""{"type":"fields","values":{"otp":"1","otp":"2"}}""")]
    [InlineData("""{"type":"fields","type":"done","values":{"otp":"1"}}""")]
    [InlineData("""{"type":"fields","values":{"otp":"1"},"message":"x"}""")]
    [InlineData("""{"type":"fields","values":{"otp":"1"}} {}""")]
    [InlineData("""{"type":"fields","values":{"otp":"1"}""")]
    [InlineData("""{"type":"fields","values":{"otp":"\ud800"}}""")]
    [InlineData("""{"type":"widget"}""")]
    [InlineData("""{"type":"redirect","url":"/relative?state=1"}""")]
    [InlineData("""{"type":"redirect","url":5}""")]
    [InlineData("""{"type":"Fields","values":{"otp":"1"}}""")]
    [InlineData("""{"type":"somethingOfTomorrow"}""")]
    [InlineData("""{"type":"done","extra":1}""")]
    [InlineData("{\"type\":\"widget\",\"message\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}")]
    public async Task A_body_that_is_no_reply_is_refused_and_spends_nothing(string body)
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsOtp(Code)));

        var answer = await anna.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/reconnect/sessions/{started.Id}/reply") { Content = Browser.Json(body) });

        Refused(answer, 400, "badRequest");
        Assert.Empty(world.Powens.Bank.Submissions);
        Assert.Equal(started.Json["version"]!.ToJsonString(), (await anna.GetAsync(started.Id)).Json["version"]!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"connection":5}""")]
    [InlineData("""{"connection":"nonsense"}""")]
    [InlineData("""{"connection":"powens:42/1","language":"english"}""")]
    [InlineData("""{"connection":"powens:42/1","language":"EN"}""")]
    [InlineData("""{"connection":"powens:42/1","returnUrl":7}""")]
    public async Task A_start_that_names_no_connection_is_refused(string body)
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();

        Refused(await anna.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/reconnect/sessions") { Content = Browser.Json(body) }), 400, "badRequest");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_64_KiB_is_not_read(bool saysItsLength)
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var id = (await anna.StartAsync(world.Add(setup => setup.NeedsOtp(Code)))).Id;
        var body = Encoding.UTF8.GetBytes($$$"""{"type":"fields","values":{"otp":"{{{new string('1', 65 * 1024)}}}"}}""");
        HttpContent content = saysItsLength ? new ByteArrayContent(body) : new StreamContent(new Unmeasured(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        Refused(await anna.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/reconnect/sessions/{id}/reply") { Content = content }), 413, "tooLarge");
        Assert.Empty(world.Powens.Bank.Submissions);
    }

    [Fact]
    public async Task A_reply_to_something_else_comes_back_with_the_session_as_it_stands()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsRedirect()));

        var answer = await anna.TypeAsync(started.Id, "otp", "123456");

        Refused(answer, 409, "unexpectedReply");
        Assert.Equal(started.Id, (string?)answer.Json["session"]!["id"]);
        Assert.Equal((string?)started.Json["action"]!["url"], (string?)answer.Json["session"]!["action"]!["url"]);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_refused_before_it_is_spent()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsOtp(Code)));
        var field = (string)started.Json["action"]!["fields"]![0]!["name"]!;

        var answer = await anna.TypeAsync(started.Id, field, "12");

        Refused(answer, 409, "unexpectedReply");
        Assert.Empty(world.Powens.Bank.Submissions);
    }

    [Fact]
    public async Task A_reply_that_was_not_sent_may_be_given_again()
    {
        await using var world = await PowensWorld.StartAsync(powens: options => options.Http.Retries = false);
        using var anna = world.Host.Open();
        var started = await anna.StartAsync(world.Add(setup => setup.NeedsOtp(Code)));
        var field = (string)started.Json["action"]!["fields"]![0]!["name"]!;
        await world.StopPowensAsync();

        Refused(await anna.TypeAsync(started.Id, field, Code), 503, "notSent");

        var view = await anna.GetAsync(started.Id);
        Assert.Equal("NotSent", view.Text("lastReply"));
        Assert.Equal("provideFields", view.Action);
    }

    [Fact]
    public async Task A_provider_that_asks_to_wait_is_told_with_the_time()
    {
        await using var world = await PowensWorld.StartAsync();
        using var anna = world.Host.Open();
        var connection = world.Add(setup => setup.NeedsOtp(Code));
        world.Powens.Faults.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(120)), 100);

        var answer = await anna.StartAsync(connection);

        Refused(answer, 503, "providerUnavailable");
        Assert.Equal("120", answer.Header("Retry-After"));
    }

    [Fact]
    public async Task A_refused_key_is_the_integrators_business_and_not_shown()
    {
        await using var world = await PowensWorld.StartAsync(powens: options => options.ClientSecret = "not-the-secret");
        using var anna = world.Host.Open();

        var answer = await anna.StartAsync(world.Add(setup => setup.NeedsOtp(Code)));

        Refused(answer, 502, "providerRefused");
        Assert.DoesNotContain("secret", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<List<Answer>> EveryCallAsync(Browser browser, ConnectionRef connection, string id) =>
    [
        await browser.StartAsync(connection, TestHost.ReturnUrl),
        await browser.GetAsync(id),
        await browser.PollAsync(id),
        await browser.TypeAsync(id, "otp", Code),
        await browser.ReplyAsync(id, new JsonObject { ["type"] = "abandoned" }),
        await browser.CancelAsync(id),
    ];

    /// <summary>What two processes of one application have in common.</summary>
    private static void Share(TestHost host, IServiceCollection services)
    {
        services.AddSingleton(host.Services.GetRequiredService<IReconnectSessionStore>());
        services.AddSingleton(host.Services.GetRequiredService<IDataProtectionProvider>());
    }

    private static void Refused(Answer answer, int status, string code)
    {
        Assert.Equal((status, code), (answer.Status, answer.Text("code")));
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(status, (int)answer.Json["status"]!);
        Assert.EndsWith(".", answer.Text("title"), StringComparison.Ordinal);
    }

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
