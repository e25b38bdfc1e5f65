using ConnectionSdk.Araucaria;
using ConnectionSdk.ReconnectWeb.Access;
using ConnectionSdk.Simulator.Araucaria;

namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>A connection at the simulated Araucaria.</summary>
internal sealed class AraucariaDemo(AraucariaSimulator araucaria, AraucariaConnection connection) : DemoConnection
{
    private static readonly ProviderId Provider = new(AraucariaProvider.Name);

    /// <summary>The first synchronisation is still under way when a visitor comes.</summary>
    private static readonly TimeSpan FirstSync = TimeSpan.FromMinutes(3);

    public override string Login => connection.Login.Name;

    public override string Password => connection.Login.Password;

    public override string? Code => connection.Challenge is null ? null : connection.Code;

    public override IReadOnlyList<DemoTool> Tools =>
    [
        new("password", "Change the password at the bank", connection.FailAuthentication),
        new("code", "Ask for a code", connection.AskForCode),
        new("error", "Bank does not answer", connection.MeetError),
        new("sync", "Start a synchronisation", connection.StartSync),
        new("off", "Disconnect it for good", connection.Disconnect),
        new("down", araucaria.BankIsDown ? "Bring all of Araucaria's banks up" : "Bring all of Araucaria's banks down", () => araucaria.BankIsDown = !araucaria.BankIsDown),
    ];

    public static IEnumerable<DemoConnection> All(AraucariaSimulator araucaria)
    {
        yield return Of("Banco Cordillera", araucaria.AddConnection(), static c => c.FailAuthentication(), static accounts => accounts.RenewIds());
        yield return Of("Banco Pacífico", araucaria.AddConnection(), static c => c.FailAuthentication(), SomebodyElse);
        yield return Of("Banco del Sur", araucaria.AddNewConnection(), static _ => { });
        yield return Of("Banco Andes", araucaria.AddNewConnection(), c =>
        {
            var usual = araucaria.QueueTakes;
            araucaria.QueueTakes = FirstSync;
            c.SubmitCredentials();
            araucaria.QueueTakes = usual;
        });
        yield return Of("Banco Litoral", araucaria.AddConnection(), static c => c.Disconnect());

        AraucariaDemo Of(string name, AraucariaConnection connection, Action<AraucariaConnection> breaks, Action<AraucariaAccounts>? onRepair = null)
        {
            if (onRepair is not null)
            {
                connection.OnRepair(onRepair);
            }

            return new AraucariaDemo(araucaria, connection)
            {
                Name = name,
                Owner = DemoUser.Sam.Id,
                Ref = new ConnectionRef(Provider, connection.Id),
                Breaks = () => breaks(connection),
            };
        }
    }

    private static void SomebodyElse(AraucariaAccounts accounts) =>
        accounts.ReplaceAll(new AraucariaAccount { Name = "Cuenta de Otra Persona", Number = "000998877665" });
}
