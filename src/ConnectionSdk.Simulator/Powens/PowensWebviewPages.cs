using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>What the webview shows, by what the connection needs next.</summary>
internal static class PowensWebviewPages
{
    public static SimulatedResponse For(PowensWebviewSession session)
    {
        if (session.Flow == "manage")
        {
            return new HtmlPage("Your connections", "manage")
                .Text(session.Connection is { } managed ? $"Connection {managed.Id}, {managed.Accounts.Count} accounts." : "Choose what to do.")
                .Button("close", "Close")
                .Button("delete", "Delete this connection", quiet: true)
                .ToResponse();
        }

        if (session.Connection is not { } connection)
        {
            return Cancellable(Credentials(new HtmlPage("Connect your bank", "credentials"), session))
                .Button("decline", "I do not accept the terms", quiet: true)
                .ToResponse();
        }

        var repair = connection.Repair;
        if (session.NeedsCredentialsFirst && !repair.IsLockedOut)
        {
            return Cancellable(Credentials(new HtmlPage("Enter your bank login", "credentials"), session)).ToResponse();
        }

        return Cancellable(repair.State switch
        {
            "SCARequired" => new HtmlPage("Renew your access", "consent")
                .Text("Your bank asks you to confirm that you still want to share your accounts.")
                .Button("continue", "Continue"),
            "validating" => new HtmlPage("Please wait", "wait").Text("Your bank is checking.").Button("continue", "Continue"),
            var state when state == repair.Step?.State => ForStep(repair.Step!, session),
            _ => new HtmlPage("Your bank needs you", "unavailable").Text(repair.Message ?? "Nothing can be done here."),
        }).ToResponse();
    }

    private static HtmlPage ForStep(PowensStep step, PowensWebviewSession session) => step.Kind switch
    {
        PowensStepKind.Code => new HtmlPage("Enter your code", "code")
            .Error(session.Error)
            .Text("Your bank has sent you a code.")
            .Input(step.FieldName, step.FieldLabel)
            .Button("submit", "Send"),
        PowensStepKind.Approval => new HtmlPage("Approve in your bank's app", "approval")
            .Error(session.Error)
            .Text(step.Message ?? "Open your bank's app.")
            .Button("approve", "Approve (as the bank's app would)")
            .Button("refuse", "Refuse (as the bank's app would)", quiet: true),
        PowensStepKind.Redirect => new HtmlPage("Go to your bank", "redirect")
            .Text("Your bank asks you to sign in on its own page.")
            .Button("bank", "Go to the bank"),
        PowensStepKind.Credentials => Credentials(new HtmlPage("Enter your bank login", "credentials"), session),
        PowensStepKind.NewPassword => new HtmlPage("Enter your new password", "password")
            .Error(session.Error)
            .Input("password", "New password", "password")
            .Button("submit", "Send"),
        _ => new HtmlPage("Nothing can be done here", "unavailable").Text(step.Message ?? "Please try again later."),
    };

    private static HtmlPage Credentials(HtmlPage page, PowensWebviewSession session) => page
        .Error(session.Error)
        .Input("login", "Login")
        .Input("password", "Password", "password")
        .Button("submit", "Send");

    private static HtmlPage Cancellable(HtmlPage page) => page.Button("cancel", "Cancel", quiet: true);
}
