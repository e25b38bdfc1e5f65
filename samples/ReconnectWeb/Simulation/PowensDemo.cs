using System.Globalization;
using ConnectionSdk.Powens;
using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>A connection at the simulated Powens.</summary>
internal sealed class PowensDemo(PowensSimulator powens, PowensConnection connection) : DemoConnection
{
    private static readonly ProviderId Provider = new(PowensProvider.Name);

    public override string Login => connection.Login.Name;

    public override string Password => connection.Login.Password;

    public override string? Code => IsAsked(BankSubmissionKind.Code) ? powens.User.ReadCode(connection.Id) : null;

    public override bool AsksForApproval => IsAsked(BankSubmissionKind.Approval);

    public override IReadOnlyList<DemoTool> Tools =>
    [
        new("code", "Ask for a code", () => connection.Break(c => c.NeedsOtp("481516"))),
        new("approval", "Ask for an approval", () => connection.Break(c => c.NeedsApproval())),
        new("permission", "Ask for permission", () => connection.Break(c => c.NeedsRedirect())),
        new("password", "Refuse the password", () => connection.Break(c => c.WrongPassword())),
        new("visit", "Ask for a visit", () => connection.Break(c => c.ActionNeeded(Terms))),
        new("visited", "The user has been to the bank", () => powens.User.ActAtBank(connection.Id)),
        new("down", "Bank goes down for an hour", () => connection.Break(c => c.BankDown(powens.Clock.GetUtcNow().AddHours(1)))),
        new("gone", "Delete it at Powens", () => connection.Break(c => c.Gone())),
    ];

    private static string Terms => "Accept the new terms of use on your bank's site.";

    public override void Approve() => powens.User.ApproveInBankApp(connection.Id);

    public override void Refuse() => powens.User.RefuseInBankApp(connection.Id);

    public static IEnumerable<DemoConnection> All(PowensSimulator powens)
    {
        var user = powens.AddUser();
        var now = powens.Clock.GetUtcNow();
        yield return Of("Banque Rivage", c => c.NeedsOtp("730154"));
        yield return Of("Crédit Montclair", c => c.NeedsApproval("Approve the access in the app of Crédit Montclair").OnRepair(accounts => accounts.Rename(1, "Livret Bleu")));
        yield return Of("Caisse du Lac", c => c.NeedsRedirect());
        yield return Of("Banque Solène", c => c.WrongPassword().OnRepair(accounts => accounts.Recreate(0, enabled: true)));
        yield return Of("Banque Opale", c => c.NeedsConsent().NeedsOtp("196033"));
        yield return Of("Banque de l'Estuaire", c => c.ActionNeeded(Terms));
        yield return Of("Crédit Alpin", c => c.BankDown(now.AddHours(2)));
        yield return Of("Banque Hexa", null, c => c.WithSource("openapi", now.AddDays(9)).RenewsWith(steps => steps.NeedsRedirect()));
        yield return Of("Caisse Verte", c => c.InState("noAccount"));

        PowensDemo Of(string name, Action<PowensConnectionSetup>? breaks, Action<PowensConnectionSetup>? setup = null)
        {
            var connection = powens.AddConnection(user, setup);
            return new PowensDemo(powens, connection)
            {
                Name = name,
                Owner = DemoUser.Amelie.Id,
                Ref = new ConnectionRef(Provider, connection.Id.ToString(CultureInfo.InvariantCulture), user.Id.ToString(CultureInfo.InvariantCulture)),
                Breaks = () =>
                {
                    if (breaks is not null)
                    {
                        connection.Break(breaks);
                    }
                },
            };
        }
    }

    private bool IsAsked(BankSubmissionKind kind) =>
        connection.Challenge is { } challenge && challenge.Kind == kind && connection.Login.OpenChallenges.Contains(challenge);
}
