using System.Globalization;
using ConnectionSdk.ReconnectWeb.Simulation;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>The tools of the simulator: no part of a product.</summary>
internal static class SimulatorEndpoints
{
    public static void MapSimulator(this WebApplication app)
    {
        var world = app.Services.GetRequiredService<SimulatedWorld>();
        var pages = app.MapGroup(Links.SimulatorPage).RequireAuthorization();

        pages.MapGet("", (HttpContext context) =>
            SignIn.Show(SimulatorPage.Of(context.User()!, Mine(context), [.. world.Deliveries.Take(8).Select(SentWebhook.Of)], world.Clock.GetUtcNow(), context.Request.Query["did"])));

        pages.MapPost("/tool", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (Find(context, form) is not { } connection)
            {
                return SignIn.Show(MessagePage.NotFound(context.User()), StatusCodes.Status404NotFound);
            }

            switch (form["tool"].ToString())
            {
                case "approve":
                    connection.Approve();
                    return Done("Approved", connection);
                case "refuse":
                    connection.Refuse();
                    return Done("Refused", connection);
                case var id when connection.Tools.FirstOrDefault(tool => tool.Id == id) is { } tool:
                    return Done(Try(tool) ? tool.Label : $"Not possible now: {tool.Label}", connection);
                default:
                    return Results.BadRequest();
            }
        });

        pages.MapPost("/time", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (!int.TryParse(form["minutes"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
            {
                return Results.BadRequest();
            }

            world.Pass(TimeSpan.FromMinutes(minutes));
            return Done("Time has passed");
        });

        // As a provider does that has not heard the answer.
        pages.MapPost("/webhook", () =>
        {
            var last = world.Deliveries.FirstOrDefault(each => each.Delivery.Attempts.Count > 0);
            last.Webhooks?.Replay(last.Delivery);
            return Done(last.Webhooks is null ? "No webhook was sent so far" : $"Sent again: {last.Delivery.Event}");
        });

        IReadOnlyList<DemoConnection> Mine(HttpContext context) => [.. world.Connections.Where(connection => connection.Owner == context.User()!.Id)];

        DemoConnection? Find(HttpContext context, IFormCollection form) =>
            Mine(context).FirstOrDefault(connection => connection.Ref.ToString() == form["connection"]);
    }

    /// <summary>The simulators refuse what cannot happen to a connection as it is.</summary>
    private static bool Try(DemoTool tool)
    {
        try
        {
            tool.Use();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static IResult Done(string deed, DemoConnection connection) => Done($"{deed}: {connection.Name}");

    private static IResult Done(string deed) => Results.LocalRedirect($"{Links.SimulatorPage}?did={Uri.EscapeDataString(deed)}");
}
