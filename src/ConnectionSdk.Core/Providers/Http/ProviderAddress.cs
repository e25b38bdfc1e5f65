using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace ConnectionSdk.Providers;

/// <summary>Checks the base address of a provider before anything is sent to it.</summary>
public static class ProviderAddress
{
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True for one label of a host name (<c>acme-sandbox</c>): 1 to 63 of a-z, 0-9 and hyphen. Check every configured domain or instance with it.</summary>
    /// <param name="label">The label.</param>
    /// <returns>True when it cannot change the host it is put into.</returns>
    public static bool IsHostLabel(string? label) =>
        label is { Length: >= 1 and <= 63 } && label[0] != '-' && label[^1] != '-'
        && !label.AsSpan().ContainsAnyExcept(LabelCharacters);

    /// <summary>Says why an address cannot be used; null when it can.</summary>
    /// <param name="address">The base address.</param>
    /// <param name="options">What is allowed.</param>
    /// <returns>What is wrong and what to do, or null.</returns>
    public static string? Refuse(Uri? address, ProviderHttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (address is null || !address.IsAbsoluteUri) return "the base address must be an absolute https address.";
        if (address.UserInfo.Length > 0) return "the base address must not hold a user name or password.";
        if (address.Query.Length > 0 || address.Fragment.Length > 0) return "the base address must not hold a query or fragment.";

        var loopback = address.IsLoopback;
        var insecure = string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal);
        if (!insecure && !string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)) return "the base address must use https.";
        if (loopback) return options.AllowInsecureLoopback ? null : "the base address points to this machine; set AllowInsecureLoopback in tests.";
        if (insecure) return "the base address must use https: keys and codes would travel in the clear.";
        return IsPrivate(address) && !options.AllowPrivateHosts
            ? "the base address points into a private network; set AllowPrivateHosts when that is meant."
            : null;
    }

    private static bool IsPrivate(Uri address)
    {
        var host = address.IdnHost.TrimEnd('.');
        if (!IPAddress.TryParse(host, out var ip))
        {
            return !host.Contains('.', StringComparison.Ordinal)
                || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        }

        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        if (IPAddress.IsLoopback(ip)) return true;
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal || ip.IsIPv6SiteLocal || ip.Equals(IPAddress.IPv6Any);

        Span<byte> bytes = stackalloc byte[4];
        return !ip.TryWriteBytes(bytes, out _)
            || bytes[0] is 0 or 10 or 127
            || (bytes[0] == 169 && bytes[1] == 254)
            || (bytes[0] == 172 && bytes[1] is >= 16 and <= 31)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 100 && bytes[1] is >= 64 and <= 127);
    }
}
