using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>The states of connections and the names of sources, which repeat in every answer.</summary>
internal sealed class PowensCodeConverter() : KnownTextConverter([.. PowensStatusMap.States.Select(row => row.Code), "openapi", "directaccess", "fallback"]);
