using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Powens;

public sealed class PowensSingleFlightTests : PowensContract
{
    private const int Callers = 1_000;

    [Fact]
    public async Task A_thousand_callers_without_a_token_make_one_token_call_and_one_that_leaves_takes_nobody_along()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stub.Post("/2.0/auth/renew").Once().Returns(async (_, _) =>
        {
            asked.SetResult();
            await gate.Task;
            return StubReply.Fixture("powens/auth.renew.response.json");
        });
        Stub.Get(Read).Times(Callers - 1).WithHeader("Authorization", "Bearer tok_PERMANENT_renewed_8b1c").ReturnsFixture("powens/connection.ok.json");
        var client = (IConnectionClient)Application(mints: true).GetService(typeof(IConnectionClient))!;
        using var leaving = new CancellationTokenSource();

        var first = client.GetAsync(Connection, leaving.Token);
        await asked.Task;
        var others = Enumerable.Range(1, Callers - 1).Select(_ => client.GetAsync(Connection)).ToList();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.All(await Task.WhenAll(others), connection => Assert.Equal(ConnectionState.Active, connection.Status.State));
    }

    [Fact]
    public async Task A_thousand_callers_whose_token_has_expired_make_one_token_call()
    {
        const string expired = "tok_expired";
        Stub.Post("/2.0/auth/renew").Times(2).ReturnsJson($$"""{"access_token":"{{expired}}"}""").ReturnsFixture("powens/auth.renew.response.json");
        Stub.Get(Read).Optional().WithHeader("Authorization", $"Bearer {expired}").Returns((request, _) => ValueTask.FromResult(
            Stub.Requests.Count(seen => seen.Path == request.Path) == 1
                ? StubReply.Fixture("powens/connection.ok.json")
                : StubReply.Json("""{"code":"unauthorized","description":"token expired"}""", 401)));
        Stub.Get(Read).Times(Callers).WithHeader("Authorization", "Bearer tok_PERMANENT_renewed_8b1c").ReturnsFixture("powens/connection.ok.json");
        var client = (IConnectionClient)Application(mints: true).GetService(typeof(IConnectionClient))!;
        await client.GetAsync(Connection);

        var read = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => client.GetAsync(Connection)));

        Assert.All(read, connection => Assert.Equal(ConnectionState.Active, connection.Status.State));
        Assert.Equal(2, Stub.Requests.Count(request => request.Path == "/2.0/auth/renew"));
    }

    [Fact]
    public async Task A_code_that_can_be_used_once_is_never_shared()
    {
        Get("/2.0/auth/token/code?type=singleAccess").Times(20).ReturnsFixture("powens/auth.token.code.response.json");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Client.BeginConnectAsync(new ConnectRequest { User = User })));
    }

    [Fact]
    public async Task A_refused_token_is_not_replayed_for_what_the_user_typed()
    {
        Stub.Post("/2.0/auth/renew").Once().ReturnsFixture("powens/auth.renew.response.json");
        Stub.Get("/2.0/users/me/connections/1201/accounts?all").ReturnsFixture("powens/accounts.list.json");
        Stub.Get(Read).ReturnsFixture("powens/connection.additionalInformationNeeded.json");
        Stub.Post(Read).Once().ReturnsJson("""{"code":"unauthorized"}""", 401);
        var flow = (IReconnectFlow)Application(mints: true).GetService(typeof(IReconnectFlow))!;
        var session = await flow.StartAsync(Connection);

        await Assert.ThrowsAsync<ProviderException>(() => flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", new SensitiveString("123456"))));
    }
}
