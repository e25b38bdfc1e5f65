using System.Globalization;
using System.Text;
using ConnectionSdk;
using ConnectionSdk.Benchmarks;
using ConnectionSdk.Powens;
using ConnectionSdk.TestKit;

// Without arguments: the full run, times and bytes. With `gate`: short, bytes only decide, exit code 1 above a goal of docs/performance.md.
var gate = args is ["gate"];
if (args.Length > 0 && !gate)
{
    await Console.Error.WriteLineAsync("Unknown argument. Run without arguments, or with: gate").ConfigureAwait(false);
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var body = Body();
var connection = ConnectionRef.Parse("powens:42/1201");
Console.WriteLine($"One GetAsync of a Powens connection, body {body.Length} bytes, .NET {Environment.Version}, {Environment.ProcessorCount} cores.");
Console.WriteLine();
Console.WriteLine("| where | floor | ConnectionSdk | time | bytes | goal, bytes |");
Console.WriteLine("|---|---|---|---|---|---|");

var withinGoals = true;
using (var floor = new Floor(new Uri("https://example-sandbox.biapi.pro/2.0/"), new FixedReply(body)))
{
    var subject = new Subject(new Uri("https://example-sandbox.biapi.pro/2.0/"), new FixedReply(body));
    withinGoals &= await CompareAsync("in memory", floor, subject, gate ? 5_000 : 40_000, goal: 1.25).ConfigureAwait(false);
}

using (var server = new LoopbackServer(body))
using (var handler = new SocketsHttpHandler())
using (var floor = new Floor(server.Address, handler))
{
    var subject = new Subject(server.Address, handler: null);
    withinGoals &= await CompareAsync("loopback", floor, subject, gate ? 1_000 : 5_000, goal: 1.35).ConfigureAwait(false);
}

var map = PowensStatusMap.Map;
var mapping = await Comparison.RunAsync(1_000, () =>
{
    for (var i = 0; i < 1_000; i++)
    {
        map.Find("SCARequired", out _);
    }

    return Task.CompletedTask;
}).ConfigureAwait(false);
Console.WriteLine();
Console.WriteLine($"Status code to row: {mapping[0].Microseconds:0.0} ns, {mapping[0].Bytes / 1_000:0.000} bytes.");
if (mapping[0].Bytes >= 1)
{
    Console.WriteLine("A status mapping must not allocate.");
    withinGoals = false;
}

Console.WriteLine(withinGoals ? "Within the goals for bytes." : "ABOVE a goal for bytes.");
return withinGoals ? 0 : 1;

async Task<bool> CompareAsync(string where, Floor floor, Subject subject, int calls, double goal)
{
    using var source = new CancellationTokenSource();
    var costs = await Comparison.RunAsync(
        calls,
        () => floor.GetAsync("1201", source.Token),
        () => subject.GetAsync(connection, source.Token)).ConfigureAwait(false);
    var time = costs[1].Microseconds / costs[0].Microseconds;
    var bytes = costs[1].Bytes / costs[0].Bytes;
    Console.WriteLine(
        $"| {where} | {costs[0].Microseconds:0.0} µs, {costs[0].Bytes:0} B | {costs[1].Microseconds:0.0} µs, {costs[1].Bytes:0} B | {time:0.00}x | {bytes:0.000}x | {goal:0.00}x |");
    return bytes <= goal;
}

// A connection with its connector and two sources, as Powens answers with expand=connector,sources, without the white space of the fixtures.
static byte[] Body()
{
    var root = System.Text.Json.Nodes.JsonNode.Parse(Fixtures.Read("powens/connection.SCARequired.json"))!.AsObject();
    root["connector"] = System.Text.Json.Nodes.JsonNode.Parse(
        """{"id":40,"uuid":"338178e6-3d01-564f-9a7b-52ca442459bf","name":"Connecteur de test","beta":false,"capabilities":["bank"]}""");
    root["sources"] = System.Text.Json.Nodes.JsonNode.Parse(Fixtures.Read("powens/connection.sources.list.json"))!["sources"]!.DeepClone();
    return Encoding.UTF8.GetBytes(root.ToJsonString());
}
