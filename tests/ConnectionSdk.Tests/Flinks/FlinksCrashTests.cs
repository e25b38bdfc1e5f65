using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Flinks;

/// <summary>A first step that was not recorded to its end, because its process ended, leaves the session it was to go on with, and no connection.</summary>
public class FlinksCrashTests
{
    [Theory]
    [InlineData("Authorizing", "AuthorizeAsync", ConnectionState.Connecting)]
    [InlineData("Collecting", "GetAccountsDetailAsync", ConnectionState.Active)]
    [InlineData("Summarizing", "GetAccountsSummaryAsync", ConnectionState.Active)]
    public async Task A_look_reads_the_connection_and_goes_on(string step, string endpoint, ConnectionState state)
    {
        using var bed = new FlinksBed();
        var request = "request:b1f9e5d4-0c47-4a8e-9f0e-2f6f1c9f2a11 seen:" + FlinksBed.Now.UtcTicks + " step:" + step;
        bed.Stub.Routes.On(HttpMethod.Post, FlinksBed.Base + "Authorize").ReturnsFixture("flinks/authorize.response.200.json");
        bed.Stub.Routes.On(HttpMethod.Get, FlinksBed.Base + endpoint + "/b1f9e5d4-0c47-4a8e-9f0e-2f6f1c9f2a11")
            .ReturnsJson("""{"HttpStatusCode":202,"FlinksCode":"OPERATION_PENDING","RequestId":"b1f9e5d4-0c47-4a8e-9f0e-2f6f1c9f2a11"}""", 202);

        var move = await bed.Provider.Reconnect.ObserveAsync(Context(request), CancellationToken.None);

        Assert.Equal((ReconnectVerdict.Continue, state), (move.Verdict, move.Connection.Status.State));
        Assert.IsType<RequiredAction.Wait>(move.Action);
    }

    [Fact]
    public async Task Without_a_session_one_read_tells_everything()
    {
        using var bed = new FlinksBed();
        bed.Stub.Routes.On(HttpMethod.Post, FlinksBed.Base + "Authorize").Once().ReturnsFixture("flinks/authorize.response.200.json");

        var move = await bed.Provider.Reconnect.ObserveAsync(Context(""), CancellationToken.None);

        Assert.Equal(ReconnectVerdict.Repaired, move.Verdict);
    }

    private static ReconnectContext Context(string memo) => new()
    {
        Connection = FlinksBed.Connection,
        SessionId = ReconnectSessionId.Create(),
        Options = new ReconnectOptions(),
        Action = new RequiredAction.Wait { Actor = Actor.Provider },
        Memo = memo,
        State = CallbackState.Create(),
        Now = FlinksBed.Now,
    };
}
