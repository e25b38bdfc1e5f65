using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Http;

public sealed class ProviderHttpTests
{
    private static readonly ProviderCall Get = new("GetThing", CallEffect.Read, HttpMethod.Get, "things/{id}");
    private static readonly ProviderCall Otp = new("SubmitCode", CallEffect.Submit, HttpMethod.Post, "things/{id}");

    [Fact]
    public async Task A_read_returns_its_typed_answer()
    {
        using var provider = new FakeProvider();
        using var http = provider.Connect();

        var answer = await http.SendAsync(Get, ProviderPath.Of($"things/{"a b"}?deep={true}"), FakeJson.Instance.FakeDto);

        Assert.Equal("ok", answer.Body.Name);
        Assert.Equal(7, answer.Body.Number);
        Assert.Equal("GET https://api.fake.example/v1/things/a%20b?deep=true", Assert.Single(provider.Seen));
    }

    [Fact]
    public async Task A_secret_goes_into_the_body_without_becoming_a_string()
    {
        using var provider = new FakeProvider();
        using var http = provider.Connect();
        using var code = new SensitiveString("12\"34");

        await http.SendAsync(Otp, ProviderPath.Literal("things/1"), ProviderBody.Json(code, static (writer, code) =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("otp");
            code.WriteTo(writer);
            writer.WriteEndObject();
        }));

        Assert.Equal("""{"otp":"12\u002234"}""", Assert.Single(provider.Bodies));
    }

    [Fact]
    public async Task A_refused_path_names_the_parameter_and_never_leaves()
    {
        using var provider = new FakeProvider();
        using var http = provider.Connect();
        const string user = "..";

        var error = await Assert.ThrowsAsync<ProviderException>(async () =>
            await http.SendAsync(Get, ProviderPath.Of($"things/{user}"), FakeJson.Instance.FakeDto));

        Assert.Equal(ProviderErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("user", error.Message, StringComparison.Ordinal);
        Assert.False(error.MayHaveBeenSent);
        Assert.Equal(0, provider.Calls);
    }
}
