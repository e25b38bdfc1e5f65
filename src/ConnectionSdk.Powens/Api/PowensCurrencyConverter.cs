namespace ConnectionSdk.Powens.Api;

/// <summary>Reads a currency: an object with the ISO code as its id. Powens: Bank accounts, Currency object.</summary>
internal sealed class PowensCurrencyConverter() : PowensTextConverter("id");
