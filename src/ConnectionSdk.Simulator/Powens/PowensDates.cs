using System.Globalization;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>Powens writes dates in Paris time without an offset.</summary>
internal static class PowensDates
{
    public static string Write(DateTimeOffset instant, bool iso)
    {
        var local = instant.ToOffset(OffsetOfParis(instant.ToUniversalTime()));
        return local.ToString(iso ? "yyyy-MM-ddTHH:mm:sszzz" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    // Worked out here so that a machine without a time-zone database, or a client that uses one wrongly, is judged by the rule itself.
    private static TimeSpan OffsetOfParis(DateTimeOffset utc) =>
        utc >= LastSundayAtOne(utc.Year, 3) && utc < LastSundayAtOne(utc.Year, 10) ? TimeSpan.FromHours(2) : TimeSpan.FromHours(1);

    private static DateTimeOffset LastSundayAtOne(int year, int month)
    {
        var last = new DateTimeOffset(year, month, 31, 1, 0, 0, TimeSpan.Zero);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
