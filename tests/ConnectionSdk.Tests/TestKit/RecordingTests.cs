using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Tests.TestKit;

public sealed class RecordingTests
{
    [Fact]
    public void Logs_of_every_level_are_kept_with_values_scopes_and_exception()
    {
        using var logs = new RecordingLoggerProvider();
        using var factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var logger = factory.CreateLogger("Area");

        using (logger.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = "acme" }))
        {
            logger.LogTrace(new InvalidOperationException("cause"), "Sent {Method}", "POST");
        }

        var record = Assert.Single(logs.Records);
        Assert.Equal((LogLevel.Trace, "Area", "Sent POST"), (record.Level, record.Category, record.Message));
        Assert.Contains(KeyValuePair.Create("Method", (object?)"POST"), record.Values);
        Assert.Equal(["[tenant, acme]"], record.Scopes);
        Assert.Contains("cause", logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activities_of_this_test_are_kept_and_those_of_others_are_not()
    {
        using var source = new ActivitySource("kit.activities");
        Task elsewhere;
        using (ExecutionContext.SuppressFlow())
        {
            elsewhere = Task.Run(() => source.StartActivity("of another test")?.Dispose());
        }

        using var recorder = new ActivityRecorder(source.Name);
        using (ExecutionContext.SuppressFlow())
        {
            elsewhere = Task.WhenAll(elsewhere, Task.Run(() => source.StartActivity("of another test")?.Dispose()));
        }

        await elsewhere;
        await Task.Run(() => source.StartActivity("mine")?.SetTag("outcome", "ok").AddEvent(new ActivityEvent("retried")).Dispose());

        Assert.Equal("mine", Assert.Single(recorder.Activities).OperationName);
        Assert.Contains("tag outcome = ok\n  event retried", recorder.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurements_of_this_test_are_kept_and_those_of_others_are_not()
    {
        using var meter = new Meter("kit.measurements");
        var counter = meter.CreateCounter<long>("calls", "{call}");
        using var recorder = new MeterRecorder(meter.Name);
        Task elsewhere;
        using (ExecutionContext.SuppressFlow())
        {
            elsewhere = Task.Run(() => counter.Add(5));
        }

        await elsewhere;
        await Task.Run(() => counter.Add(2, new KeyValuePair<string, object?>("provider", "powens")));
        meter.CreateHistogram<double>("duration", "s").Record(0.5);

        Assert.Equal("calls 2 {call} provider=powens", Assert.Single(recorder.Of("calls")).ToString());
        Assert.Equal(2, recorder.Measurements.Count);
    }

    [Theory]
    [InlineData("raw", "x 91\"82+/73 é x")]
    [InlineData("hex", "39312238322b2f373320c3a9")]
    [InlineData("URL-escaped", "q=91%2282%2b%2f73%20%c3%a9&")]
    [InlineData("form-escaped", "q=91%2282%2B%2F73+%C3%A9&")]
    [InlineData("JSON-escaped", """{"otp":"91\"82+/73 é"}""")]
    [InlineData("JSON-escaped", """{"otp":"91\u002282\u002B/73 \u00E9"}""")]
    [InlineData("reversed", "é 37/+28\"19")]
    public void A_planted_secret_is_found_in_disguise(string disguise, string text)
    {
        var canaries = new CanaryScanner().Add("otp", "91\"82+/73 é");

        Assert.Equal([$"log: otp ({disguise})"], canaries.Find("log", text));
    }

    [Fact]
    public void A_planted_secret_is_found_wherever_it_lies_in_a_longer_base64_value()
    {
        var canaries = new CanaryScanner().Add("key", "made-up>>>key???1");
        for (var before = 0; before < 6; before++)
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('u', before) + "made-up>>>key???1" + "tail"));

            Assert.NotEmpty(canaries.Find("header", base64));
            Assert.NotEmpty(canaries.Find("header", base64.Replace('+', '-').Replace('/', '_')));
        }

        Assert.Empty(canaries.Find("header", Convert.ToBase64String("something else entirely"u8)));
    }
}
