namespace ConnectionSdk.Araucaria.Api;

/// <summary>
/// Araucaria's codes without regard to case, underscore and hyphen: the API writes <c>FAILED_AUTH</c>, its events <c>failed_auth</c>.
/// </summary>
internal sealed class AraucariaCode : IEqualityComparer<string>
{
    public static AraucariaCode Comparer { get; } = new();

    public static bool Is(string? code, string expected) => Comparer.Equals(code, expected);

    public bool Equals(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return x is null && y is null;
        }

        var (left, right) = (0, 0);
        while (true)
        {
            left = SkipMarks(x, left);
            right = SkipMarks(y, right);
            if (left == x.Length || right == y.Length)
            {
                return left == x.Length && right == y.Length;
            }

            if (char.ToUpperInvariant(x[left++]) != char.ToUpperInvariant(y[right++]))
            {
                return false;
            }
        }
    }

    public int GetHashCode(string obj)
    {
        var hash = new HashCode();
        for (var at = SkipMarks(obj, 0); at < obj.Length; at = SkipMarks(obj, at + 1))
        {
            hash.Add(char.ToUpperInvariant(obj[at]));
        }

        return hash.ToHashCode();
    }

    private static int SkipMarks(string text, int at)
    {
        while (at < text.Length && text[at] is ('_' or '-'))
        {
            at++;
        }

        return at;
    }
}
