using System.Runtime.InteropServices;

namespace ConnectionSdk.Providers;

/// <summary>A pause between reads that grows with every look, up to a limit.</summary>
/// <param name="First">The pause before the second look.</param>
/// <param name="Factor">By how much each pause is longer than the one before; 1 keeps it the same.</param>
/// <param name="Longest">No pause is longer.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PollPace(TimeSpan First, double Factor, TimeSpan Longest)
{
    /// <summary>Far beyond every limit in use, and small enough that no power overflows into something that cannot be compared.</summary>
    private const int MostSteps = 32;

    /// <summary>The pause after a number of looks.</summary>
    /// <param name="looks">How often has been looked since the user last acted: <see cref="ReconnectContext.LooksSinceReply"/>.</param>
    public TimeSpan After(int looks)
    {
        var pause = First.TotalSeconds * Math.Pow(Factor, Math.Clamp(looks, 0, MostSteps));
        return pause < Longest.TotalSeconds ? TimeSpan.FromSeconds(pause) : Longest;
    }
}
