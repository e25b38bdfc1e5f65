using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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
    public async Task The_bank_s_own_questions_keep_what_was_typed_but_no_key_and_nothing_else_does()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(401, $$"""
            {"asked":["{{Code}} or {{Code}}0?","the key\u002B0f6e92d1\/31aa== of","the {{Key}} of"],"said":"{{Code}} is not the code",
             "inner":{"asked":["{{Code}} or {{Code}}0?"]} }
            """));
        using var http = provider.Connect(Once);

        var answer = (await SubmitAsync(http, AskingJson.Instance.AskingDto, Asking)).Body;

        Assert.Equal(($"{Code} or {Code}0?", "******** is not the code"), (answer.Asked![0], answer.Said));
        Assert.All(answer.Asked, asked => Assert.DoesNotContain("0f6e92d1", asked, StringComparison.Ordinal));
        Assert.Equal("******** or ********0?", answer.Inner!.Asked![0]);
    }

    [Fact]
    public async Task A_single_text_where_questions_belong_is_masked_as_any_other()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(401, $$"""{"asked":"{{Code}} is not the code","said":"{{Code}} neither"}"""));
        using var http = provider.Connect(Once, errors: new AskedReader());

        var call = new ProviderCall("Submit", CallEffect.Submit, HttpMethod.Post, "things") { QuestionsMember = "asked" };

        var error = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(http, AskingJson.Instance.AskingDto, call));

        Assert.Equal("******** is not the code ******** neither", error.ProviderMessage);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task What_any_refusal_repeats_is_masked_a_redirect_s_included(int status)
    {
        using var provider = new FakeProvider(FakeProvider.Answer(status, """{"code":"not 73519428","message":"73519428 is not the code"}"""));
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(http));

        Assert.Equal(("not ********", "******** is not the code"), (error.ProviderCode, error.ProviderMessage));
    }

    [Theory]
    [InlineData("key key+0f6e92d1\\/31aa== is wrong")]
    [InlineData("key key\\u002B0f6e92d1/31aa== is wrong")]
    public async Task A_key_that_an_error_repeats_in_another_spelling_is_masked(string message)
    {
        using var provider = new FakeProvider(FakeProvider.Answer(400, $$"""{"code":"x","message":"{{message}}"}"""));
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(http));

        Assert.Equal(("x", new string('*', message.Length)), (error.ProviderCode, error.ProviderMessage));
    }

    [Fact]
    public async Task A_refusal_whose_text_was_cut_in_the_middle_of_a_character_is_still_a_refusal()
    {
        using var provider = new FakeProvider(FakeProvider.Answer(400, """{"code":"locked","note":"the code is wrong \ud83d"}"""));
        using var http = provider.Connect(Once);

        var error = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(http));

        Assert.Equal((ProviderErrorKind.Locked, "locked"), (error.Kind, error.ProviderCode));
    }

    [Fact]
    public async Task Where_a_success_may_be_an_error_its_sentences_are_masked_and_its_tokens_are_not()
    {
        var token = $"eyJ{Code}.sig";
        using var provider = new FakeProvider(
            FakeProvider.Answer(200, $$"""{"name":"{{token}}"}"""),
            FakeProvider.Answer(200, $$"""{"code":"x","message":"{{Code}} is not the code"}"""));
        using var http = provider.Connect(Once, errors: new EnvelopeReader());

        var answer = await SubmitAsync(http);
        var error = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(http));

        Assert.Equal((token, "******** is not the code"), (answer.Body.Name, error.ProviderMessage));
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

    private static readonly ProviderCall Submit = new("Submit", CallEffect.Submit, HttpMethod.Post, "things");

    private static readonly ProviderCall Asking = new("Submit", CallEffect.Submit, HttpMethod.Post, "things") { AnyStatusIsResult = true, QuestionsMember = "asked" };

    private static Task<ProviderResponse<FakeDto>> SubmitAsync(ProviderHttp http) => SubmitAsync(http, FakeJson.Instance.FakeDto, Submit);

    private static Task<ProviderResponse<T>> SubmitAsync<T>(ProviderHttp http, JsonTypeInfo<T> answer, ProviderCall call)
        where T : class => http.SendAsync(
        call,
        ProviderPath.Literal("things"),
        answer,
        ProviderBody.Json(0, static (writer, _) =>
        {
            writer.WriteStartObject();
            writer.WriteString("code", Code);
            writer.WriteString("connection", Connection);
            writer.WriteEndObject();
        }),
        CallCredential.Header("Authorization", new SensitiveString(Key), "Bearer ")).AsTask();
}

internal sealed class AskingDto
{
    public string[]? Asked { get; set; }

    public string? Said { get; set; }

    public AskingDto? Inner { get; set; }
}

[JsonSerializable(typeof(AskingDto))]
internal sealed partial class AskingJson : JsonSerializerContext
{
    public static AskingJson Instance { get; } = new(ProviderJson.CreateOptions(JsonNamingPolicy.CamelCase));
}

/// <summary>Quotes an error whose questions are one text.</summary>
internal sealed class AskedReader : IProviderErrorReader
{
    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body)
    {
        using var error = JsonDocument.Parse(body.ToArray());
        return new ProviderError { Code = "x", DeveloperMessage = $"{error.RootElement.GetProperty("asked").GetString()} {error.RootElement.GetProperty("said").GetString()}" };
    }
}

/// <summary>Reads the same, also from answers that call themselves a success.</summary>
internal sealed class EnvelopeReader : IProviderErrorReader
{
    private readonly CodeReader _codes = new();

    public bool LooksInsideSuccess => true;

    public ProviderError? Read(int statusCode, string? contentType, ReadOnlySpan<byte> body) => _codes.Read(statusCode, contentType, body);
}
