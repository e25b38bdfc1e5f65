using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>What the widget shows by the connection's state, and what it tells the script around it.</summary>
internal static class AraucariaWidgetPages
{
    public static SimulatedResponse For(AraucariaWidgetSession session)
    {
        var (connection, machine) = (session.Connection, session.Connection.Machine);
        if (session.HasLeft)
        {
            return Left(session.LeavesWith, "Your bank cannot be reached.");
        }

        var page = machine.Status switch
        {
            AraucariaStatus.Connected => new HtmlPage("Your bank is connected", "done")
                .Text("You can go back to the app.")
                .Posts(new JsonObject { ["event"] = "success", ["connectionId"] = connection.Id })
                .Last(),
            AraucariaStatus.Disconnected => null,
            AraucariaStatus.CredentialsSubmitted or AraucariaStatus.Verifying => new HtmlPage("Please wait", "wait")
                .Text("Your bank is checking.")
                .Reloads()
                .Button("continue", "Look again"),
            AraucariaStatus.MfaRequired => new HtmlPage("Enter your code", "code")
                .Text("Your bank has sent you a code.")
                .Input("code", "Code")
                .Button("submit", "Send"),
            _ when connection.InstitutionId is null => new HtmlPage("Choose your bank", "bank").Button("bank", AraucariaBank.Name),
            AraucariaStatus.Error when session.HasSubmitted => Credentials(session, "unavailable"),
            _ => Credentials(session, "credentials"),
        };
        if (page is null)
        {
            return Refused(AraucariaFailure.WrongState());
        }

        return machine.Status == AraucariaStatus.Connected
            ? page.ToResponse()
            : page.Button("cancel", "Cancel", quiet: true).Button("close", "Close", quiet: true).ToResponse();
    }

    public static SimulatedResponse Refused(AraucariaFailure failure) => Left(failure.Code, failure.Message);

    private static HtmlPage Credentials(AraucariaWidgetSession session, string step) => new HtmlPage("Log in to " + AraucariaBank.Name, step)
        .Error(session.HasSubmitted ? session.Connection.Machine.LoginError : null)
        .Input("login", "Login")
        .Input("password", "Password", "password")
        .Button("submit", "Log in");

    private static SimulatedResponse Left(string? code, string message)
    {
        var exit = new JsonObject { ["event"] = "exit" };
        if (code is not null)
        {
            exit["error"] = new JsonObject { ["code"] = code, ["message"] = message };
        }

        return new HtmlPage("The widget is closed", "closed").Error(code is null ? null : message).Posts(exit).Last().ToResponse();
    }
}
