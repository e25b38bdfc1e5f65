using ConnectionSdk.SecrecyTests.Capturing;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Flinks;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.SecrecyTests.Journeys;

/// <summary>Flinks: questions answered in Flinks Connect or in the application, live contacts, the credential screen.</summary>
internal sealed class FlinksJourney : Journey
{
    private const string WebhookSecret = "whsec-flinks-4be07d36";
    private const string NumberInDelivery = "77710001-9431882";
    private const string Username = "user-flinks-6630";
    private const string Password = "pw-flinks-c7712e";
    private const string Answer = "Montreal-48120765";
    private const string WrongAnswer = "Atlantis-20931184";

    private readonly FlinksSimulator _flinks;
    private readonly bool _byFields;

    private FlinksJourney(FlinksSimulator flinks, SimulatedClock clock, bool byFields)
        : base("flinks", flinks, clock, () => new(StringComparer.Ordinal)
        {
            ["Instance"] = "toolbox",
            ["CustomerId"] = flinks.CustomerId,
            ["SecretKey"] = flinks.SecretKey,
            ["XApiKey"] = flinks.ApiKey,
            ["ApiBaseAddress"] = flinks.ApiAddress.AbsoluteUri,
            ["ConnectBaseAddress"] = flinks.ConnectAddress.AbsoluteUri,
            ["AnswerMfaByFields"] = byFields ? bool.TrueString : bool.FalseString,
            ["WebhookSecrets:0"] = WebhookSecret,
        })
    {
        _flinks = flinks;
        _byFields = byFields;
        Plant("Flinks secret key", flinks.SecretKey, SecretKind.Credential);
        Plant("Flinks x-api-key", flinks.ApiKey, SecretKind.Credential);
        Plant("Flinks webhook secret", WebhookSecret, SecretKind.Credential);
        Plant("number in Flinks' delivery", NumberInDelivery, SecretKind.Number);
        Plant("Flinks answer, right", Answer, SecretKind.Typed);
        if (byFields)
        {
            Plant("Flinks answer, wrong", WrongAnswer, SecretKind.Typed);
        }
        else
        {
            Plant("Flinks username", Username, SecretKind.Typed);
            Plant("Flinks password", Password, SecretKind.Typed);
        }
    }

    public static FlinksJourney Create(bool byFields)
    {
        var clock = new SimulatedClock();
        var flinks = new FlinksSimulator(clock) { SecretKey = "flinks-secret-9d5b30aa", ApiKey = "flinks-x-api-key-1e8f", DataTakes = TimeSpan.Zero };
        return new FlinksJourney(flinks, clock, byFields);
    }

    public override async Task TravelAsync()
    {
        _flinks.User.Login = _flinks.Bank.AddLogin(Username, Password);
        var begun = await DoAsync(() => Client.BeginConnectAsync(new ConnectRequest { User = new UserRef(Id, "user-1042") }));
        var visit = await _flinks.User.UseWidgetAsync(LaunchOf(begun.Action).ToUri());
        await TryAsync(() => Client.CompleteConnectAsync(ConnectSession.FromJson(begun.ToJson()), new UserReply.WidgetReturned(visit.Messages[^1])));
        var healthy = Add(static _ => { });
        await ReadEverythingAsync(RefOf(healthy));

        await RepairAsync(RefOf(Asking()), Acts(FlinksVisit.MistypesOnce), Known(healthy));
        await RepairAsync(RefOf(Asking()), Acts(FlinksVisit.Closes), Known(healthy));
        await RepairAsync(RefOf(Add(setup => setup.WrongPassword().ForLogin(_flinks.Bank.AddLogin("user-flinks-2", Password)))), Acts(FlinksVisit.Completes), Known(healthy));
        var live = Asking();
        var read = await TryAsync(() => Client.RefreshAsync(RefOf(live), new RefreshOptions { UserPresent = true }));
        await RepairAsync(RefOf(live), Acts(FlinksVisit.Completes), Known(healthy), read?.ResumeToken);

        var leaving = Add(static _ => { });
        if (await TryAsync(() => Client.PlanRemovalAsync(RefOf(leaving))) is { } plan)
        {
            await TryAsync(async () =>
            {
                await Client.RemoveAsync(plan);
                return "removed";
            });
        }

        var delivery = Fixtures.Read("flinks/webhook.get-accounts-detail.json");
        await DeliverAsync(
            Signatures.Bytes($"{{\"Number\":\"{NumberInDelivery}\",{delivery[(delivery.IndexOf('{', StringComparison.Ordinal) + 1)..]}"),
            WebhookSecret,
            body => [new("flinks-authenticity-key", Convert.ToBase64String(Signatures.Sign(WebhookSecret, "", body)))]);

        await MeetFailuresAsync(RefOf(healthy), RefOf(Asking()), async () =>
        {
            var session = _byFields ? await TryAsync(() => Flow.StartAsync(RefOf(Asking()), new ReconnectOptions { KnownAccounts = Known(healthy) })) : null;
            return session is { Action: RequiredAction.ProvideFields ask } ? (session, new UserReply.FieldValues(ask.Fields[0].Name, SensitiveString.FromString(Answer))) : null;
        });
        CollectFromCalls();
    }

    private void CollectFromCalls()
    {
        foreach (var call in _flinks.Calls.All)
        {
            if (call.Headers.TryGetValue("flinks-auth-key", out var token) && token != _flinks.SecretKey)
            {
                Plant("Flinks authorize token", token, SecretKind.Credential);
            }

            if (call.Json?["RequestId"]?.GetValue<string>() is { Length: > 0 } request)
            {
                Plant("Flinks request id", request, SecretKind.Resume);
            }

            if (call.Json?["LoginId"]?.GetValue<string>() is { Length: > 0 } login)
            {
                Plant("Flinks login id", login, SecretKind.LoginId);
            }
        }
    }

    private FlinksConnection Add(Action<FlinksConnectionSetup> setup) => _flinks.AddConnection(setup);

    private FlinksConnection Asking() => Add(setup => setup.Asks(answer: Answer).LastRefreshFailed());

    private ConnectionRef RefOf(FlinksConnection connection) => new(Id, connection.LoginId, "user-1042");

    /// <summary>Flinks shows no accounts once a refresh has failed, so an application keeps them.</summary>
    private static Account[] Known(FlinksConnection connection) => [.. connection.Accounts.Select(account => new Account
    {
        Id = account.Id,
        Name = account.Title,
        Currency = account.Currency,
        Number = SensitiveString.FromString($"{account.InstitutionNumber}-{account.TransitNumber}-{account.AccountNumber}"),
        MaskedNumber = account.AccountNumber![^4..],
    })];

    private Func<ReconnectSession, Task<UserReply?>> Acts(FlinksVisit visit)
    {
        var replies = 0;
        return async session =>
        {
            switch (session.Action)
            {
                case RequiredAction.ProvideFields ask when visit != FlinksVisit.Closes && replies < 3:
                    var value = replies++ == 0 && visit == FlinksVisit.MistypesOnce ? WrongAnswer : Answer;
                    return new UserReply.FieldValues(ask.Fields.ToDictionary(field => field.Name, _ => SensitiveString.FromString(value), StringComparer.Ordinal));
                case RequiredAction.OpenWidget { Launch: { } launch } when replies++ < 3:
                    var visited = _flinks.User.UseWidgetAsync(launch.ToUri(), visit);
                    await Clock.AdvanceUntilAsync(visited, TimeSpan.FromSeconds(20));
                    return new UserReply.WidgetReturned((await visited).Messages[^1]);
                default:
                    return new UserReply.Abandoned();
            }
        };
    }

    private static WidgetLaunch LaunchOf(RequiredAction action) => ((RequiredAction.OpenWidget)action).Launch!;
}
