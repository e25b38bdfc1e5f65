using System.Globalization;
using System.Text;
using ConnectionSdk;
using ConnectionSdk.Benchmarks;
using ConnectionSdk.Powens;
using ConnectionSdk.TestKit;

// Without arguments: the full run, times and bytes. With `gate`: short, bytes only decide, exit code 1 above a limit of docs/performance.md.
const int WebhookLimit = 2_560;
const int ParkedLimit = 1_024;
var gate = args is ["gate"];
var body = Body();
var connection = ConnectionRef.Parse("powens:42/1201");
if (args is [ColdStart.Argument, var way])
{
    return await ColdStart.RunAsync(way, body, connection).ConfigureAwait(false);
}

if (args.Length > 0 && !gate)
{
    await Console.Error.WriteLineAsync("Unknown argument. Run without arguments, or with: gate").ConfigureAwait(false);
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"One GetAsync of a Powens connection, body {body.Length} bytes, .NET {Environment.Version}, {Environment.ProcessorCount} cores.");
Console.WriteLine();
Console.WriteLine("| where | floor | ConnectionSdk | time | bytes | limit, bytes |");
Console.WriteLine("|---|---|---|---|---|---|");

var withinLimits = true;
using (var floor = new Floor(new Uri("https://example-sandbox.biapi.pro/2.0/"), new FixedReply(body)))
{
    var subject = new Subject(new Uri("https://example-sandbox.biapi.pro/2.0/"), new FixedReply(body));
    withinLimits &= await CompareAsync("in memory", floor, subject, gate ? 5_000 : 40_000, limit: 1.25).ConfigureAwait(false);
}

using (var server = new LoopbackServer(body))
using (var handler = new SocketsHttpHandler())
using (var floor = new Floor(server.Address, handler))
{
    var subject = new Subject(server.Address, handler: null);
    withinLimits &= await CompareAsync("loopback", floor, subject, gate ? 1_000 : 5_000, limit: 1.35).ConfigureAwait(false);
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
    withinLimits = false;
}

Console.WriteLine();
foreach (var (name, delivery) in new[] { ("Araucaria", Deliveries.Araucaria()), ("Flinks", Deliveries.Flinks()) })
{
    var costs = await Comparison.RunAsync(gate ? 5_000 : 20_000, delivery.CheckDigestAsync, delivery.VerifyAndReadAsync).ConfigureAwait(false);
    Console.WriteLine(
        $"Webhook of {name}, {Deliveries.Size} bytes: verified and read {costs[1].Microseconds:0.0} µs, {costs[1].Bytes:0} B; the bare digest {costs[0].Microseconds:0.0} µs (limit {WebhookLimit} B).");
    withinLimits &= costs[1].Bytes <= WebhookLimit;
}

var parked = await ParkedWaits.BytesAsync(Body("decoupled")).ConfigureAwait(false);
Console.WriteLine($"A parked wait: {parked:0} B (limit {ParkedLimit} B).");
withinLimits &= parked <= ParkedLimit;

if (!gate)
{
    await ColdStart.ReportAsync().ConfigureAwait(false);
}

Console.WriteLine(withinLimits ? "Within the limits for bytes." : "ABOVE a limit for bytes.");
return withinLimits ? 0 : 1;

async Task<bool> CompareAsync(string where, Floor floor, Subject subject, int calls, double limit)
{
    using var source = new CancellationTokenSource();
    var costs = await Comparison.RunAsync(
        calls,
        () => floor.GetAsync("1201", source.Token),
        () => subject.GetAsync(connection, source.Token)).ConfigureAwait(false);
    var time = costs[1].Microseconds / costs[0].Microseconds;
    var bytes = costs[1].Bytes / costs[0].Bytes;
    Console.WriteLine(
        $"| {where} | {costs[0].Microseconds:0.0} µs, {costs[0].Bytes:0} B | {costs[1].Microseconds:0.0} µs, {costs[1].Bytes:0} B | {time:0.00}x | {bytes:0.000}x | {limit:0.00}x |");
    return bytes <= limit;
}

// A connection with its connector and two sources, as Powens answers, without accounts and the white space of the fixtures.
static byte[] Body(string state = "SCARequired")
{
    var root = System.Text.Json.Nodes.JsonNode.Parse(Fixtures.Read($"powens/connection.{state}.json"))!.AsObject();
    root["connector"] = System.Text.Json.Nodes.JsonNode.Parse(
        """{"id":40,"uuid":"338178e6-3d01-564f-9a7b-52ca442459bf","name":"Connecteur de test","beta":false,"capabilities":["bank"]}""");
    root["sources"] = System.Text.Json.Nodes.JsonNode.Parse(Fixtures.Read("powens/connection.sources.list.json"))!["sources"]!.DeepClone();
    return Encoding.UTF8.GetBytes(root.ToJsonString());
}
