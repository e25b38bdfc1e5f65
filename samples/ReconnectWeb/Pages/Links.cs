using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>The addresses of the pages.</summary>
internal static class Links
{
    public const string Home = "/";
    public const string SignInPage = "/sign-in";
    public const string SignOutPage = "/sign-out";
    public const string RepairPage = "/repair";
    public const string HistoryPage = "/history";
    public const string EventsPath = "/events";
    public const string SimulatorPage = "/simulator";
    public const string Reconnect = "/reconnect";
    public const string Webhooks = "/webhooks";

    public static string Repair(KeptConnection kept) => $"{RepairPage}?connection={Uri.EscapeDataString(kept.Ref.ToString())}";

    public static string Renew(KeptConnection kept) => $"{Repair(kept)}&renew=true";

    public static string History(KeptConnection kept) => $"{HistoryPage}?connection={Uri.EscapeDataString(kept.Ref.ToString())}";
}
