namespace ConnectionSdk.TestKit;

/// <summary>
/// One planned exchange: what must arrive, and what is answered. The query must be exactly the planned one, in any order;
/// headers and body are only checked where the plan says so.
/// </summary>
public sealed class PlannedRoute
{
    private readonly object _gate = new();
    private readonly string _method;
    private readonly string _path;
    private readonly List<KeyValuePair<string, string>> _query = [];
    private readonly List<Func<RecordedRequest, IEnumerable<string>>> _expectations = [];
    private readonly List<Func<RecordedRequest, CancellationToken, ValueTask<StubReply>>> _replies = [];
    private bool _anyQuery;
    private bool _optional;
    private int? _times;
    private int _calls;

    internal PlannedRoute(string method, string pathAndQuery)
    {
        _method = method;
        var at = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        _path = at < 0 ? pathAndQuery : pathAndQuery[..at];
        _query.AddRange(UrlEncodedPairs.Parse(at < 0 ? "" : pathAndQuery[(at + 1)..]));
    }

    /// <summary>How often this route has answered.</summary>
    public int Calls
    {
        get
        {
            lock (_gate)
            {
                return _calls;
            }
        }
    }

    /// <summary>Expects one more query parameter, given decoded.</summary>
    public PlannedRoute WithQuery(string name, string value)
    {
        _query.Add(KeyValuePair.Create(name, value));
        return this;
    }

    public PlannedRoute WithAnyQuery()
    {
        _anyQuery = true;
        return this;
    }

    public PlannedRoute WithHeader(string name, string value) => Expect(request =>
        string.Equals(request.Header(name), value, StringComparison.Ordinal)
            ? []
            : [$"header {name}: expected {value}, was {request.Header(name) ?? "absent"}"]);

    public PlannedRoute WithoutHeader(string name) => Expect(request =>
        request.Header(name) is { } value ? [$"header {name}: expected none, was {value}"] : []);

    /// <summary>Expects a JSON body that means the same: see <see cref="JsonDiff"/>.</summary>
    public PlannedRoute WithJson(string json) => Expect(request => JsonDiff.Compare(json, request.Text).Select(difference => $"body {difference}"));

    public PlannedRoute WithJsonFixture(string name) => WithJson(Fixtures.Read(name));

    /// <summary>Expects exactly these form fields, in any order.</summary>
    public PlannedRoute WithForm(params (string Name, string Value)[] fields)
    {
        KeyValuePair<string, string>[] expected = [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))];
        return Expect(request => UrlEncodedPairs.Match(expected, request.FormValues)
            ? []
            : [$"form: expected {UrlEncodedPairs.Show(expected)}, was {UrlEncodedPairs.Show(request.FormValues)}"]);
    }

    public PlannedRoute WithoutBody() => Expect(request => request.Body.Length == 0 ? [] : [$"body: expected none, was {request.Text}"]);

    /// <summary>Expects whatever <paramref name="holds"/> checks; <paramref name="what"/> names it in the failure message.</summary>
    public PlannedRoute Where(string what, Func<RecordedRequest, bool> holds) => Expect(request => holds(request) ? [] : [$"expected {what}"]);

    /// <summary>Answers with <paramref name="reply"/>. Said several times, the replies follow each other and the last one stays.</summary>
    public PlannedRoute Returns(StubReply reply) => Returns((_, _) => ValueTask.FromResult(reply));

    public PlannedRoute Returns(int status) => Returns(StubReply.Empty(status));

    public PlannedRoute ReturnsJson(string json, int status = 200) => Returns(StubReply.Json(json, status));

    public PlannedRoute ReturnsFixture(string name, int status = 200) => Returns(StubReply.Fixture(name, status));

    /// <summary>Answers when the delegate does: lets a test hold a request open until it is ready.</summary>
    public PlannedRoute Returns(Func<RecordedRequest, CancellationToken, ValueTask<StubReply>> reply)
    {
        _replies.Add(reply);
        return this;
    }

    /// <summary>Allows, and demands, exactly this many calls; the next one counts as unplanned.</summary>
    public PlannedRoute Times(int calls)
    {
        _times = calls;
        return this;
    }

    public PlannedRoute Once() => Times(1);

    /// <summary>The route may stay uncalled.</summary>
    public PlannedRoute Optional()
    {
        _optional = true;
        return this;
    }

    public override string ToString() => _method + " " + _path + (_query.Count == 0 ? "" : "?" + UrlEncodedPairs.Show(_query));

    internal IReadOnlyList<string> Mismatches(RecordedRequest request)
    {
        var found = new List<string>();
        if (!IsAddressOf(request))
        {
            found.Add($"is {_method} {_path}");
            return found;
        }

        if (!_anyQuery && !UrlEncodedPairs.Match(_query, request.QueryValues))
        {
            found.Add($"query: expected {UrlEncodedPairs.Show(_query)}, was {UrlEncodedPairs.Show(request.QueryValues)}");
        }

        found.AddRange(_expectations.SelectMany(expectation => expectation(request)));
        return found;
    }

    internal bool IsAddressOf(RecordedRequest request) =>
        _method.Equals(request.Method, StringComparison.Ordinal) && _path.Equals(request.Path, StringComparison.Ordinal);

    /// <summary>How many leading characters of the path agree: orders the routes shown beside an unplanned request.</summary>
    internal int Likeness(RecordedRequest request) => _path.AsSpan().CommonPrefixLength(request.Path);

    /// <summary>Takes the next reply, or null when the planned number of calls is used up.</summary>
    internal Func<RecordedRequest, CancellationToken, ValueTask<StubReply>>? TakeReply()
    {
        lock (_gate)
        {
            if (_calls >= _times)
            {
                return null;
            }

            _calls++;
            return _replies.Count == 0
                ? static (_, _) => ValueTask.FromResult(StubReply.Empty(200))
                : _replies[Math.Min(_calls, _replies.Count) - 1];
        }
    }

    internal string? Unmet => this switch
    {
        { _times: { } times } when Calls < times && !(_optional && Calls == 0) => $"{this}: planned {times} times, called {Calls} times",
        { Calls: 0, _optional: false } => $"{this}: never called",
        _ => null,
    };

    internal bool IsUsedUp => Calls >= _times;

    private PlannedRoute Expect(Func<RecordedRequest, IEnumerable<string>> mismatches)
    {
        _expectations.Add(mismatches);
        return this;
    }
}
