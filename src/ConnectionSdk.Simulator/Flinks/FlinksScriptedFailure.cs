namespace ConnectionSdk.Simulator.Flinks;

/// <summary>A failure that strikes a number of times, or for ever.</summary>
internal sealed class FlinksScriptedFailure(FlinksFailure failure, int? times)
{
    private int? _left = times;

    /// <summary>The failure that strikes now, if any; the first written strikes first.</summary>
    public static FlinksFailure? Take(List<FlinksScriptedFailure> failures)
    {
        failures.RemoveAll(scripted => scripted._left == 0);
        return failures.Count > 0 ? failures[0].Strike() : null;
    }

    private FlinksFailure Strike()
    {
        _left--;
        return failure;
    }
}
