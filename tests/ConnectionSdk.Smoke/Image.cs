using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConnectionSdk.Smoke;

/// <summary>What this program was published as.</summary>
internal static class Image
{
    /// <summary>Only a compiler in the process makes code at run time: without one the image is native.</summary>
    public static string Description => $"{RuntimeInformation.FrameworkDescription}, {(RuntimeFeature.IsDynamicCodeCompiled ? "jitted" : "native")}{(IsTrimmed ? ", trimmed" : "")}";

    /// <summary>A trimmed image has lost what nobody calls, such as this type.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The type is looked for to see that it is gone.")]
    private static bool IsTrimmed => typeof(Image).Assembly.GetType("ConnectionSdk.Smoke.NobodyCallsThis") is null;
}

/// <summary>There to be trimmed away.</summary>
internal static class NobodyCallsThis;
