using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Sockets;

/// <summary>Measures the heap of the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(AnswerLimitTests), DisableParallelization = true)]
public sealed class AnswerLimits;

[Collection(nameof(AnswerLimitTests))]
public sealed class AnswerLimitTests
{
    private const long Slack = 8L * 1024 * 1024;
    private const int BombMebibytes = 512;
    private static readonly SocketScript Bomb = SocketScripts.GzipBomb(BombMebibytes);

    public static TheoryData<string, int> Floods => new()
    {
        { "bomb", ProviderCall.AuthBytes },
        { "bomb", ProviderCall.ConnectionBytes },
        { "bomb", ProviderCall.DataBytes },
        { "endless", ProviderCall.AuthBytes },
        { "endless", ProviderCall.ConnectionBytes },
        { "endless", ProviderCall.DataBytes },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_ends_in_a_typed_error_within_the_cap(string kind, int cap)
    {
        await using var server = RawSocketServer.Start(kind == "bomb" ? Bomb : SocketScripts.EndlessBody());
        await using var provider = ThinProvider.At(server.BaseAddress);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadAsync(cap));

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(ProviderErrorKind.TooLarge, error.Kind);
        Assert.True(grown < cap + Slack, $"The heap grew by {grown} bytes, the cap is {cap}.");
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("bomb")]
    [InlineData("endless")]
    public async Task A_flood_in_place_of_an_error_ends_with_the_error(string kind)
    {
        await using var server = RawSocketServer.Start(kind == "bomb" ? Bomb : SocketScripts.EndlessBody());
        await using var provider = ThinProvider.At(server.BaseAddress);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.SubmitAsync("123456"));

        Assert.Equal(ProviderErrorKind.OutcomeUnknown, error.Kind);
        await provider.CloseAsync(server);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_announced_length_above_the_cap_is_not_even_read()
    {
        await using var server = RawSocketServer.Start(async (connection, cancellationToken) =>
        {
            await connection.ReadRequestAsync(cancellationToken);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\nContent-Type: application/json\r\n\r\n", cancellationToken);
            await connection.ReadRequestAsync(cancellationToken);
        });
        await using var provider = ThinProvider.At(server.BaseAddress);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadAsync());

        Assert.Equal(ProviderErrorKind.TooLarge, error.Kind);
    }

    [Fact]
    public async Task A_body_that_drips_ends_at_the_deadline()
    {
        var clock = new SimulatedClock();
        await using var server = RawSocketServer.Start(SocketScripts.Drip(StubReply.Json("""{"name":"late"}"""), TimeSpan.FromSeconds(1), clock));
        await using var provider = ThinProvider.At(server.BaseAddress, clock: clock, configure: options => options.Retries = false);

        var reading = provider.ReadAsync();
        await DripAsync(clock, seconds: 9);
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<ProviderException>(() => reading);
        Assert.Equal(ProviderErrorKind.Timeout, error.Kind);
        Assert.Equal(TimeSpan.FromSeconds(10), clock.GetUtcNow() - SimulatedClock.DefaultStart);
    }

    [Fact]
    public async Task A_code_whose_answer_drips_ends_at_the_deadline_with_its_outcome_unknown()
    {
        var clock = new SimulatedClock();
        await using var server = RawSocketServer.Start(SocketScripts.Drip(StubReply.Json("""{"name":"late"}"""), TimeSpan.FromSeconds(1), clock));
        await using var provider = ThinProvider.At(server.BaseAddress, clock: clock);

        var submitting = provider.SubmitAsync("123456");
        await DripAsync(clock, seconds: 60);
        Assert.False(submitting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<ProviderException>(() => submitting);
        Assert.Equal(ProviderErrorKind.OutcomeUnknown, error.Kind);
        await provider.CloseAsync(server);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_at_the_deadline()
    {
        var clock = new SimulatedClock();
        await using var server = RawSocketServer.Start(async (connection, cancellationToken) =>
        {
            await connection.ReadRequestAsync(cancellationToken);
            await connection.ReadRequestAsync(cancellationToken);
        });
        await using var provider = ThinProvider.At(server.BaseAddress, clock: clock, configure: options => options.Retries = false);

        var reading = provider.ReadAsync();
        await server.WaitForRequestsAsync(1);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(ProviderErrorKind.Timeout, (await Assert.ThrowsAsync<ProviderException>(() => reading)).Kind);
    }

    [Fact]
    public async Task The_callers_own_cancellation_comes_out_as_itself()
    {
        await using var server = RawSocketServer.Start(async (connection, cancellationToken) =>
        {
            await connection.ReadRequestAsync(cancellationToken);
            await connection.ReadRequestAsync(cancellationToken);
        });
        await using var provider = ThinProvider.At(server.BaseAddress);
        using var cancellation = new CancellationTokenSource();

        var submitting = provider.CallAsync(CallEffect.Submit, HttpMethod.Post, ThinProvider.Code("123456"), cancellationToken: cancellation.Token);
        await server.WaitForRequestsAsync(1);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submitting);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
    }

    private static async Task DripAsync(SimulatedClock clock, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            await clock.WaitForTimersAsync(1, TimeSpan.FromSeconds(1));
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
