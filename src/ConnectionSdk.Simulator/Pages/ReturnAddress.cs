namespace ConnectionSdk.Simulator.Pages;

/// <summary>Where a hosted page sends the browser back to, with what it has to say in the query.</summary>
internal static class ReturnAddress
{
    public static Uri With(string address, params (string Name, string? Value)[] parameters)
    {
        var query = string.Join('&', parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return new Uri(query.Length == 0 ? address : address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);
    }
}
