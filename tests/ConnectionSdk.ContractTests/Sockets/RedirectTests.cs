using ConnectionSdk.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.ContractTests.Sockets;

public sealed class RedirectTests
{
    private static readonly SocketScript Trap = SocketScripts.Answer(StubReply.Json("""{"name":"trapped"}"""));

    public static TheoryData<int, bool> Statuses
    {
        get
        {
            var rows = new TheoryData<int, bool>();
            foreach (var status in new[] { 301, 302, 303, 307, 308 })
            {
                rows.Add(status, false);
                rows.Add(status, true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_redirect_takes_no_code_and_no_key_to_another_host(int status, bool hostAllowsRedirects)
    {
        await using var other = RawSocketServer.Start(Trap);
        await using var server = RawSocketServer.Start(SocketScripts.Redirect(new Uri(other.BaseAddress, "things"), status));
        await using var provider = Provider(server, hostAllowsRedirects);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.SubmitAsync("123456"));

        Assert.Equal(status, error.StatusCode);
        Assert.Contains(error.Kind, new[] { ProviderErrorKind.Protocol, ProviderErrorKind.OutcomeUnknown });
        await provider.CloseAsync(server);
        Assert.Single(server.Requests);
        Assert.Equal(0, other.ConnectionCount);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_redirected_read_takes_no_key_to_another_host(int status, bool hostAllowsRedirects)
    {
        await using var other = RawSocketServer.Start(Trap);
        await using var server = RawSocketServer.Start(SocketScripts.Redirect(new Uri(other.BaseAddress, "things"), status));
        await using var provider = Provider(server, hostAllowsRedirects);

        var error = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadAsync());

        Assert.Equal(ProviderErrorKind.Protocol, error.Kind);
        Assert.Equal(ThinProvider.Key, Assert.Single(server.Requests).Header("x-api-key"));
        Assert.Equal(0, other.ConnectionCount);
    }

    /// <summary>A host that replaces the handlers of all its clients by some that follow redirects and keep cookies.</summary>
    private static ThinProvider Provider(RawSocketServer server, bool hostAllowsRedirects) => ThinProvider.At(server.BaseAddress, services =>
    {
        if (hostAllowsRedirects)
        {
            services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { AllowAutoRedirect = true }));
            services.AddHttpClient("ConnectionSdk:thin").ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { AllowAutoRedirect = true });
        }
    });
}
