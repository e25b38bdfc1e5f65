using ConnectionSdk.Aerosync;
using ConnectionSdk.Araucaria;
using ConnectionSdk.Flinks;
using ConnectionSdk.Powens;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.TestKit.Simulators;

/// <summary>Points an adapter at its simulator: keys, addresses, and plain http on this machine. What a test needs beyond that it sets afterwards.</summary>
public static class PointingExtensions
{
    public static void PointAt(this AerosyncOptions options, AerosyncSimulator aerosync)
    {
        options.ApiKey = aerosync.ApiKey;
        options.ApiSecret = aerosync.ApiSecret;
        options.ApiBaseAddress = aerosync.BaseAddress;
        options.WidgetAddress = aerosync.WidgetAddress;
        options.Http.AllowInsecureLoopback = true;
    }

    public static void PointAt(this AraucariaOptions options, AraucariaSimulator araucaria)
    {
        options.ApiKey = araucaria.ApiKey;
        options.BaseAddress = araucaria.BaseAddress;
        options.WidgetScriptUrl = araucaria.WidgetScript;
        options.Http.AllowInsecureLoopback = true;
    }

    public static void PointAt(this FlinksOptions options, FlinksSimulator flinks)
    {
        options.Instance = "toolbox";
        options.CustomerId = flinks.CustomerId;
        options.SecretKey = flinks.SecretKey;
        options.XApiKey = flinks.ApiKey;
        options.ApiBaseAddress = flinks.ApiAddress;
        options.ConnectBaseAddress = flinks.ConnectAddress;
        options.Http.AllowInsecureLoopback = true;
    }

    public static void PointAt(this PowensOptions options, PowensSimulator powens)
    {
        options.Domain = "example";
        options.ClientId = powens.ClientId;
        options.ClientSecret = powens.ClientSecret;
        options.RedirectUri = new Uri("https://app.example/powens/callback");
        options.ApiBaseAddress = powens.ApiAddress;
        options.WebviewBaseAddress = powens.WebviewAddress;
        options.Http.AllowInsecureLoopback = true;
    }
}
