using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

public class PowensRepairTests
{
    private const string Healthy = "powens/connection.ok.json";

    [Fact]
    public async Task A_code_leaves_only_encrypted()
    {
        using var key = RSA.Create(2048);
        using var bed = new PowensBed();
        var jwk = key.ExportParameters(includePrivateParameters: false);
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/publickey").ReturnsJson(
            $$"""{"kty":"RSA","kid":"k1","n":"{{Text(jwk.Modulus!)}}","e":"{{Text(jwk.Exponent!)}}"}""");
        await AnswerCodeAsync(bed, "123456");

        var body = bed.Stub.Requests.Single(request => request.Method == "POST").Text;
        Assert.DoesNotContain("123456", body, StringComparison.Ordinal);
        var parts = JsonDocument.Parse(body).RootElement.GetProperty("otp").GetString()!.Split('.');
        Assert.Equal("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"k1"}""", Encoding.UTF8.GetString(Bytes(parts[0])));
        using var aes = new AesGcm(key.Decrypt(Bytes(parts[1]), RSAEncryptionPadding.OaepSHA256), 16);
        var plain = new byte[Bytes(parts[3]).Length];
        aes.Decrypt(Bytes(parts[2]), Bytes(parts[3]), Bytes(parts[4]), plain, Encoding.ASCII.GetBytes(parts[0]));
        Assert.Equal("123456", Encoding.UTF8.GetString(plain));
    }

    [Theory]
    [InlineData("""{"kty":"EC","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"!!","e":"AQAB"}""")]
    [InlineData("{}")]
    public async Task A_code_does_not_leave_for_a_weak_or_broken_key(string jwk)
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/publickey").ReturnsJson(jwk);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerCodeAsync(bed, "123456"));
        Assert.Equal(ProviderErrorKind.Protocol, failure.Kind);
        Assert.DoesNotContain(bed.Stub.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task A_code_that_nobody_asks_for_any_more_is_not_sent()
    {
        using var bed = new PowensBed(options => options.EncryptFields = false);
        bed.Get().ReturnsFixture(Healthy);
        var move = await bed.Provider.Reconnect.ReplyAsync(PowensBed.Context(), new UserReply.FieldValues("otp", SensitiveString.FromString("123456")), CancellationToken.None);
        Assert.Equal((ReconnectVerdict.Repaired, ReplyFate.NotSent), (move.Verdict, move.Fate));
        Assert.Single(bed.Stub.Requests);
    }

    [Fact]
    public async Task No_values_are_never_sent_as_an_empty_update()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture("powens/connection.additionalInformationNeeded.json");
        var move = await bed.Provider.Reconnect.ReplyAsync(
            PowensBed.Context(), new UserReply.FieldValues(new Dictionary<string, SensitiveString>(StringComparer.Ordinal)), CancellationToken.None);
        Assert.Equal((ReconnectVerdict.Continue, ReplyFate.NotSent), (move.Verdict, move.Fate));
        Assert.DoesNotContain(bed.Stub.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData("SCARequired")]
    [InlineData("decoupled")]
    [InlineData("additionalInformationNeeded")]
    [InlineData("webauthRequired")]
    [InlineData("wrongpass")]
    [InlineData("actionNeeded")]
    [InlineData("validating")]
    [InlineData("inventedTomorrow")]
    public async Task Looking_only_reads(string state)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson($$"""{"id":1201,"state":"{{state}}"}""");
        await bed.Provider.Reconnect.ObserveAsync(PowensBed.Context(), CancellationToken.None);
        Assert.Equal("GET", Assert.Single(bed.Stub.Requests).Method);
    }

    [Fact]
    public async Task Only_the_broken_one_of_several_sources_is_acted_on()
    {
        using var bed = new PowensBed();
        const string Sources = """ "sources":[{"id":1,"name":"openapi","state":"SCARequired"},{"id":2,"name":"directaccess","state":null,"last_update":"2026-03-02 06:00:00"}]""";
        bed.Get().ReturnsJson("""{"id":1201,"state":"SCARequired",""" + Sources + "}");
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?source=openapi&expand=connector,sources,all_accounts").WithJson("{}").ReturnsFixture(Healthy).Once();
        var move = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        Assert.Equal((ReconnectVerdict.Repaired, ReplyFate.Accepted), (move.Verdict, move.Fate));
        bed.Stub.Verify();
    }

    [Fact]
    public async Task An_update_that_answers_wrapped_is_understood()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture("powens/connection.SCARequired.json");
        bed.Post().ReturnsJson($$"""{"message":"later","connection":{{Fixtures.Read("powens/connection.additionalInformationNeeded.json")}}}""", 202);
        var move = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        Assert.IsType<RequiredAction.ProvideFields>(move.Action);
    }

    [Fact]
    public async Task Without_a_redirect_address_a_state_that_needs_a_page_says_so()
    {
        using var bed = new PowensBed(options => options.RedirectUri = null);
        bed.Get().ReturnsFixture("powens/connection.wrongpass.json");
        var move = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        Assert.Equal((ReconnectVerdict.NotRepairable, RequiredActionKind.ContactSupport), (move.Verdict, move.Action.Kind));
    }

    [Fact]
    public async Task The_reconnect_link_is_the_documented_one()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture("powens/connection.wrongpass.json");
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/auth/token/code?type=singleAccess").ReturnsFixture("powens/auth.token.code.response.json").Once();
        var context = PowensBed.Context();
        var move = await bed.Provider.Reconnect.BeginAsync(context, CancellationToken.None);
        var action = await bed.Provider.Reconnect.IssueLaunchAsync(context with { Action = move.Action, Memo = move.Memo }, CancellationToken.None);
        var link = Assert.IsType<RequiredAction.FollowRedirect>(action);
        var documented = JsonDocument.Parse(Fixtures.Read("powens/urls.webview-and-webauth.json")).RootElement.GetProperty("reconnect").GetString()!;
        Assert.Equal(
            Sorted(documented.Replace("opaque-1", context.State.Value, StringComparison.Ordinal)),
            Sorted(link.Url!.AbsoluteUri));
        Assert.Equal(PowensBed.Now.AddMinutes(5), link.ExpiresAt);
        Assert.DoesNotContain("nc0Ex4mple", link.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webauth.error", ReconnectVerdict.Continue, ReplyFate.Rejected)]
    [InlineData("any.cancelled", ReconnectVerdict.Abandoned, ReplyFate.Accepted)]
    [InlineData("any.server_error", ReconnectVerdict.Continue, ReplyFate.Accepted)]
    [InlineData("any.session_expired", ReconnectVerdict.Continue, ReplyFate.Accepted)]
    [InlineData("connect.tos_declined", ReconnectVerdict.Abandoned, ReplyFate.Accepted)]
    [InlineData("webauth.success", ReconnectVerdict.Continue, ReplyFate.Accepted)]
    [InlineData("reconnect.success", ReconnectVerdict.Continue, ReplyFate.Accepted)]
    public async Task A_callback_is_a_hint_and_the_connection_decides(string callback, ReconnectVerdict verdict, ReplyFate fate)
    {
        var address = JsonDocument.Parse(Fixtures.Read("powens/urls.webview-and-webauth.json")).RootElement.GetProperty("callbacks").GetProperty(callback).GetString()!;
        foreach (var (fixture, expected) in new[] { ("powens/connection.webauthRequired.json", verdict), (Healthy, ReconnectVerdict.Repaired) })
        {
            using var bed = new PowensBed();
            bed.Get().ReturnsFixture(fixture);
            var move = await bed.Provider.Reconnect.ReplyAsync(PowensBed.Context(), new UserReply.RedirectReturned(new Uri(address)), CancellationToken.None);
            Assert.Equal(expected, move.Verdict);
            Assert.Equal(expected == ReconnectVerdict.Repaired ? ReplyFate.Accepted : fate, move.Fate);
        }
    }

    private static async Task AnswerCodeAsync(PowensBed bed, string code)
    {
        bed.Get().ReturnsFixture("powens/connection.additionalInformationNeeded.json");
        bed.Post().ReturnsFixture(Healthy).Optional();
        var move = await bed.Provider.Reconnect.ReplyAsync(PowensBed.Context(), new UserReply.FieldValues("otp", SensitiveString.FromString(code)), CancellationToken.None);
        Assert.Equal((ReconnectVerdict.Repaired, ReplyFate.Accepted), (move.Verdict, move.Fate));
    }

    private static string[] Sorted(string url) => [url.Split('?')[0], .. url.Split('?')[1].Split('&').Order(StringComparer.Ordinal)];

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] Bytes(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
