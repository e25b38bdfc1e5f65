using System.Globalization;

namespace ConnectionSdk.ReconnectWeb.Product;

/// <summary>Times as people read them.</summary>
internal static class Times
{
    public static string Long(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>How long ago something was.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalMinutes: < 2 } => "a minute ago",
        { TotalHours: < 1 } past => string.Create(CultureInfo.InvariantCulture, $"{past.Minutes} minutes ago"),
        { TotalHours: < 2 } => "an hour ago",
        { TotalDays: < 1 } past => string.Create(CultureInfo.InvariantCulture, $"{past.Hours} hours ago"),
        { TotalDays: < 2 } => "a day ago",
        { TotalDays: < 14 } past => string.Create(CultureInfo.InvariantCulture, $"{past.Days} days ago"),
        _ => $"on {Day(at)}",
    };
}
