using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Aerosync;
using ConnectionSdk.Simulator.Araucaria;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit;
using Xunit.Abstractions;

namespace ConnectionSdk.LiveTests;

/// <summary>The checks themselves are checked: against the simulators each runs to its end, says what it saw, and prints nothing that identifies anybody.</summary>
public sealed class SelfTest(ITestOutputHelper output)
{
    private const string WebhookSecret = "whsec_live_self_test_0123";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(6);

    public static TheoryData<string, string> Checks => LiveProviders.Checks();

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Runs_to_its_end_against_the_simulator_and_prints_no_value(string provider, string id)
    {
        var clock = new SimulatedClock();
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["WEBHOOK_SECRET"] = WebhookSecret };
        foreach (var permission in (string[])["ALLOW_REPAIR", "ALLOW_REFRESH", "ALLOW_CREATE"])
        {
            values[permission] = "yes";
        }

        await using var simulator = await StartAsync(provider, clock, values);
        var live = LiveProviders.Named(provider);
        var check = live.Checks.Single(candidate => candidate.Id == id);
        var file = Path.GetTempFileName();
        values["WEBHOOK_FILE"] = file;
        await File.WriteAllBytesAsync(file, Capture(provider, clock.GetUtcNow()));
        var settings = Settings(provider, values);
        Assert.Null(settings.WhatIsMissing(check));

        string saw;
        await using (var world = new LiveWorld(live, settings, clock))
        {
            var running = check.Run(world);
            await clock.AdvanceUntilAsync(running.ContinueWith(static _ => { }, TaskScheduler.Default), LongestPause);
            saw = await running;
        }

        File.Delete(file);
        output.WriteLine(saw);
        var scanner = new CanaryScanner();
        foreach (var (name, value) in values.Where(pair => pair.Value.Length >= 6 && Identifies(pair.Key)))
        {
            scanner.Add(name, value);
        }

        Assert.False(string.IsNullOrWhiteSpace(saw));
        Assert.Empty(scanner.Find("what the check saw", saw));
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Says_every_missing_variable_and_how_to_get_it(string provider, string id)
    {
        var check = LiveProviders.Named(provider).Checks.Single(candidate => candidate.Id == id);
        var missing = Settings(provider, []).WhatIsMissing(check);

        Assert.NotNull(missing);
        foreach (var setting in check.Needs)
        {
            Assert.Contains($"CONNECTIONSDK_LIVE_{provider.ToUpperInvariant()}_{setting.Name} ({setting.HowToGet})", missing, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_changes_something_asks_for_permission_after_its_variables()
    {
        foreach (var (provider, check) in LiveProviders.All.SelectMany(provider => provider.Checks.Select(check => (provider.Name, check))))
        {
            var all = Settings(provider, check.Needs.ToDictionary(need => need.Name, _ => "some-value", StringComparer.Ordinal));
            var missing = all.WhatIsMissing(check);
            Assert.Equal(check.Permission is null, missing is null);
            Assert.True(check.Permission is null || missing!.Contains($"{check.Permission.Name}=yes", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_domain_that_is_no_sandbox_is_refused()
    {
        var settings = Settings("powens", new(StringComparer.Ordinal) { ["DOMAIN"] = "acme", ["CLIENT_ID"] = "1", ["CLIENT_SECRET"] = "2" });

        var refusal = Assert.ThrowsAny<Exception>(() => new PowensLive().Connect(settings, new SocketsHttpHandler(), TimeProvider.System));

        Assert.Contains("-sandbox", refusal.Message, StringComparison.Ordinal);
    }

    private static LiveSettings Settings(string provider, Dictionary<string, string> values) =>
        new(provider, name => values.GetValueOrDefault(name[$"CONNECTIONSDK_LIVE_{provider.ToUpperInvariant()}_".Length..]));

    private static bool Identifies(string name) => name is not ("INSTANCE" or "DOMAIN" or "API_ADDRESS" or "WEBHOOK_FILE") && !name.StartsWith("ALLOW_", StringComparison.Ordinal);

    private static async Task<IAsyncDisposable> StartAsync(string provider, SimulatedClock clock, Dictionary<string, string> values)
    {
        switch (provider)
        {
            case "aerosync":
                var aerosync = new AerosyncSimulator(clock) { ApiKey = "aero-key-51c0d7", ApiSecret = "aero-secret-8e21aa" };
                await aerosync.StartAsync();
                var user = aerosync.AddUser();
                var (good, bad) = (aerosync.AddConnection(user), aerosync.AddConnection(user));
                bad.ExpireConsent();
                Set(("API_KEY", aerosync.ApiKey), ("API_SECRET", aerosync.ApiSecret), ("USER_ID", user), ("CONNECTION_ID", good.Id), ("BROKEN_CONNECTION_ID", bad.Id));
                Set(("API_ADDRESS", aerosync.BaseAddress.AbsoluteUri), ("account number", good.Account.Number));
                return aerosync;
            case "powens":
                var powens = new PowensSimulator(clock) { ClientSecret = "powens-secret-77b1", ClientId = "12345678" };
                await powens.StartAsync();
                var owner = powens.AddUser();
                var (works, broken) = (powens.AddConnection(owner, setup => setup.WithId(880_101_001)), powens.AddConnection(owner, setup => setup.WithId(880_101_002).NeedsOtp()));
                Set(("DOMAIN", "example"), ("CLIENT_ID", powens.ClientId), ("CLIENT_SECRET", powens.ClientSecret), ("USER_ID", $"{owner.Id}"));
                Set(("CONNECTION_ID", $"{works.Id}"), ("BROKEN_CONNECTION_ID", $"{broken.Id}"), ("API_ADDRESS", powens.ApiAddress.AbsoluteUri), ("IBAN", works.Accounts[0].Iban!));
                return powens;
            case "araucaria":
                var araucaria = new AraucariaSimulator(clock) { ApiKey = "arau_live_self_test_9c" };
                await araucaria.StartAsync();
                var (fine, refused) = (araucaria.AddConnection(), araucaria.AddConnection());
                refused.FailAuthentication();
                Set(("API_KEY", araucaria.ApiKey), ("CONNECTION_ID", fine.Id), ("BROKEN_CONNECTION_ID", refused.Id), ("API_ADDRESS", araucaria.BaseAddress.AbsoluteUri));
                return araucaria;
            default:
                var flinks = new FlinksSimulator(clock) { SecretKey = "flinks-secret-0d4e", ApiKey = "flinks-key-64aa", DataTakes = TimeSpan.Zero };
                await flinks.StartAsync();
                var (login, asks) = (flinks.AddConnection(), flinks.AddConnection(setup => setup.Asks().LastRefreshFailed()));
                Set(("INSTANCE", "toolbox"), ("CUSTOMER_ID", $"{flinks.CustomerId}"), ("SECRET_KEY", flinks.SecretKey), ("X_API_KEY", flinks.ApiKey));
                Set(("LOGIN_ID", login.LoginId), ("BROKEN_CONNECTION_ID", asks.LoginId), ("API_ADDRESS", flinks.ApiAddress.AbsoluteUri), ("account number", login.Accounts[0].AccountNumber!));
                return flinks;
        }

        void Set(params (string Name, string Value)[] pairs)
        {
            foreach (var (name, value) in pairs)
            {
                values[name] = value;
            }
        }
    }

    /// <summary>A delivery as an endpoint would have written it to a file, signed as the provider signs.</summary>
    private static byte[] Capture(string provider, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var date = now.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var (body, headers) = provider switch
        {
            "aerosync" => (Replace("aerosync/webhook.bank.revocation.json", "1779000000", seconds), (Func<byte[], string>)(made => $"X-Webhook-Signature: sha256={Hex(Mac("", made))}")),
            "powens" => (Fixtures.ReadBytes("powens/webhook.ACCOUNT_ENABLED.json"), made => $"BI-Signature: {Base64(Mac($"POST./hooks.{date}.", made))}\r\nBI-Signature-Date: {date}"),
            "araucaria" => (Fixtures.ReadBytes("araucaria/webhook.connection-failed-auth.error-null.json"), made => $"Araucaria-Signature: t={seconds},v1={Hex(Mac(seconds + ".", made))}"),
            _ => (Fixtures.ReadBytes("flinks/webhook.get-accounts-detail.json"), made => $"flinks-authenticity-key: {Base64(Mac("", made))}"),
        };
        return [.. Encoding.ASCII.GetBytes($"POST /hooks HTTP/1.1\r\nContent-Type: application/json\r\n{headers(body)}\r\n\r\n"), .. body];

        static byte[] Replace(string fixture, string what, string with) => Encoding.UTF8.GetBytes(Fixtures.Read(fixture).Replace(what, with, StringComparison.Ordinal));
        static byte[] Mac(string prefix, byte[] body) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. body]);
        static string Hex(byte[] mac) => Convert.ToHexString(mac).ToLowerInvariant();
        static string Base64(byte[] mac) => Convert.ToBase64String(mac);
    }
}
