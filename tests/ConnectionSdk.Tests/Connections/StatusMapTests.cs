using ConnectionSdk.Diagnostics;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Connections;

public sealed class StatusMapTests
{
    private static readonly StatusRow Wrong = new()
    {
        Code = "wrongpass",
        State = ConnectionState.ReconnectRequired,
        Reason = StatusReason.CredentialsInvalid,
        Action = RequiredActionKind.OpenWidget,
        Actor = Actor.EndUser,
        Meaning = "The bank refused the password.",
        Source = "test",
    };

    private readonly StatusMap _map = new([Wrong, Wrong with { Code = "", State = ConnectionState.Active }]);

    [Theory]
    [InlineData("wrongpass", true, ConnectionState.ReconnectRequired)]
    [InlineData("WRONGPASS", true, ConnectionState.ReconnectRequired)]
    [InlineData("", true, ConnectionState.Active)]
    [InlineData(null, true, ConnectionState.Active)]
    [InlineData("inventedTomorrow", false, ConnectionState.Unknown)]
    public void A_code_is_found_without_regard_to_case_and_its_absence_is_a_code_too(string? code, bool recognised, ConnectionState state)
    {
        Assert.Equal(state, _map.Find(code, out var found).State);
        Assert.Equal(recognised, found);
    }

    [Fact]
    public void An_unknown_code_is_taken_cautiously()
    {
        var status = ConnectionStatus.From(_map.Find("inventedTomorrow", out _), new ProviderStatus("inventedTomorrow", false));

        Assert.Equal(ConnectionState.Unknown, status.State);
        Assert.Equal(StatusReason.Unrecognised, status.Reason);
        Assert.Equal(RequiredActionKind.ContactSupport, status.Action.Kind);
        Assert.False(status.DataUsable);
        Assert.False(status.RefreshAllowed);
        Assert.False(status.RecoversByItself);
        Assert.True(status.ReconnectAllowed);
    }

    [Fact]
    public void Ten_thousand_random_codes_throw_nothing()
    {
        var random = new Random(7);
        var reader = new StatusReader(new ProviderId("fake"), _map, new RecordingLoggerProvider().CreateLogger("x"));
        for (var i = 0; i < 10_000; i++)
        {
            var code = string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => (char)random.Next(0, 0xFFFF)));
            reader.Find(code, out var recognised);
            Assert.Equal(code.Length == 0, recognised);
        }
    }

    [Fact]
    public void Every_unknown_code_is_counted_and_each_new_one_is_warned_about_once()
    {
        using var meter = new MeterRecorder(ConnectionSdkDiagnostics.MeterName);
        using var logs = new RecordingLoggerProvider();
        var provider = new ProviderId("status-map-tests");
        var reader = new StatusReader(provider, _map, logs.CreateLogger("x"));

        foreach (var code in new[] { "new1", "new1", "new2", "wrongpass", "new1\r\nforged line" })
        {
            reader.Find(code, out _);
        }

        Assert.Equal(4, meter.Of(ConnectionSdkDiagnostics.UnmappedStatusName)
            .Where(measurement => Equals(measurement.Tags[ConnectionSdkDiagnostics.ProviderTag], provider.Name)).Sum(measurement => measurement.Value));
        Assert.Equal(3, logs.Records.Count);
        Assert.DoesNotContain('\r', logs.Text);
    }

    [Fact]
    public void A_flood_of_new_codes_stops_being_logged_but_not_being_counted()
    {
        using var logs = new RecordingLoggerProvider();
        var reader = new StatusReader(new ProviderId("fake"), _map, logs.CreateLogger("x"));
        for (var i = 0; i < 2_000; i++)
        {
            reader.Find($"code{i}", out _);
        }

        Assert.Equal(256, logs.Records.Count);
    }

    [Fact]
    public void Looking_a_code_up_allocates_nothing()
    {
        var reader = new StatusReader(new ProviderId("fake"), _map, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        reader.Find("wrongpass", out _);
        _map.Find("unknown", out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            reader.Find("wrongpass", out _);
            reader.Find(null, out _);
            _map.Find("unknown", out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_integrators_row_wins_and_leaves_the_first_map_alone()
    {
        var changed = _map.With([Wrong with { State = ConnectionState.Degraded }]);

        Assert.Equal(ConnectionState.Degraded, changed.Find("wrongpass", out _).State);
        Assert.Equal(ConnectionState.ReconnectRequired, _map.Find("wrongpass", out _).State);
    }
}
