namespace ConnectionSdk.Tests.Connections;

public sealed class ReferenceTests
{
    private static readonly string[] Nasty =
    [
        "1", "a/b", "a:b", "a@b", "100%", "%2F", "%zz", "..", "../users", "a b", " a ", "?x=1#y", "é", "日本語", "😀", "a+b", "Ünïcödé/@:%", "\\", "\"", "'", "<b>",
        "a.b", "~", "null", new('x', 256), new('語', 256),
    ];

    public static TheoryData<string> NastyParts => [.. Nasty];

    public static TheoryData<string> BadParts => ["", " ", "\t", "a\nb", "a\0b", "\u0085", new('x', 257)];

    [Theory]
    [MemberData(nameof(NastyParts))]
    public void A_reference_comes_back_from_its_text_whatever_its_parts_hold(string part)
    {
        foreach (var other in Nasty)
        {
            var provider = new ProviderId(part, other);
            RoundTrips(new ConnectionRef(provider, other, part));
            RoundTrips(new ConnectionRef(new ProviderId(other), part));
            RoundTrips(new ConnectionRef(new ProviderId(part), other, other));
            var user = new UserRef(provider, other);
            Assert.Equal(user, UserRef.Parse(user.ToString()));
            Assert.Equal(new UserRef(new ProviderId(part), other), UserRef.Parse(new UserRef(new ProviderId(part), other).ToString()));
        }
    }

    [Fact]
    public void A_thousand_random_references_come_back_and_no_two_share_a_text()
    {
        var random = new Random(20260302);
        var texts = new Dictionary<string, ConnectionRef>(StringComparer.Ordinal);
        for (var i = 0; i < 1_000; i++)
        {
            var reference = new ConnectionRef(new ProviderId(Part(), Maybe()), Part(), Maybe());
            RoundTrips(reference);
            Assert.Equal(reference, texts.TryGetValue(reference.ToString(), out var other) ? other : reference);
            texts[reference.ToString()] = reference;
        }

        string? Maybe() => random.Next(2) == 0 ? null : Part();
        string Part() => string.Concat(random.GetItems(["/", ":", "@", "%", "+", " ", ".", "é", "😀", "2F"], random.Next(1, 12))) + "x";
    }

    [Theory]
    [MemberData(nameof(BadParts))]
    public void A_part_that_would_not_survive_is_refused_at_once(string part)
    {
        Assert.Throws<ArgumentException>(() => new ProviderId(part));
        Assert.Throws<ArgumentException>(() => new ProviderId("powens", part));
        Assert.Throws<ArgumentException>(() => new ConnectionRef(new ProviderId("powens"), part));
        Assert.Throws<ArgumentException>(() => new ConnectionRef(new ProviderId("powens"), "1", part));
        Assert.Throws<ArgumentException>(() => new UserRef(new ProviderId("powens"), part));
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        foreach (var part in new[] { "\uD83D", "\uDE00x", "x\uD83Dx", "\uDE00\uD83D" })
        {
            Assert.Throws<ArgumentException>(() => new ProviderId(part));
        }
    }

    [Fact]
    public void A_registration_without_a_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConnectionRef(default, "1"));
        Assert.Throws<ArgumentException>(() => new UserRef(default, "1"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("powens")]
    [InlineData("powens:42")]
    [InlineData("powens/")]
    [InlineData("/1")]
    [InlineData("powens:/1")]
    [InlineData("powens@/1")]
    [InlineData("@acme/1")]
    [InlineData(":42/1")]
    [InlineData("powens/1/2")]
    [InlineData("powens/1:2")]
    [InlineData("powens/1@2")]
    [InlineData("powens:42@acme/1")]
    [InlineData("powens@a@b/1")]
    [InlineData("powens:1:2/3")]
    [InlineData("powens/%20")]
    [InlineData("powens/%00")]
    [InlineData("powens/a%0Ab")]
    public void Text_that_is_no_connection_reference_is_refused(string? text)
    {
        Assert.False(ConnectionRef.TryParse(text, out var connection));
        Assert.Null(connection);
        if (text is not null)
        {
            Assert.Throws<FormatException>(() => ConnectionRef.Parse(text));
        }
    }

    [Theory]
    [InlineData("powens")]
    [InlineData("powens:42/1")]
    [InlineData("powens:")]
    public void Text_that_is_no_user_reference_is_refused(string text) => Assert.False(UserRef.TryParse(text, out _));

    [Fact]
    public void The_text_form_is_the_documented_one()
    {
        Assert.Equal("powens@acme:42/1234", new ConnectionRef(new ProviderId("powens", "acme"), "1234", "42").ToString());
        Assert.Equal("flinks/1234", new ConnectionRef(new ProviderId("flinks"), "1234").ToString());
        Assert.Equal("powens@acme:42", new UserRef(new ProviderId("powens", "acme"), "42").ToString());
    }

    [Fact]
    public void Session_ids_are_32_lower_case_digits_and_nothing_else()
    {
        var id = ReconnectSessionId.Create();
        Assert.Equal(id, ReconnectSessionId.Parse(id.Value));
        Assert.NotEqual(id, ReconnectSessionId.Create());
        foreach (var bad in new[] { null, "", "x", id.Value[1..], id.Value + "0", id.Value.ToUpperInvariant()[..31] + "G" })
        {
            Assert.False(ReconnectSessionId.TryParse(bad, out _));
        }
    }

    private static void RoundTrips(ConnectionRef reference)
    {
        Assert.True(ConnectionRef.TryParse(reference.ToString(), out var parsed), reference.ToString());
        Assert.Equal(reference, parsed);
    }
}
