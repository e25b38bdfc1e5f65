using System.Reflection;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>Scripts, style sheet and icon. They travel inside the assembly, so that it does not matter from where the sample is started.</summary>
internal static class Assets
{
    private const string Prefix = "Assets/";

    public static void MapAssets(this WebApplication app)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var type = Path.GetExtension(resource) switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml",
            };
            app.MapGet($"/assets/{resource[Prefix.Length..]}", () => TypedResults.Stream(assembly.GetManifestResourceStream(resource)!, type));
        }
    }
}
