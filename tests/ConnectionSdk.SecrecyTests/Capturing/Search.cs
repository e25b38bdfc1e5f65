using ConnectionSdk.TestKit;

namespace ConnectionSdk.SecrecyTests.Capturing;

/// <summary>Looks for canaries in what was captured, in every disguise.</summary>
internal sealed class Search
{
    private readonly List<(Canary Canary, CanaryScanner Scanner)> _scanners;

    public Search(IEnumerable<Canary> canaries) =>
        _scanners = [.. canaries.Select(canary => (canary, new CanaryScanner().Add(canary.Name, canary.Value)))];

    /// <summary>Every canary found, with the member it was found at and whether it may be there.</summary>
    public IReadOnlyList<Hit> In(IEnumerable<Emission> emissions)
    {
        // The same text comes by many times; it is searched once.
        var distinct = emissions.Distinct().ToList();
        return [.. distinct.AsParallel().SelectMany(emission => _scanners
            .SelectMany(pair => pair.Scanner.Find($"{emission.Sink} {emission.Owner}".TrimEnd(), emission.Text)
                .Select(found => new Hit(pair.Canary, emission, found, Allowances.Permit(emission.Owner, pair.Canary.Kind)))))];
    }
}

/// <param name="Canary">Which.</param>
/// <param name="Emission">Where.</param>
/// <param name="Finding">For the message of a test: the place, the canary's name and its disguise, never its value.</param>
/// <param name="Permitted">Whether that member hands it over on purpose.</param>
internal sealed record Hit(Canary Canary, Emission Emission, string Finding, bool Permitted);
