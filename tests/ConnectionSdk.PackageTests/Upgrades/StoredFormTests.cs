using System.Text.Json.Nodes;
using ConnectionSdk.PackageTests.Conventions;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.PackageTests.Upgrades;

/// <summary>
/// Sessions that an earlier version stored are read by this one. The files are kept for good: a version that changes the form adds its own.
/// </summary>
public sealed class StoredFormTests
{
    public static TheoryData<string> ReconnectSessions => [.. Files("reconnect-session.*.json")];

    public static TheoryData<string> ConnectSessions => [.. Files("connect-session.*.json")];

    [Theory]
    [MemberData(nameof(ReconnectSessions))]
    public void A_stored_repair_is_read_whole(string file)
    {
        var stored = Read(file);

        var session = ReconnectSession.FromJson(stored);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), JsonNode.Parse(session.ToJson())), session.ToJson());
    }

    [Theory]
    [MemberData(nameof(ReconnectSessions))]
    public async Task A_stored_repair_is_taken_up(string file)
    {
        var session = ReconnectSession.FromJson(Read(file));
        var stores = new FakeStores();
        Assert.True(await ((IReconnectSessionStore)stores).TryAddAsync(StoredReconnectSession.From(session), default));
        var flow = new ReconnectFlow(new ConnectionProviders([new StandIn()]), stores, timeProvider: new SimulatedClock());

        var found = await flow.GetAsync(session.Id);
        var ended = await flow.CancelAsync(session.Id);

        Assert.Equal(session.Phase, found.Phase);
        Assert.True(found.Version >= session.Version);
        Assert.Equal(session.IsFinished ? session.Outcome : ReconnectOutcome.Abandoned, ended.Outcome);
    }

    [Theory]
    [MemberData(nameof(ReconnectSessions))]
    public async Task A_list_that_an_older_version_did_not_store_counts_as_empty(string file)
    {
        var stored = JsonNode.Parse(Read(file))!;
        Assert.True(stored["memory"]!.AsObject().Remove("states"));
        var session = ReconnectSession.FromJson(stored.ToJsonString());
        var stores = new FakeStores();
        Assert.True(await ((IReconnectSessionStore)stores).TryAddAsync(StoredReconnectSession.From(session), default));
        var flow = new ReconnectFlow(new ConnectionProviders([new StandIn()]), stores, timeProvider: new SimulatedClock());

        Assert.True((await flow.CancelAsync(session.Id)).IsFinished);
    }

    [Theory]
    [MemberData(nameof(ConnectSessions))]
    public void A_stored_first_connection_is_read_whole(string file)
    {
        var stored = Read(file);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), JsonNode.Parse(ConnectSession.FromJson(stored).ToJson())));
    }

    [Theory]
    [MemberData(nameof(ReconnectSessions))]
    public void What_a_later_version_adds_is_passed_over(string file)
    {
        var stored = JsonNode.Parse(Read(file))!.AsObject();
        stored["tomorrow"] = new JsonObject { ["answer"] = 42 };
        stored["memory"]!["tomorrow"] = "42";

        Assert.Equal(ReconnectSession.FromJson(Read(file)).ToJson(), ReconnectSession.FromJson(stored.ToJsonString()).ToJson());
    }

    [Fact]
    public void What_this_version_cannot_know_is_refused_in_plain_words()
    {
        var stored = JsonNode.Parse(Read(Files("reconnect-session.*.json").First()))!.AsObject();
        stored["phase"] = "Tomorrow";

        var refused = Assert.Throws<ConnectionSdkException>(() => ReconnectSession.FromJson(stored.ToJsonString()));

        Assert.Contains("cannot be read by this version", refused.Message, StringComparison.Ordinal);
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "ConnectionSdk.PackageTests", "Upgrades");

    private static IEnumerable<string> Files(string pattern) => Directory.GetFiles(Folder, pattern).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
