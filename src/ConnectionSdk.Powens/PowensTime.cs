using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ConnectionSdk.Powens;

/// <summary>
/// Powens' dates: <c>2026-03-02 06:14:55</c> is Paris time; some connectors send ISO 8601 with an offset. What cannot be read counts as absent.
/// </summary>
/// <remarks>
/// Powens: API design. The European rule for summer time is spelt out, so that no time zone data has to be installed; the hour that occurs
/// twice in autumn is read as winter time.
/// </remarks>
internal static class PowensTime
{
    private const int PlainLength = 19;

    public static DateTimeOffset? Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == PlainLength && TryParsePlain(utf8, out var plain))
        {
            return InParis(plain);
        }

        if (utf8.Length > 40)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(utf8);
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date))
        {
            return null;
        }

        return date.Kind == DateTimeKind.Unspecified
            ? InParis(date)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : null;
    }

    private static DateTimeOffset? InParis(DateTime local) =>
        local.Year is > 1 and < 9999 ? new DateTimeOffset(local, TimeSpan.FromHours(IsSummer(local) ? 2 : 1)) : null;

    private static bool IsSummer(DateTime local) => local.Month switch
    {
        > 3 and < 10 => true,
        3 => local >= LastSunday(local.Year, 3).AddHours(2),
        10 => local < LastSunday(local.Year, 10).AddHours(2),
        _ => false,
    };

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 0, 0, 0, DateTimeKind.Unspecified);
        return last.AddDays(-(int)last.DayOfWeek);
    }

    private static bool TryParsePlain(ReadOnlySpan<byte> utf8, out DateTime local)
    {
        local = default;
        if (utf8[4] != '-' || utf8[7] != '-' || utf8[10] is not ((byte)' ' or (byte)'T') || utf8[13] != ':' || utf8[16] != ':'
            || !TryNumber(utf8[..4], out var year) || !TryNumber(utf8[5..7], out var month) || !TryNumber(utf8[8..10], out var day)
            || !TryNumber(utf8[11..13], out var hour) || !TryNumber(utf8[14..16], out var minute) || !TryNumber(utf8[17..], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int value) =>
        Utf8Parser.TryParse(digits, out value, out var read) && read == digits.Length && value >= 0;
}
