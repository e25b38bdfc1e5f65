using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Http;

/// <summary>Nothing is said to a server that cannot prove who it is.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData(CallEffect.Read, "localhost", 1, ProviderErrorKind.Network)]
    [InlineData(CallEffect.Submit, "localhost", 1, ProviderErrorKind.NotSent)]
    [InlineData(CallEffect.Submit, "other.example", 1, ProviderErrorKind.NotSent)]
    [InlineData(CallEffect.Submit, "localhost", -1, ProviderErrorKind.NotSent)]
    public async Task A_certificate_nobody_vouches_for_ends_the_call_before_anything_is_sent(CallEffect effect, string name, int endsInDays, ProviderErrorKind kind)
    {
        using var certificate = SelfSigned(name, endsInDays);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var handshakes = AcceptAsync(listener, certificate);
        using var http = ProviderHttp.Create(
            "fake", null, new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"), new CodeReader(), new ProviderHttpOptions { AllowInsecureLoopback = true });

        var error = await Assert.ThrowsAsync<ProviderException>(() => RetryTests.Call(http, effect));
        listener.Stop();

        Assert.Equal((kind, false, false), (error.Kind, error.IsTransient, error.MayHaveBeenSent));
        Assert.Equal((1, 0), await handshakes);
    }

    /// <summary>How many came, and how many of them said anything after the handshake.</summary>
    private static async Task<(int Came, int Spoke)> AcceptAsync(TcpListener listener, X509Certificate2 certificate)
    {
        var (came, spoke) = (0, 0);
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync();
                came++;
                await using var tls = new SslStream(new NetworkStream(socket));
                try
                {
                    await tls.AuthenticateAsServerAsync(certificate);
                    spoke += await tls.ReadAsync(new byte[1]) > 0 ? 1 : 0;
                }
                catch (Exception refused) when (refused is AuthenticationException or IOException)
                {
                    // The client hung up, as it should.
                }
            }
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
        {
            return (came, spoke);
        }
    }

    private static X509Certificate2 SelfSigned(string name, int endsInDays)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(endsInDays));
    }
}
