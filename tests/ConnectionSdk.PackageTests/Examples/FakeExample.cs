namespace ConnectionSdk.PackageTests.Examples;

/// <summary>docs/testing.md: a test without any server.</summary>
public sealed class FakeExample
{
    private static readonly ConnectionRef Reference = ConnectionRef.Parse("powens:42/1201");

    [Theory]
    [InlineData(ConnectionState.ReconnectRequired, "Your bank asks for you.")]
    [InlineData(ConnectionState.Active, null)]
    [InlineData(ConnectionState.Unknown, null)]
    public async Task The_banner_follows_the_state(ConnectionState state, string? expected)
    {
        var connections = new FakeConnections
        {
            OnGet = reference => new Connection
            {
                Ref = reference,
                ObservedAt = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
                Status = new ConnectionStatus { State = state, Action = new RequiredAction.None(), Provider = new ProviderStatus("SCARequired", Recognised: true) },
            },
        };

        Assert.Equal(expected, await new Banner(connections).TextAsync(Reference));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_said_in_plain_words()
    {
        var connections = new FakeConnections
        {
            OnGet = _ => throw new ProviderException(ProviderErrorKind.Unavailable, "powens", "GetConnection") { IsTransient = true },
        };

        Assert.Equal("Your bank cannot be reached just now.", await new Banner(connections).TextAsync(Reference));
    }
}
