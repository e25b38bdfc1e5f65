using System.Globalization;
using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>What the widget shows at each step, and what it tells the page around it. Aerosync: Widget events.</summary>
internal static class AerosyncWidgetPages
{
    public static SimulatedResponse For(AerosyncWidgetSession session, AerosyncSuccessShape shape) => session.Step switch
    {
        "bank" => Asks(new HtmlPage("Choose your bank", "bank"), session, "/banks").Button("bank", AerosyncBank.Name),
        "credentials" => Asks(new HtmlPage("Log in to " + AerosyncBank.Name, "credentials"), session, "/login")
            .Input("login", "Login")
            .Input("password", "Password", "password")
            .Button("submit", "Log in"),
        "code" => Asks(new HtmlPage("Enter your code", "code"), session, "/verify")
            .Text("Your bank has sent you a code.")
            .Input("code", "Code")
            .Button("submit", "Send"),
        "account" => Accounts(Asks(new HtmlPage("Choose your account", "account"), session, "/accounts"), session, shape),
        "done" => new HtmlPage("Your bank is connected", "done")
            .Text("You can go back to the app.")
            .Posts(Message("pageSuccess", Success(session, shape)))
            .Last(),
        _ => new HtmlPage("You have closed the widget", "closed").Posts(Message("widgetClose", new JsonObject())).Last(),
    } is var page && session.Step is "done" or "closed" ? page.ToResponse() : page.Button("close", "Close", quiet: true).ToResponse();

    public static SimulatedResponse Refused(string error) =>
        new HtmlPage("This page cannot be shown", "error").Error(ForUser(error)).Posts(Message("widgetError", error)).Last().ToResponse();

    public static string ChoiceOf(int account) => "account-" + account.ToString(CultureInfo.InvariantCulture);

    private static HtmlPage Asks(HtmlPage page, AerosyncWidgetSession session, string api)
    {
        page.Posts(Message("widgetPageLoaded", new JsonObject { ["pageTitle"] = session.Step, ["onLoadApi"] = api }));
        return session.Error is { } error ? page.Error(ForUser(error)).Posts(Message("widgetError", error)) : page;
    }

    private static HtmlPage Accounts(HtmlPage page, AerosyncWidgetSession session, AerosyncSuccessShape shape)
    {
        var accounts = session.Customer!.Accounts;
        for (var index = 0; index < accounts.Count; index++)
        {
            page.Button(ChoiceOf(index), $"{accounts[index].Nickname} (ends in {accounts[index].NumberDisplay})");
        }

        return shape == AerosyncSuccessShape.Multiple && session.Grant.Reconnects is null ? page.Button("all", "All of them") : page;
    }

    private static JsonObject Success(AerosyncWidgetSession session, AerosyncSuccessShape shape)
    {
        var first = session.Linked[0];
        return shape switch
        {
            AerosyncSuccessShape.Multiple => new JsonObject
            {
                ["accounts"] = new JsonArray([.. session.Linked.Select(connection => new JsonObject
                {
                    ["connectionId"] = connection.Id,
                    ["accountType"] = connection.Account.Type,
                    ["accountNumberDisplay"] = connection.Account.NumberDisplay,
                })]),
                ["clientName"] = "client-demo",
                ["aeroPassUserUuid"] = first.UserUuid,
            },
            AerosyncSuccessShape.FirstVersion => new JsonObject
            {
                ["user_id"] = first.UserUuid.Replace("-", "", StringComparison.Ordinal),
                ["user_password"] = first.Id,
                ["ClientName"] = "client-demo",
                ["FILoginAcctId"] = new JsonObject { ["account_name"] = first.Account.Nickname }.ToJsonString(),
            },
            _ => new JsonObject
            {
                ["connectionId"] = first.Id,
                ["clientName"] = "client-demo",
                ["aeroPassUserUuid"] = first.UserUuid,
            },
        };
    }

    // The widget posts JSON as text.
    private static JsonValue Message(string type, JsonNode payload) =>
        JsonValue.Create(new JsonObject { ["type"] = type, ["payload"] = payload }.ToJsonString());

    private static string ForUser(string error) => error[(error.LastIndexOf("Message: ", StringComparison.Ordinal) + "Message: ".Length)..];
}
