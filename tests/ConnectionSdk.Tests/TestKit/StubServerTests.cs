using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.TestKit;

public sealed class StubServerTests
{
    [Fact]
    public async Task A_planned_request_is_answered_and_recorded_whole()
    {
        await using var stub = await StubServer.StartAsync();
        stub.Post("/2.0/connections/12%2F01?expand=a")
            .WithQuery("key", "a b+c")
            .WithHeader("Authorization", "Bearer made-up")
            .WithoutHeader("Expect")
            .WithJson("""{ "otp": "123456", "list": [1, {"b": 2, "a": 1.0}] }""")
            .Returns(StubReply.Fixture("powens/connection.ok.json", 202).WithHeader("X-Request-Id", "r-1"));

        using var client = new HttpClient { BaseAddress = stub.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "made-up");
        using var response = await client.PostAsync(
            "2.0/connections/12%2F01?key=a%20b%2Bc&expand=a",
            Json("""{"list":[1,{"a":1.0,"b":2}],"otp":"123456"}"""),
            CancellationToken.None);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("r-1", Assert.Single(response.Headers.GetValues("X-Request-Id")));
        Assert.Equal(Fixtures.ReadBytes("powens/connection.ok.json"), await response.Content.ReadAsByteArrayAsync());
        var request = Assert.Single(stub.Requests);
        Assert.Equal("POST /2.0/connections/12%2F01?key=a%20b%2Bc&expand=a", request.ToString().Split('\n')[0]);
        Assert.Equal("application/json; charset=utf-8", request.Header("content-type"));
        Assert.Equal("""{"list":[1,{"a":1.0,"b":2}],"otp":"123456"}""", request.Text);
    }

    [Fact]
    public async Task A_request_nobody_planned_is_answered_501_and_fails_the_test_with_the_request_and_the_nearest_routes()
    {
        var stub = await StubServer.StartAsync();
        stub.Post("/connections/1201").WithJson("""{"otp":"123456"}""").Returns(200);
        stub.Get("/users/me").Optional().Returns(200);
        using var client = new HttpClient { BaseAddress = stub.BaseAddress };

        using var response = await client.PostAsync("connections/1201?all", Json("""{"otp":"654321","force":true}"""), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<StubException>(async () => await stub.DisposeAsync());

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        Assert.StartsWith("A request nobody planned:\n  POST /connections/1201?all\n", failure.Message, StringComparison.Ordinal);
        Assert.Contains("""{"otp":"654321","force":true}""", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            """
            Nearest planned routes:
              POST /connections/1201
                query: expected none, was all=
                body $.otp: expected "123456", was "654321"
                body $.force: expected nothing, was true
              GET /users/me
                is GET /users/me
            """,
            failure.Message,
            StringComparison.Ordinal);
        Assert.EndsWith("POST /connections/1201: never called", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replies_follow_each_other_and_the_last_one_stays()
    {
        await using var stub = await StubServer.StartAsync();
        stub.Get("/job").Returns(503).Returns(StubReply.Empty(429).WithRetryAfter(TimeSpan.FromSeconds(7))).Returns(200);
        using var client = new HttpClient { BaseAddress = stub.BaseAddress };

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await client.GetAsync("job");
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([503, 429, 200, 200], statuses);
    }

    [Fact]
    public async Task A_route_planned_once_does_not_answer_twice()
    {
        using var stub = new StubHttpHandler();
        stub.Post("/token").Once().Returns(200);
        using var client = new HttpClient(stub) { BaseAddress = new Uri("https://stub.test/") };

        using var first = await client.PostAsync("token", Json("{}"), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<StubException>(() => client.PostAsync("token", Json("{}"), CancellationToken.None));

        Assert.Contains("already called as often as planned", failure.Message, StringComparison.Ordinal);
        Assert.Throws<StubException>(stub.Verify);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task The_handler_answers_like_the_server_without_a_socket()
    {
        using var stub = new StubHttpHandler();
        stub.Post("/auth?x=1").WithForm(("code", "a/b+c="), ("client_id", "42")).WithHeader("Content-Type", "application/x-www-form-urlencoded")
            .ReturnsFixture("powens/auth.token.access.response.json");
        using var client = new HttpClient(stub);

        using var form = new FormUrlEncodedContent([new("client_id", "42"), new("code", "a/b+c=")]);
        using var response = await client.PostAsync(new Uri("https://stub.test/auth?x=1"), form, CancellationToken.None);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Fixtures.Read("powens/auth.token.access.response.json"), await response.Content.ReadAsStringAsync(CancellationToken.None));
        stub.Verify();
    }

    [Fact]
    public async Task A_reply_that_throws_fails_the_test_too()
    {
        var stub = await StubServer.StartAsync();
        stub.Get("/x").Returns((_, _) => throw new InvalidOperationException("the test's own mistake"));
        using var client = new HttpClient { BaseAddress = stub.BaseAddress };

        using var response = await client.GetAsync("x");

        var failure = await Assert.ThrowsAsync<StubException>(async () => await stub.DisposeAsync());
        Assert.Contains("the test's own mistake", failure.Message, StringComparison.Ordinal);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
