using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Sockets;

/// <summary>Judged by the server's own count: what the runtime or a handler repeats beneath the SDK counts too.</summary>
public sealed class SentOnceTests
{
    private static readonly StubReply Ok = StubReply.Json("""{"name":"ok"}""");

    /// <summary>Every effect that must be on the wire once, with and without a body, alone and under each of the host's handlers.</summary>
    public static TheoryData<CallEffect, bool, string?> OnceOnly
    {
        get
        {
            var rows = new TheoryData<CallEffect, bool, string?>();
            foreach (var effect in new[] { CallEffect.Submit, CallEffect.Create, CallEffect.Refresh, CallEffect.MintSingleUse })
            {
                foreach (var withBody in new[] { true, false })
                {
                    foreach (var host in new string?[] { null, HostRetries.SameRequest, HostRetries.Clone, HostRetries.Rebuild, HostRetries.RebuildOrDrop, HostRetries.OffFlow })
                    {
                        rows.Add(effect, withBody, host);
                    }
                }
            }

            return rows;
        }
    }

    public static TheoryData<CallEffect, string> EveryPost
    {
        get
        {
            var rows = new TheoryData<CallEffect, string>();
            foreach (var effect in ThinProvider.Effects)
            {
                foreach (var body in new[] { "none", "empty", "{}", "a code" })
                {
                    rows.Add(effect, body);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(EveryPost))]
    public async Task No_POST_leaves_without_a_body(CallEffect effect, string body)
    {
        await using var server = RawSocketServer.Start(SocketScripts.Answer(Ok));
        await using var provider = ThinProvider.At(server.BaseAddress);

        await provider.CallAsync(effect, HttpMethod.Post, body switch
        {
            "none" => null,
            "empty" => ProviderBody.Empty,
            "{}" => ProviderBody.EmptyObject,
            _ => ThinProvider.Code("123456"),
        });

        var request = Assert.Single(server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.True((request.Header("Content-Length") ?? request.Header("Transfer-Encoding")) is not null, $"no body is announced:\n{request}");
        Assert.Null(request.Header("Expect"));
    }

    [Theory]
    [MemberData(nameof(OnceOnly))]
    public async Task A_fresh_connection_closed_before_the_answer_saw_the_call_once(CallEffect effect, bool withBody, string? host)
    {
        await using var server = RawSocketServer.Start(SocketScripts.CloseBeforeAnswer());
        await using var provider = Provider(server, host);

        await Assert.ThrowsAsync<ProviderException>(() => provider.CallAsync(effect, HttpMethod.Post, withBody ? ThinProvider.Code("123456") : null));

        await provider.CloseAsync(server);
        AssertOnce(server, host);
    }

    [Theory]
    [MemberData(nameof(OnceOnly))]
    public async Task A_reused_connection_closed_before_the_answer_saw_the_call_at_most_once(CallEffect effect, bool withBody, string? host)
    {
        await using var server = RawSocketServer.Start(SocketScripts.AnswerThenCloseOnReuse(Ok), SocketScripts.CloseBeforeAnswer());
        await using var provider = Provider(server, host);
        await provider.ReadAsync();

        await Assert.ThrowsAsync<ProviderException>(() => provider.CallAsync(effect, HttpMethod.Post, withBody ? ThinProvider.Code("123456") : null));

        await provider.CloseAsync(server);
        AssertOnce(server, host);
    }

    [Theory]
    [InlineData(CallEffect.Submit)]
    [InlineData(CallEffect.Create)]
    public async Task An_answer_lost_to_a_reset_leaves_the_outcome_unknown(CallEffect effect)
    {
        await using var server = RawSocketServer.Start(SocketScripts.CommitThenReset("HTTP/1.1 200 OK\r\nContent-Le"));
        await using var provider = ThinProvider.At(server.BaseAddress);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.CallAsync(effect, HttpMethod.Post, ThinProvider.Code("123456")));

        Assert.Equal(ProviderErrorKind.OutcomeUnknown, error.Kind);
        Assert.True(error.MayHaveBeenSent);
        await provider.CloseAsync(server);
        Assert.Single(server.Requests);
    }

    [Theory]
    [MemberData(nameof(HostRetries.All), MemberType = typeof(HostRetries))]
    public async Task A_server_error_after_a_submit_is_not_answered_with_a_second_one(string host)
    {
        await using var server = RawSocketServer.Start(SocketScripts.Answer(StubReply.Json("{}", 503)));
        await using var provider = Provider(server, host);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.SubmitAsync("123456"));

        Assert.Equal(ProviderErrorKind.OutcomeUnknown, error.Kind);
        await provider.CloseAsync(server);
        AssertOnce(server, host);
    }

    [Fact]
    public async Task A_handler_of_the_host_may_repeat_a_read()
    {
        await using var server = RawSocketServer.Start(SocketScripts.CloseBeforeAnswer(), SocketScripts.Answer(Ok));
        await using var provider = Provider(server, HostRetries.SameRequest);

        Assert.Equal("ok", await provider.ReadAsync());
    }

    [Fact]
    public async Task A_code_never_leaves_for_an_address_where_nobody_listens_and_says_so()
    {
        Uri nobody;
        await using (var server = RawSocketServer.Start(SocketScripts.Answer(Ok)))
        {
            nobody = server.BaseAddress;
        }

        await using var provider = ThinProvider.At(nobody);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.SubmitAsync("123456"));

        Assert.Equal(ProviderErrorKind.NotSent, error.Kind);
        Assert.False(error.MayHaveBeenSent);
    }

    /// <summary>A copy that lost every mark is not sent at all: nobody can tell any more whether it is the first.</summary>
    private static void AssertOnce(RawSocketServer server, string? host) =>
        Assert.Equal(host == HostRetries.OffFlow ? 0 : 1, server.Requests.Count(request => request.Method == "POST"));

    private static ThinProvider Provider(RawSocketServer server, string? host) => ThinProvider.At(
        server.BaseAddress, services =>
        {
            if (host is not null)
            {
                HostRetries.Add(services, host);
            }
        });
}
