namespace ConnectionSdk.LiveTests;

/// <summary>One environment variable of a provider.</summary>
/// <param name="Name">Its end: <c>API_KEY</c> of <c>CONNECTIONSDK_LIVE_AEROSYNC_API_KEY</c>.</param>
/// <param name="HowToGet">Where a reader gets the value, or what setting it to <c>yes</c> permits.</param>
internal sealed record LiveSetting(string Name, string HowToGet);
