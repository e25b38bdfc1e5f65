using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class PowensSimulatorProtocolTests : PowensSimulatorFixture
{
    [Fact]
    public async Task A_dropped_answer_leaves_the_effect_behind_and_the_log_says_so()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        Powens.Faults.Add(Fault.Drop().AfterProcessing(), method: "POST", path: "/2.0/users/*/connections/*");

        await Assert.ThrowsAsync<HttpRequestException>(() => UpdateAsync(connection, """{"otp":"123456"}"""));

        var call = Assert.Single(Powens.Calls.Matching("POST", "/2.0/users/**"));
        Assert.True(call.WasProcessed);
        Assert.Null(call.AnsweredStatus);
        Assert.Null(await StateOfAsync(connection));
    }

    [Fact]
    public async Task A_connection_dropped_before_processing_has_no_effect()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        Powens.Faults.Add(Fault.Drop());

        await Assert.ThrowsAsync<HttpRequestException>(() => UpdateAsync(connection, """{"otp":"123456"}"""));

        Assert.Empty(Powens.Bank.Submissions);
        Assert.Equal("additionalInformationNeeded", await StateOfAsync(connection));
    }

    [Fact]
    public async Task Plain_values_are_refused_and_encrypted_ones_understood_where_the_domain_requires_it()
    {
        Powens.RequiresEncryption = true;
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        var (refused, error) = await UpdateAsync(connection, """{"otp":"123456"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal("invalidValue", (string?)error!["code"]);
        Assert.Empty(connection.CodesReceived);

        var (_, key) = await SendAsync("GET", "publickey");
        var (accepted, _) = await UpdateAsync(connection, new JsonObject { ["otp"] = Encrypt("123456", key!) }.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, accepted);
        Assert.Equal(["123456"], connection.CodesReceived);
    }

    [Fact]
    public async Task Tokens_are_checked_renewed_and_revoked()
    {
        var (wrong, _) = await SendAsync("GET", "users/me", token: "nonsense");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong);

        var credentials = """{"grant_type":"client_credentials","client_id":"12345678","client_secret":"secret_example_9fd1","id_user":42,"revoke_previous":true}""";
        var (_, renewed) = await SendAsync("POST", "auth/renew", credentials, token: "none");
        var token = (string)renewed!["access_token"]!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("GET", "users/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "users/me", token: token)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", "auth/token", token: token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("GET", "users/me", token: token)).Status);
        Assert.Equal(0, Powens.UsersCreated);
    }

    [Fact]
    public async Task Lists_are_paged_with_absolute_links()
    {
        for (var index = 0; index < 5; index++)
        {
            Powens.AddConnection(User);
        }

        var seen = new List<long>();
        for (var next = "users/me/connections?limit=2"; next is not null;)
        {
            var (_, page) = await SendAsync("GET", next);
            Assert.Equal(5, (int)page!["total"]!);
            seen.AddRange(page["connections"]!.AsArray().Select(connection => (long)connection!["id"]!));
            next = (string?)page["_links"]!["next"]?["href"];
        }

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("GET", "users/me/connections?limit=0")).Status);
    }

    [Fact]
    public async Task A_sync_just_after_another_is_refused_and_one_without_the_user_starts_nothing()
    {
        var healthy = Powens.AddConnection(User);
        var broken = Powens.AddConnection(User, c => c.NeedsConsent());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", $"users/me/connections/{healthy.Id}?psu_requested=true")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("PUT", $"users/me/connections/{healthy.Id}?psu_requested=true")).Status);

        await SendAsync("PUT", $"users/me/connections/{broken.Id}?psu_requested=false");

        Assert.Equal("SCARequired", await StateOfAsync(broken));
    }

    [Fact]
    public async Task Faults_show_what_they_promise()
    {
        var connection = Powens.AddConnection(User);
        Powens.Faults
            .Add(Fault.TooManyRequests(TimeSpan.FromSeconds(7)))
            .Add(Fault.ServerError(503))
            .Add(Fault.UnknownState("futureState"));
        var path = $"users/me/connections/{connection.Id}";

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync("GET", path)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("GET", path)).Status);
        Assert.Equal("futureState", await StateOfAsync(connection));
        Assert.Null(await StateOfAsync(connection));
        Assert.Equal(0, Powens.Faults.Remaining);
    }

    [Fact]
    public async Task A_slow_answer_waits_on_the_clock()
    {
        var connection = Powens.AddConnection(User);
        Powens.Faults.Add(Fault.Slow(TimeSpan.FromMinutes(1)));
        var read = StateOfAsync(connection);
        await Clock.WaitForTimersAsync(1);
        Assert.False(read.IsCompleted);

        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await read);
    }

    private static string Encrypt(string value, JsonNode key)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = FromBase64Url((string)key["n"]!), Exponent = FromBase64Url((string)key["e"]!) });
        var contentKey = RandomNumberGenerator.GetBytes(32);
        var nonce = RandomNumberGenerator.GetBytes(12);
        var plainText = Encoding.UTF8.GetBytes(value);
        var cipherText = new byte[plainText.Length];
        var tag = new byte[16];
        var header = ToBase64Url(Encoding.UTF8.GetBytes($$"""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"{{(string)key["kid"]!}}"}"""));
        using var aes = new AesGcm(contentKey, 16);
        aes.Encrypt(nonce, plainText, cipherText, tag, Encoding.ASCII.GetBytes(header));
        var encryptedKey = rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256);
        return string.Join('.', header, ToBase64Url(encryptedKey), ToBase64Url(nonce), ToBase64Url(cipherText), ToBase64Url(tag));
    }

    private static string ToBase64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] FromBase64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
