using System.Diagnostics;
using ConnectionSdk.Smoke;

// Published trimmed and native by .ci/run: what works in a test run can still be missing from an image. Exits with 1 when anything is wrong.
using var self = Process.GetCurrentProcess();
var start = TimeProvider.System.GetUtcNow() - new DateTimeOffset(self.StartTime.ToUniversalTime());
var clock = Stopwatch.StartNew();
try
{
    await using var world = await World.StartAsync();
    Console.WriteLine($"{Image.Description}: {start.TotalMilliseconds:0} ms to Main, {clock.ElapsedMilliseconds} ms to a running world");
    string[] repaired = [await world.RepairAerosyncAsync(), await world.RepairPowensAsync(), await world.RepairAraucariaAsync(), await world.RepairFlinksAsync()];
    foreach (var line in (string[])[.. repaired, await world.ReceiveWebhookAsync()])
    {
        Console.WriteLine($"  {line}");
    }

    Console.WriteLine($"smoke: {repaired.Length} of {repaired.Length} providers repaired in {clock.ElapsedMilliseconds} ms");
    return 0;
}
#pragma warning disable CA1031 // Whatever went wrong, the exit code says it and the text shows it.
catch (Exception wrong)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync(wrong.ToString());
    Console.WriteLine("smoke: FAILED");
    return 1;
}
