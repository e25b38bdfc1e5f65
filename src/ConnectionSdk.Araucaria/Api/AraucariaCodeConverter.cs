using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria.Api;

/// <summary>Reads a status, of a row that is known almost always. One of the wrong type is unreadable, which no row means.</summary>
internal sealed class AraucariaCodeConverter() : KnownTextConverter(AraucariaStatusMap.States.Select(row => row.Code));
