using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>Reads a FlinksCode, of a row that is known almost always. One of the wrong type is unreadable, which no row means.</summary>
internal sealed class FlinksCodeConverter() : KnownTextConverter(FlinksStatusMap.Map.Rows.Select(row => row.Code));
