using System.Text;

namespace ConnectionSdk.TestKit;

/// <summary>Which requests a test has planned, and which ones came. Thread-safe while requests arrive.</summary>
public sealed class RouteTable
{
    private const int NearestShown = 3;

    private readonly object _gate = new();
    private readonly List<PlannedRoute> _routes = [];
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<string> _problems = [];

    /// <summary>Every request so far, planned or not, in the order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Plans a route. Where several fit a request, the first that is not used up answers.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">As on the wire: percent-encoded, with the query if there is one.</param>
    public PlannedRoute On(HttpMethod method, string pathAndQuery)
    {
        var route = new PlannedRoute(method.Method, pathAndQuery);
        lock (_gate)
        {
            _routes.Add(route);
        }

        return route;
    }

    /// <summary>Fails unless every request was planned and every planned route was called.</summary>
    /// <exception cref="StubException">Traffic and plan differ.</exception>
    public void Verify()
    {
        string[] problems;
        lock (_gate)
        {
            problems = [.. _problems, .. _routes.Select(route => route.Unmet).OfType<string>().Select(unmet => "Planned route not called as planned: " + unmet)];
        }

        if (problems.Length > 0)
        {
            throw new StubException(string.Join("\n\n", problems));
        }
    }

    /// <summary>Records the request and answers it, or throws what <see cref="Verify"/> will repeat.</summary>
    internal async ValueTask<StubReply> AnswerAsync(RecordedRequest request, CancellationToken cancellationToken)
    {
        PlannedRoute[] routes;
        lock (_gate)
        {
            _requests.Add(request);
            routes = [.. _routes];
        }

        foreach (var route in routes)
        {
            if (route.Mismatches(request).Count == 0 && route.TakeReply() is { } reply)
            {
                try
                {
                    return await reply(request, cancellationToken);
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    throw Problem($"The reply planned for {route} threw {problem}");
                }
            }
        }

        throw Problem(Describe(request, routes));
    }

    private StubException Problem(string message)
    {
        lock (_gate)
        {
            _problems.Add(message);
        }

        return new StubException(message);
    }

    private static string Describe(RecordedRequest request, PlannedRoute[] routes)
    {
        var text = new StringBuilder("A request nobody planned:\n  ").Append(Indented(request.ToString(), "  "));
        var nearest = routes
            .Select(route => (Route: route, Mismatches: route.Mismatches(request)))
            .OrderByDescending(candidate => candidate.Route.IsAddressOf(request))
            .ThenBy(candidate => candidate.Mismatches.Count)
            .ThenByDescending(candidate => candidate.Route.Likeness(request))
            .Take(NearestShown)
            .ToList();
        text.Append(nearest.Count == 0 ? "\nNo route is planned at all." : "\nNearest planned routes:");
        foreach (var (route, mismatches) in nearest)
        {
            text.Append("\n  ").Append(route);
            foreach (var mismatch in mismatches.Count == 0 && route.IsUsedUp ? ["already called as often as planned"] : mismatches)
            {
                text.Append("\n    ").Append(Indented(mismatch, "    "));
            }
        }

        return text.ToString();
    }

    private static string Indented(string text, string by) => text.Replace("\n", "\n" + by, StringComparison.Ordinal);
}
