using ConnectionSdk.SecrecyTests.Capturing;
using ConnectionSdk.SecrecyTests.Journeys;
using Xunit.Abstractions;

namespace ConnectionSdk.SecrecyTests;

/// <summary>
/// Secrets travel through every flow of every provider while everything that can be read outside is captured. None may turn up anywhere but at the
/// members that hand it over on purpose; each is proven to have travelled.
/// </summary>
public sealed class JourneyTests(ITestOutputHelper output)
{
    private const int FewestCanaries = 25;

    private static readonly string[] Sinks = ["logs", "activities", "metrics", "exceptions", "results", "replies", "session JSON", "session store", "webhook store", "events"];

    [Fact]
    public async Task No_secret_turns_up_where_it_does_not_belong()
    {
        // One at a time: each captures whatever the SDK does and throws while it is there.
        Func<Journey>[] journeys =
        [
            AerosyncJourney.Create, () => PowensJourney.Create(encrypts: true), () => PowensJourney.Create(encrypts: false), AraucariaJourney.Create,
            () => FlinksJourney.Create(byFields: false), () => FlinksJourney.Create(byFields: true),
        ];
        var problems = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        var canaries = 0;
        foreach (var create in journeys)
        {
            var journey = create();
            await using (journey)
            {
                await journey.TravelAsync();
                var emissions = journey.Capture.All;
                var hits = new Search(journey.Canaries).In(emissions);
                problems.AddRange(hits.Where(hit => !hit.Permitted).Select(hit => $"{journey.Id}: {hit.Finding}").Distinct(StringComparer.Ordinal));
                used.UnionWith(hits.Where(hit => hit.Permitted).Select(hit => $"{hit.Emission.Owner} {hit.Canary.Kind}"));
                problems.AddRange(Unproven(journey, hits));
                problems.AddRange(Sinks.Where(sink => !emissions.Any(emission => emission.Sink == sink && emission.Text.Length > 0)).Select(sink => $"{journey.Id}: nothing was captured of {sink}"));
                canaries += journey.Canaries.Select(KindOf).Distinct(StringComparer.Ordinal).Count();
                output.WriteLine(
                    $"{journey.Id}: {journey.Canaries.Count} canaries of {journey.Canaries.Select(KindOf).Distinct(StringComparer.Ordinal).Count()} kinds, "
                    + $"{emissions.Count} texts, {emissions.Sum(emission => (long)emission.Text.Length):N0} characters; "
                    + string.Join(", ", emissions.GroupBy(emission => emission.Sink, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}/{group.Sum(emission => (long)emission.Text.Length):N0}")));
            }
        }

        output.WriteLine($"{canaries} distinct secrets; handed over at: {string.Join(", ", used.Order(StringComparer.Ordinal))}");
        problems.AddRange(Allowances.All
            .SelectMany(member => member.Value.Select(kind => $"{member.Key} {kind}"))
            .Except(used, StringComparer.Ordinal)
            .Select(unused => $"stale allowance: {unused}"));
        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(120)));
        Assert.True(canaries >= FewestCanaries, $"only {canaries} distinct secrets travelled");
    }

    /// <summary>The provider, its pages, the bank or the host must have seen every secret, or one of several of its kind that were made in store.</summary>
    private static IEnumerable<string> Unproven(Journey journey, IReadOnlyList<Hit> hits)
    {
        var proofs = journey.Proofs.ToList();
        var handedOver = hits.Where(hit => hit.Permitted).Select(hit => hit.Canary).ToHashSet();
        return journey.Canaries
            .GroupBy(KindOf, StringComparer.Ordinal)
            .Where(kind => !kind.Any(canary => handedOver.Contains(canary) || proofs.Exists(proof => proof.Contains(canary.Value, StringComparison.Ordinal))))
            .Select(kind => $"{journey.Id}: nobody saw {kind.Key} on its way, so that not finding it means nothing");
    }

    private static string KindOf(Canary canary) => canary.Name.Split(" #")[0];
}
