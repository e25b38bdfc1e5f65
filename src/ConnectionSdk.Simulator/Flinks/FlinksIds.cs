using System.Security.Cryptography;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>Flinks' ids are random GUIDs.</summary>
internal static class FlinksIds
{
    public static string New() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D");
}
