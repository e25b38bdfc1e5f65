using System.Globalization;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.SecrecyTests.Capturing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>Powens: codes and passwords typed in the application, encrypted for Powens or as they are, approvals, the bank's page, the webview.</summary>
internal sealed class PowensJourney : Journey
{
    private const string WebhookSecret = "whsec-powens-e15a8c07";
    private const string NumberInDelivery = "FR7630006000011234567890189";
    private const string Password = "pw-powens-5d08be";
    private const string NewPassword = "pw-powens-new-91c2";
    private const string LoginName = "login-powens-4471";
    private const string Code = "73519428";
    private const string WrongCode = "61827304";

    private readonly PowensSimulator _powens;
    private readonly PowensUser _user;

    private PowensJourney(PowensSimulator powens, SimulatedClock clock, bool encrypts)
        : base("powens", powens, clock, () => new(StringComparer.Ordinal)
        {
            ["Domain"] = "example",
            ["ClientId"] = powens.ClientId,
            ["ClientSecret"] = powens.ClientSecret,
            ["RedirectUri"] = "https://app.example/callback",
            ["ApiBaseAddress"] = powens.ApiAddress.AbsoluteUri,
            ["WebviewBaseAddress"] = powens.WebviewAddress.AbsoluteUri,
            ["HasAgentStatus"] = bool.TrueString,
            ["EncryptFields"] = encrypts ? bool.TrueString : bool.FalseString,
            ["WebhookSecrets:0"] = WebhookSecret,
        })
    {
        _powens = powens;
        _user = powens.AddUser();
        Plant("Powens client secret", powens.ClientSecret, SecretKind.Credential);
        Plant("Powens webhook secret", WebhookSecret, SecretKind.Credential);
        Plant("IBAN in Powens' delivery", NumberInDelivery, SecretKind.Number);
        Plant("Powens password", Password, SecretKind.Typed);
        Plant("Powens new password", NewPassword, SecretKind.Typed);
        Plant("Powens login", LoginName, SecretKind.Typed);
        Plant("Powens code, right", Code, SecretKind.Typed);
        Plant("Powens code, wrong", WrongCode, SecretKind.Typed);
    }

    /// <param name="encrypts">Whether what is typed is encrypted: where it is, no body shows whether bodies leak.</param>
    public static PowensJourney Create(bool encrypts)
    {
        var clock = new SimulatedClock();
        return new PowensJourney(new PowensSimulator(clock) { ClientSecret = "powens-secret-0f6e92d1", RequiresEncryption = encrypts }, clock, encrypts);
    }

    public override async Task TravelAsync()
    {
        await ConnectAsync(PowensVisit.Completes);
        await ConnectAsync(PowensVisit.MeetsAFailure);
        var healthy = Add(static _ => { });
        await ReadEverythingAsync(RefOf(healthy));

        await RepairAsync(RefOf(Add(setup => setup.NeedsOtp(Code, pattern: "^[0-9]{8}$"))), Types(WrongCode, Code));
        await RepairAsync(RefOf(Add(setup => setup.NeedsConsent().NeedsApproval())), Approves);
        await RepairAsync(RefOf(Add(setup => setup.NeedsRedirect())), Follows(PowensVisit.Completes));
        await RepairAsync(RefOf(Add(setup => setup.NeedsRedirect())), Follows(PowensVisit.Cancels));
        await RepairAsync(RefOf(Add(setup => setup.WrongPassword().ForLogin(_powens.Bank.AddLogin(LoginName, Password)))), Types(Password, Password));
        await RepairAsync(RefOf(Add(setup => setup.PasswordExpired(NewPassword).ForLogin(_powens.Bank.AddLogin("login-powens-2", Password)))), Types(NewPassword, NewPassword));
        var lost = Add(setup => setup.NeedsOtp(Code, pattern: "^[0-9]{8}$"));
        await RepairAsync(RefOf(lost), session =>
        {
            _powens.Faults.Add(Fault.Drop().AfterProcessing(), method: "POST", path: "/2.0/users/*/connections/*");
            return Types(Code, Code)(session);
        });

        await ManageAsync(Provider<PowensProvider>(), RefOf(healthy));
        var made = await DoAsync(() => Provider<PowensProvider>().CreateUserAsync());
        Prove(Plant("token of a user made at Powens", made.Token.Reveal(), SecretKind.Credential));

        var leaving = Add(static _ => { });
        if (await TryAsync(() => Client.PlanRemovalAsync(RefOf(leaving))) is { } plan)
        {
            await TryAsync(async () =>
            {
                await Client.RemoveAsync(plan);
                return "removed";
            });
        }

        var date = Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        await DeliverAsync(
            Signatures.Bytes(Fixtures.Read("powens/webhook.ACCOUNT_ENABLED.json").Replace("FR7600000000000000000000511", NumberInDelivery, StringComparison.Ordinal)),
            WebhookSecret,
            body => [new("BI-Signature", Convert.ToBase64String(Signatures.Sign(WebhookSecret, $"POST./hooks.{date}.", body))), new("BI-Signature-Date", date)]);

        await MeetFailuresAsync(RefOf(healthy), RefOf(Add(setup => setup.NeedsRedirect())), async () =>
        {
            var session = await TryAsync(() => Flow.StartAsync(RefOf(Add(setup => setup.NeedsOtp(Code, pattern: "^[0-9]{8}$")))));
            return session is { Action: RequiredAction.ProvideFields } ? (session, (await Types(Code, Code)(session))!) : null;
        });
        CollectFromCalls();
    }

    protected override async Task CallWhatOnlyThisProviderHasAsync(ConnectionRef healthy)
    {
        var provider = Provider<PowensProvider>();
        await TryAsync(() => provider.CreateUserAsync());
        await TryAsync(() => provider.SetAutomaticRefreshAsync(healthy, on: true));
        await TryAsync(() => provider.ShareAccountAsync(healthy, "501"));
        await ManageAsync(provider, healthy);
    }

    private async Task ManageAsync(PowensProvider provider, ConnectionRef healthy) => await TryAsync(async () =>
    {
        var page = await provider.GetManageUrlAsync(new UserRef(Id, healthy.UserId!), healthy.ConnectionId);
        NotePage(page);
        Capture.Keep("results", "PowensProvider.GetManageUrlAsync", page.AbsoluteUri);
        return "managed";
    });

    protected override void NotePage(Uri page)
    {
        Plant("Powens page", page.AbsolutePath.StartsWith("/bank/", StringComparison.Ordinal) ? page.Segments[^1] : page.PathAndQuery, SecretKind.Launch);
        if (CallbackState.QueryValue(page, "state") is { } state)
        {
            Plant("Powens state", state, SecretKind.State);
        }

        // What a gossiping provider repeats in place of a code is a sentence, and no code.
        if (CallbackState.QueryValue(page, "code") is { } code && !code.Contains(' ', StringComparison.Ordinal))
        {
            Plant("Powens temporary code", code, SecretKind.Launch);
        }
    }

    private async Task ConnectAsync(PowensVisit visit)
    {
        var begun = await DoAsync(() => Client.BeginConnectAsync(new ConnectRequest { User = new UserRef(Id, $"{_user.Id}") }));
        var callback = await _powens.User.FollowAsync(((RequiredAction.FollowRedirect)begun.Action).Url!, visit);
        await TryAsync(() => Client.CompleteConnectAsync(ConnectSession.FromJson(begun.ToJson()), new UserReply.RedirectReturned(new Uri("https://app.example/callback?state=forged-31177"))));
        await TryAsync(() => Client.CompleteConnectAsync(ConnectSession.FromJson(begun.ToJson()), new UserReply.RedirectReturned(callback)));
    }

    private void CollectFromCalls()
    {
        foreach (var call in _powens.Calls.All)
        {
            if (call.Headers.TryGetValue("Authorization", out var bearer) && bearer.StartsWith("Bearer ", StringComparison.Ordinal))
            {
                Plant("Powens user token", bearer["Bearer ".Length..], SecretKind.Credential);
            }

            foreach (var (name, value) in call.Json ?? [])
            {
                if (name is "otp" or "login" or "password" && value?.GetValueKind() == System.Text.Json.JsonValueKind.String)
                {
                    Plant($"encrypted {name}", value.GetValue<string>(), SecretKind.Typed);
                }
            }
        }

        // What Powens says about a page of the bank's holds the bank's own state.
        Plant("the bank's state", "BANKSECRET", SecretKind.Credential);
        Prove("state=BANKSECRET stands in the error_message of webauthRequired");
    }

    private PowensConnection Add(Action<PowensConnectionSetup> setup) => _powens.AddConnection(_user, setup);

    private ConnectionRef RefOf(PowensConnection connection) => new(Id, $"{connection.Id}", $"{_user.Id}");

    /// <summary>The first value at first, the second ever after; logins as the field's name says.</summary>
    private static Func<ReconnectSession, Task<UserReply?>> Types(string first, string then)
    {
        var replies = 0;
        return session => Task.FromResult<UserReply?>(session.Action is RequiredAction.ProvideFields ask
            ? new UserReply.FieldValues(ask.Fields.ToDictionary(
                field => field.Name,
                field => SensitiveString.FromString(field.Name == "login" ? LoginName : replies++ == 0 ? first : then),
                StringComparer.Ordinal))
            : new UserReply.Abandoned());
    }

    private Task<UserReply?> Approves(ReconnectSession session)
    {
        _powens.User.ApproveInBankApp(long.Parse(session.Connection.ConnectionId, CultureInfo.InvariantCulture));
        return Task.FromResult<UserReply?>(null);
    }

    /// <summary>First with a state somebody made up, then as the user does.</summary>
    private Func<ReconnectSession, Task<UserReply?>> Follows(PowensVisit visit)
    {
        var returns = 0;
        return async session => (returns++, session.Action) switch
        {
            (0, _) => new UserReply.RedirectReturned(new Uri("https://app.example/callback?state=forged-90021&error=x")),
            (1 or 2 or 3, RequiredAction.FollowRedirect { Url: { } page }) => new UserReply.RedirectReturned(await _powens.User.FollowAsync(page, visit)),
            _ => new UserReply.Abandoned(),
        };
    }
}
