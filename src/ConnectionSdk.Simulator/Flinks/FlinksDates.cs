using System.Globalization;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>Flinks writes UTC without saying so: no zone, seven fraction digits.</summary>
internal static class FlinksDates
{
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
}
