using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Encodings.Web;
using ConnectionSdk.Diagnostics;
using ConnectionSdk.SecrecyTests.Capturing;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.SecrecyTests;

/// <summary>
/// The detectors are checked with leaks planted on purpose, one for each way out and each disguise: without that, finding nothing would mean nothing.
/// </summary>
public sealed class DetectorTests
{
    private const string Secret = "canary/secret+48120765";

    private static readonly Canary Canary = new("planted secret", Secret, SecretKind.Credential);

    public static TheoryData<string> Leaks { get; } =
    [
        "log message", "log value", "log scope", "log exception", "log exception data", "object in a log value",
        "activity tag", "activity event", "activity baggage", "activity status", "activity of another source", "metric tag",
        "exception message", "exception caught inside", "inner exception", "exception data", "exception member", "ToString", "member of a result", "item of a list", "key of a dictionary",
        "debugger display", "debugger proxy", "bytes", "stored session", "webhook store",
    ];

    public static TheoryData<string, string> Disguises { get; } = new()
    {
        { "raw", Secret },
        { "in capitals", Secret.ToUpperInvariant() },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)) },
        { "base64, one in", Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Secret)) },
        { "base64, two in", Convert.ToBase64String(Encoding.UTF8.GetBytes("xy" + Secret + "z")) },
        { "base64url", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { "hex", Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)) },
        { "hex, small", Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)).ToLowerInvariant() },
        { "hex with dashes", BitConverter.ToString(Encoding.UTF8.GetBytes(Secret)) },
        { "URL", Uri.EscapeDataString(Secret) },
        { "JSON", JavaScriptEncoder.Default.Encode(Secret) },
        { "reversed", new string([.. Secret.Reverse()]) },
    };

    [Theory]
    [MemberData(nameof(Leaks))]
    public void A_leak_planted_in_a_sink_is_found(string leak)
    {
        using var capture = new Capture();

        Plant(leak, capture);

        Assert.Contains(new Search([Canary]).In(capture.All), hit => !hit.Permitted);
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_disguise_is_seen_through(string disguise, string text)
    {
        var hits = new Search([Canary]).In([new Emission(disguise, "", $"before {text} after")]);

        Assert.Contains(hits, hit => !hit.Permitted);
    }

    [Fact]
    public void What_is_handed_over_on_purpose_is_permitted_at_its_member_alone()
    {
        var token = new Canary("widget token", "wt-9f31ab77c0", SecretKind.Launch);
        var action = new RequiredAction.OpenWidget
        {
            Launch = new WidgetLaunch
            {
                Provider = "aerosync",
                Source = new Uri("https://widget.example/"),
                Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token.Value },
                MessageOrigin = "https://widget.example",
            },
        };

        var hits = new Search([token]).In(ObjectText.Of("results", action));

        Assert.NotEmpty(hits);
        Assert.All(hits, hit => Assert.True(hit is { Permitted: true, Emission.Owner: "WidgetLaunch.Parameters" }, hit.Finding));
        Assert.All(new Search([token with { Kind = SecretKind.Credential }]).In(ObjectText.Of("results", action)), hit => Assert.False(hit.Permitted));
    }

    [Fact]
    public void A_finding_does_not_repeat_the_secret()
    {
        var hit = Assert.Single(new Search([Canary]).In([new Emission("logs", "", Secret)]), found => found.Finding.Contains("(raw)", StringComparison.Ordinal));

        Assert.DoesNotContain(Secret, hit.Finding, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, Action<ILogger>> InLogs = new(StringComparer.Ordinal)
    {
        ["log message"] = static logger => logger.LogTrace("signed in with canary/secret+48120765"),
        ["log value"] = static logger => Log(logger, Secret),
        ["object in a log value"] = static logger => Log(logger, new Holder { Value = Secret }),
        ["log exception"] = static logger => logger.LogError(new InvalidOperationException(Secret), "failed"),
        ["log exception data"] = static logger => logger.LogError(new InvalidOperationException("x") { Data = { ["body"] = Secret } }, "failed"),
        ["log scope"] = static logger =>
        {
            using var scope = logger.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["user"] = Secret });
            logger.LogTrace("inside");
        },
    };

    private static readonly Dictionary<string, Action<Activity>> InActivities = new(StringComparer.Ordinal)
    {
        ["activity tag"] = static activity => activity.SetTag("url", new Uri($"https://provider.example/{Secret}")),
        ["activity event"] = static activity => activity.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["body"] = Secret })),
        ["activity baggage"] = static activity => activity.SetBaggage("user", Secret),
        ["activity status"] = static activity => activity.SetStatus(ActivityStatusCode.Error, Secret),
        ["activity of another source"] = static _ =>
        {
            using var other = new ActivitySource("System.Net.Http.Planted");
            using var below = other.StartActivity("GET");
            below!.SetTag("url.full", $"https://provider.example/?code={Secret}");
        },
    };

    private static readonly Dictionary<string, Exception> Thrown = new(StringComparer.Ordinal)
    {
        ["exception message"] = new InvalidOperationException(Secret),
        ["inner exception"] = new InvalidOperationException("x", new IOException("y", new InvalidOperationException(Secret))),
        ["exception data"] = new InvalidOperationException("x", new IOException("y") { Data = { [Secret] = 1 } }),
        ["exception member"] = new ProviderException(ProviderErrorKind.Unknown, "powens", "Get") { ProviderMessage = Secret },
    };

    private static readonly Dictionary<string, object> Returned = new(StringComparer.Ordinal)
    {
        ["ToString"] = new Prints(),
        ["member of a result"] = new Holder { Value = new Holder { Value = Secret } },
        ["item of a list"] = new Holder { Value = (List<object>)[1, new Holder { Value = (string[])["a", Secret] }] },
        ["key of a dictionary"] = new Holder { Value = new Dictionary<string, int>(StringComparer.Ordinal) { [Secret] = 1 } },
        ["debugger display"] = new Displays(),
        ["debugger proxy"] = new Proxied(),
        ["bytes"] = new Holder { Value = new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(Secret)) },
        ["webhook store"] = Secret,
        ["stored session"] =
            new StoredReconnectSession(ReconnectSessionId.Create(), new ConnectionRef(new ProviderId("powens"), "1"), 1, false, default, $"{{\"memo\":\"{Secret}\"}}"),
    };

    private static void Plant(string leak, Capture capture)
    {
        if (InLogs.TryGetValue(leak, out var log))
        {
            using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(capture.Logs));
            log(factory.CreateLogger("planted"));
        }
        else if (InActivities.TryGetValue(leak, out var trace))
        {
            using var sdk = new ActivitySource(ConnectionSdkDiagnostics.ActivitySourceName);
            using var activity = sdk.StartActivity("planted");
            trace(activity!);
        }
        else if (Thrown.TryGetValue(leak, out var thrown))
        {
            capture.Keep(thrown);
        }
        else if (leak == "exception caught inside")
        {
            try
            {
                throw new ProviderException(ProviderErrorKind.Conflict, "powens", "Submit") { UserMessage = Secret };
            }
            catch (ProviderException)
            {
                // As an adapter does for a refusal that is an answer.
            }
        }
        else if (leak == "metric tag")
        {
            using var meter = new Meter(ConnectionSdkDiagnostics.MeterName);
            meter.CreateCounter<long>("planted").Add(1, new KeyValuePair<string, object?>("key", Secret));
        }
        else
        {
            capture.Keep("results", Returned[leak]);
        }
    }

    private static void Log(ILogger logger, object value) =>
        logger.Log(LogLevel.Trace, default, new Dictionary<string, object?>(StringComparer.Ordinal) { ["it"] = value }, null, static (_, _) => "no text");

    private sealed class Holder
    {
        public object? Value { get; init; }
    }

    private sealed class Prints
    {
        public override string ToString() => Secret;
    }

    [DebuggerDisplay("{Shown,nq}")]
    private sealed class Displays
    {
        private string Shown { get; } = Secret;

        public int Length => Shown.Length;
    }

    [DebuggerTypeProxy(typeof(View))]
    private sealed class Proxied
    {
        internal string Hidden { get; } = Secret;

        public sealed class View(Proxied proxied)
        {
            public string Value { get; } = proxied.Hidden;
        }
    }
}
