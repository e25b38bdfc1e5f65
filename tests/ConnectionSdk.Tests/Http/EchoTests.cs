using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Http;

/// <summary>A provider that repeats what it was sent does not bring a key or a code into exceptions, results and logs.</summary>
public sealed class EchoTests
{
    private const string Key = "key+0f6e92d1/31aa==";
    private const string Code = "73519428";
    private const string Connection = "conn_0012";

    private static readonly ProviderHttpOptions Once = new() { Retries = false };

    [Theory]
    [InlineData("""{"code":"bad key+0f6e92d1/31aa==","message":"the key key+0f6e92d1/31aa== is wrong"}""", "bad *******************", "the key ******************* is wrong")]
    [InlineData("""{"code":"x","message":"73519428 is not the code"}""", "x", "******** is not the code")]
    [InlineData("""{"code":"x","message":"code \"73519428\" is wrong"}""", "x", "**************************")]
    [InlineData("""{"code":"conn_0012","message":"conn_0012"}""", "conn_0012", "conn_0012")]
    [InlineData("""{"code":"x","message":"nothing of it"}""", "x", "nothing of it")]
    public async Task What_an_error_repeats_is_masked(string answer, string code, string message)
    {
        using var provider = new FakeProvider(FakeProvider.Answer(400, answer));
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(http));

        Assert.Equal((code, message), (error.ProviderCode, error.ProviderMessage));
    }

    [Fact]
    public async Task A_key_in_an_answer_that_is_no_error_is_masked_and_a_value_is_not()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(200, $$"""{"name":"{{Key}} {{Code}}"}"""));
        using var http = provider.Connect(Once);

        var answer = await SubmitAsync(http);

        Assert.Equal($"{new string('*', Key.Length)} {Code}", answer.Body.Name);
    }

    [Theory]
    [InlineData("req-1", "req-1")]
    [InlineData("Root=1-67891233;Parent=53995c3f@a/b", "Root=1-67891233;Parent=53995c3f@a/b")]
    [InlineData("of " + Key, null)]
    [InlineData(Key, null)]
    [InlineData("{\"code\":\"73519428\"}", null)]
    public async Task A_request_id_is_taken_only_when_it_can_be_one(string header, string? expected)
    {
        using var provider = new FakeProvider(FakeProvider.Answer(400, also: response => response.Headers.TryAddWithoutValidation("X-Request-Id", header)));
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(http));

        Assert.Equal(expected, error.RequestId);
    }

    private static Task<ProviderResponse<FakeDto>> SubmitAsync(ProviderHttp http) => http.SendAsync(
        new ProviderCall("Submit", CallEffect.Submit, HttpMethod.Post, "things"),
        ProviderPath.Literal("things"),
        FakeJson.Instance.FakeDto,
        ProviderBody.Json(0, static (writer, _) =>
        {
            writer.WriteStartObject();
            writer.WriteString("code", Code);
            writer.WriteString("connection", Connection);
            writer.WriteEndObject();
        }),
        CallCredential.Header("Authorization", new SensitiveString(Key), "Bearer ")).AsTask();
}
