using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConnectionSdk.Tests.Http;

public sealed partial class SensitiveStringTests
{
    private const string Canary = "c4nary-\"ü";

    [Fact]
    public void Nothing_that_prints_it_shows_it()
    {
        using var secret = new SensitiveString(Canary);
        var holder = new Holder(secret, "x");

        Assert.Equal("***", secret.ToString());
        Assert.Equal("a *** b", $"a {secret} b");
        Assert.Equal("***", string.Format(CultureInfo.InvariantCulture, "{0}", secret));
        Assert.DoesNotContain("c4nary", holder.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"Secret":"***","Other":"x"}""", JsonSerializer.Serialize(holder, SecretJson.Default.Holder));
        Assert.Equal("***", TypeDescriptor.GetConverter(typeof(SensitiveString)).ConvertToInvariantString(secret));
        Assert.Throws<ArgumentException>(() => new SensitiveString(new string('\ud800', 1)));
    }

    [Fact]
    public void It_gives_itself_up_only_when_asked_and_not_after_dispose()
    {
        var secret = new SensitiveString(Canary);
        Assert.Equal(Canary, secret.Reveal());
        var span = secret.RevealUtf8();
        secret.Dispose();
        Assert.True(span.IndexOfAnyExcept((byte)0) < 0);
        Assert.Throws<ObjectDisposedException>(secret.Reveal);
    }

    [Fact]
    public void It_reads_from_json_and_refuses_its_own_mask()
    {
        var holder = JsonSerializer.Deserialize("""{"Secret":"a\u0062c","Other":"x"}""", SecretJson.Default.Holder)!;
        Assert.Equal("abc", holder.Secret.Reveal());
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"Secret":"***","Other":"x"}""", SecretJson.Default.Holder));
    }

    [Fact]
    public void It_equals_by_content()
    {
        Assert.Equal(new SensitiveString("a"), new SensitiveString("a"u8));
        Assert.NotEqual(new SensitiveString("a"), new SensitiveString("b"));
        Assert.Equal(new SensitiveString("a").GetHashCode(), new SensitiveString("a").GetHashCode());
    }

    [Fact]
    public void Options_take_it_from_text_and_from_configuration()
    {
        var options = new SecretOptions { ClientSecret = "s3cret" };
        Assert.Equal("s3cret", options.ClientSecret?.Reveal());

        // What the reflection-based configuration binder uses; the source-generated one knows no converters.
        var bound = (SensitiveString?)TypeDescriptor.GetConverter(typeof(SensitiveString)).ConvertFromInvariantString("from-file");
        Assert.Equal("from-file", bound?.Reveal());
    }

    internal sealed record Holder(SensitiveString Secret, string Other);

    internal sealed class SecretOptions
    {
        public SensitiveString? ClientSecret { get; set; }
    }

    [JsonSerializable(typeof(Holder))]
    internal sealed partial class SecretJson : JsonSerializerContext;
}
