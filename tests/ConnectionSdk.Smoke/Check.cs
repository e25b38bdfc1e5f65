using System.Runtime.CompilerServices;

namespace ConnectionSdk.Smoke;

internal static class Check
{
    public static void That(bool isSo, [CallerArgumentExpression(nameof(isSo))] string? what = null)
    {
        if (!isSo)
        {
            throw new InvalidOperationException($"It is not so that {what}.");
        }
    }
}
