using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

/// <summary>A consent that was not renewed is not said to be.</summary>
public class PowensRenewalTests
{
    [Theory]
    [InlineData(409, """{"code":"connectionLocked"}""")]
    [InlineData(400, """{"code":"websiteUnavailable"}""")]
    [InlineData(400, """{"code":"bug"}""")]
    [InlineData(400, """{"code":"wrongpass"}""")]
    [InlineData(200, """{"message":"cannot be forced right now","connection":{"id":1201,"state":null,"last_update":"2026-03-02 06:14:55"}}""")]
    [InlineData(200, """{"message":"cannot be forced right now"}""")]
    [InlineData(202, "")]
    [InlineData(204, "")]
    public async Task A_renewal_that_changes_nothing_is_none(int status, string body)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson(Ends("2026-03-12 06:14:55"));
        bed.Post().WithJson("""{"refresh_auth":true}""").Returns(StubReply.Json(body, status)).Once();

        var move = await RenewAsync(bed);

        Assert.Equal((ReconnectVerdict.WaitingForProvider, ConnectionState.Active), (move.Verdict, move.Connection.Status.State));
        Assert.Contains("not renewed", move.Note, StringComparison.Ordinal);
        bed.Stub.Verify();
    }

    [Theory]
    [InlineData("2026-08-29 06:14:55", "")]
    [InlineData("2026-03-12 06:14:55", "2026-08-29 06:14:55")]
    public async Task A_consent_that_ends_later_now_is_renewed(string answered, string read)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson(Ends("2026-03-12 06:14:55")).ReturnsJson(Ends(read));
        bed.Post().ReturnsJson(Ends(answered)).Once();

        var move = await RenewAsync(bed);

        Assert.Equal((ReconnectVerdict.Repaired, ReplyFate.Accepted), (move.Verdict, move.Fate));
    }

    [Fact]
    public async Task Where_no_end_is_known_the_answer_is_believed()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson(Ends(""));
        bed.Post().ReturnsJson(Ends("")).Once();

        Assert.Equal(ReconnectVerdict.Repaired, (await RenewAsync(bed)).Verdict);

        using var refused = new PowensBed();
        refused.Get().ReturnsJson(Ends(""));
        refused.Post().ReturnsJson("""{"code":"tooManySync"}""", 409).Once();

        Assert.Equal(ReconnectVerdict.WaitingForProvider, (await RenewAsync(refused)).Verdict);
    }

    private static string Ends(string accessExpire) =>
        $$"""{"id":1201,"state":null,"last_update":"2026-03-02 06:14:55","sources":[{"id":1,"name":"openapi","last_update":"2026-03-02 06:14:55","access_expire":"{{accessExpire}}"}]}""";

    private static Task<ReconnectMove> RenewAsync(PowensBed bed) => bed.Provider.Reconnect.BeginAsync(
        new ReconnectContext
        {
            Connection = PowensBed.Connection,
            SessionId = ReconnectSessionId.Create(),
            Options = new ReconnectOptions { RenewConsent = true },
            Action = new RequiredAction.None(),
            State = CallbackState.Create(),
            Now = PowensBed.Now,
        },
        CancellationToken.None).AsTask();
}
