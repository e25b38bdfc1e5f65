using System.Text.Json;
using System.Text.Json.Nodes;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Tests.Reconnect;

/// <summary>What a session is as text: enough for another process, nothing for a thief.</summary>
public sealed class SessionJsonTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Repair _repair = new();

    [Fact]
    public async Task A_session_goes_on_in_another_process_from_its_text_alone()
    {
        _repair.AsksForRedirect();
        var session = await _repair.StartAsync();

        var read = ReconnectSession.FromJson(session.ToJson());

        Assert.Equal(session.ToJson(), read.ToJson());
        Assert.Equal(ReconnectOutcome.Reconnected, (await _repair.NewProcess().ReplyAsync(read.Id, _repair.Return())).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"id":"x"}""")]
    public void Text_that_is_no_session_is_refused_with_one_kind_of_exception(string json) =>
        Assert.Throws<ConnectionSdkException>(() => ReconnectSession.FromJson(json));

    [Fact]
    public async Task No_stored_write_log_line_or_printed_object_holds_a_secret()
    {
        var canaries = new CanaryScanner()
            .Add("code", "canary-otp-918273").Add("link", "canary-link-1").Add("iban", "FR7630004000099999").Add("number", "00040009999888");
        using var logs = new RecordingLoggerProvider();
        using var factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var flow = new ReconnectFlow(new ConnectionProviders([_repair.Provider]), _repair.Store, null, null, _repair.Clock, factory.CreateLogger<ReconnectFlow>());
        var account = new Account { Id = "1", Name = "Everyday", Iban = "FR7630004000099999", Number = "00040009999888" };
        _repair.Provider.OnAccounts = () => Task.FromResult<IReadOnlyList<Account>>([account]);
        _repair.AsksForRedirect();
        var context = default(ReconnectContext);
        var step = 0;
        _repair.Provider.OnReply = (at, _, _) =>
        {
            context = at;
            return ++step switch
            {
                1 => Task.FromResult(_repair.Provider.Move(at, _repair.AskCode(), ReplyFate.Accepted)),
                2 => throw Repair.Failure(ProviderErrorKind.ChallengeRejected),
                _ => Task.FromResult(_repair.Provider.Repaired(at)),
            };
        };
        _repair.Observes(_repair.AskCode());

        var session = await flow.StartAsync(Repair.Connection);
        canaries.Add("state", _repair.Provider.States[0]);
        var printed = new List<string> { session.ToString(), session.ToJson(), account.ToString() };
        session = await flow.ReplyAsync(session.Id, _repair.Return());
        var reply = Repair.Code("canary-otp-918273");
        printed.Add(reply.ToString());
        printed.Add(_repair.Return().ToString());
        session = await flow.ReplyAsync(session.Id, reply);
        session = await flow.ReplyAsync(session.Id, reply);
        Assert.Equal(ReconnectOutcome.Reconnected, session.Outcome);
        printed.AddRange([session.ToString(), context!.ToString(), context.State.ToString()!, .. session.Journal.Select(entry => entry.ToString())]);

        Assert.Empty(_repair.Store.Writes.SelectMany(write => canaries.Find("store", write.Json)));
        Assert.Empty(canaries.Find("logs", logs.Text));
        Assert.Empty(printed.SelectMany(text => canaries.Find("printed", text)));
        canaries.Add("session id", session.Id.Value);
        Assert.NotEmpty(logs.Records);
        Assert.Empty(canaries.Find("logs", logs.Text));
        Assert.Empty(canaries.Find("printed", session + _repair.Store.Writes[^1].ToString() + context));
    }

    [Fact]
    public void A_first_connection_on_its_way_shows_no_link_when_stored_or_printed()
    {
        var session = new ConnectSession
        {
            User = new UserRef(new ProviderId("fake"), "42"),
            Action = new RequiredAction.OpenWidget
            {
                Launch = new WidgetLaunch
                {
                    Provider = "fake",
                    Source = new Uri("https://widget.example/w.js"),
                    MessageOrigin = "https://widget.example",
                    Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "canary-widget-token" },
                },
            },
        };
        var canaries = new CanaryScanner().Add("token", "canary-widget-token");

        Assert.Empty(canaries.Find("text", session.ToJson() + session + session.Action));
        Assert.NotEmpty(canaries.Find("front end", session.Action.ToJson()));
        Assert.Equal(session.User, ConnectSession.FromJson(session.ToJson()).User);
    }

    [Fact]
    public void Every_required_action_has_its_approved_json()
    {
        var at = new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
        RequiredAction[] actions =
        [
            new RequiredAction.None(),
            new RequiredAction.Wait { Actor = Actor.Provider, NotBefore = at, PollEvery = TimeSpan.FromSeconds(2.5) },
            new RequiredAction.OpenWidget
            {
                Actor = Actor.EndUser, ExpiresAt = at,
                Launch = new WidgetLaunch
                {
                    Provider = "aerosync", Source = new Uri("https://sync.example/widget.js"), MessageOrigin = "https://sync.example",
                    Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "T", ["connectionId"] = "17" },
                },
            },
            new RequiredAction.ProvideFields
            {
                Actor = Actor.EndUser, ExpiresAt = at, Message = "Enter the code we sent you.",
                Fields =
                [
                    new ActionField { Name = "otp", Label = "Code", Kind = FieldKind.Otp, Pattern = "^[0-9]{6}$", Hint = "Six digits" },
                    new ActionField { Name = "account", Kind = FieldKind.Choice, Required = false, AllowsSeveral = true, Options = [new FieldOption("a", "Everyday")] },
                ],
            },
            new RequiredAction.ApproveElsewhere { Actor = Actor.EndUser, ExpiresAt = at, Message = "Open your bank's app.", PollEvery = TimeSpan.FromSeconds(2) },
            new RequiredAction.FollowRedirect { Actor = Actor.EndUser, ExpiresAt = at, Url = new Uri("https://bank.example/auth?state=s") },
            new RequiredAction.VisitInstitution { Actor = Actor.EndUser, Message = "Accept the new terms." },
            new RequiredAction.StartOver { Actor = Actor.EndUser },
            new RequiredAction.ContactSupport { Actor = Actor.Integrator, Reference = "request-1" },
        ];

        Assert.Equal(Enum.GetValues<RequiredActionKind>(), actions.Select(action => action.Kind));
        Snapshot.Match(string.Join('\n', actions.Select(action => Pretty(action.ToJson()))));
    }

    [Fact]
    public async Task A_session_has_its_approved_json()
    {
        _repair.Provider.OnAccounts = () => Task.FromResult<IReadOnlyList<Account>>([new Account { Id = "1", Name = "Everyday", Iban = "FR7630004000099999" }]);
        _repair.AsksForRedirect(TimeSpan.FromSeconds(5));
        var open = await _repair.StartAsync(new ReconnectOptions { RedirectUri = new Uri("https://app.example/back"), Language = "fr" });
        var over = await _repair.Flow.ReplyAsync(open.Id, _repair.Return());

        Snapshot.Match(Pretty(Scrubbed(open)) + "\n" + Pretty(Scrubbed(over)));
    }

    /// <summary>Ids, salts and hashes are random: their length is what is approved.</summary>
    private static string Scrubbed(ReconnectSession session) =>
        System.Text.RegularExpressions.Regex.Replace(
            session.ToJson(), "\"(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})\"", match => $"\"({match.Length - 2} digits)\"",
            System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(Indented);
}
