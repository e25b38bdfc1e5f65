using System.Text;
using ConnectionSdk.Simulator.Pages;
using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>The hosted widget and its script: first credentials, new credentials, codes. Araucaria: Widget setup, Connection flow.</summary>
internal sealed class AraucariaWidget(AraucariaSimulator araucaria)
{
    private const string Script =
        """
        (() => {
          const origin = new URL(document.currentScript.src).origin;
          window.Araucaria = {
            open({ token, connectionId, onSuccess, onExit }) {
              const frame = document.createElement("iframe");
              frame.title = "Connect your bank";
              frame.src = `${origin}/widget?${new URLSearchParams({ token, connectionId })}`;
              frame.style.cssText = "position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647";
              const listen = ({ origin: from, source, data }) => {
                if (from !== origin || source !== frame.contentWindow) return;
                removeEventListener("message", listen);
                frame.remove();
                if (data.event === "success") onSuccess?.({ connectionId: data.connectionId });
                else if (data.error) onExit?.(data.error);
                else onExit?.();
              };
              addEventListener("message", listen);
              document.body.append(frame);
            },
          };
        })();
        """;

    private readonly Dictionary<string, AraucariaWidgetSession> _sessions = new(StringComparer.Ordinal);

    public AraucariaAnswer Answer(RecordedCall call, string[] path) => path switch
    {
        [] => Open(call),
        ["araucaria-connect.js"] => new SimulatedResponse(200, "text/javascript; charset=utf-8", Encoding.UTF8.GetBytes(Script)),
        ["session", var id] => OfSession(call, id),
        _ => new HtmlPage("This page does not exist", "error").ToResponse(404),
    };

    private SimulatedResponse Open(RecordedCall call)
    {
        var token = call.Query.GetValueOrDefault("token");
        if (araucaria.WidgetTokens.Find(token) is not { } connection || call.Query.GetValueOrDefault("connectionId") != connection.Id)
        {
            return AraucariaWidgetPages.Refused(AraucariaFailure.WidgetTokenRefused());
        }

        var id = AraucariaIds.New("", araucaria.Clock);
        _sessions.Add(id, new AraucariaWidgetSession(token!, connection));
        return SimulatedResponse.RedirectTo(AddressOf(id));
    }

    private AraucariaAnswer OfSession(RecordedCall call, string id)
    {
        if (!_sessions.TryGetValue(id, out var session) || (!session.HasLeft && araucaria.WidgetTokens.Find(session.Token) is null))
        {
            return AraucariaWidgetPages.Refused(AraucariaFailure.WidgetTokenRefused());
        }

        session.Connection.Machine.Settle();
        if (!HttpMethods.IsPost(call.Method))
        {
            return AraucariaWidgetPages.For(session);
        }

        var form = FormBody.Read(call);
        var action = form.GetValueOrDefault("action");
        Act(session, action, form);
        var next = SimulatedResponse.RedirectTo(AddressOf(id));

        // A browser reloads the page by itself; whoever presses the button waits for the worker.
        return action == "continue" ? new AraucariaAnswer(next, session.Connection) : next;
    }

    private void Act(AraucariaWidgetSession session, string? action, IReadOnlyDictionary<string, string> form)
    {
        var (connection, machine) = (session.Connection, session.Connection.Machine);
        switch (action)
        {
            case "bank":
                connection.InstitutionId = AraucariaBank.Id;
                break;
            case "submit" when machine.Status == AraucariaStatus.MfaRequired:
                session.HasSubmitted = true;
                machine.SubmitCode(form.GetValueOrDefault("code") ?? "");
                break;
            case "submit" when machine.NeedsUser:
                session.HasSubmitted = true;
                machine.Submit(form.GetValueOrDefault("login") ?? "", form.GetValueOrDefault("password") ?? "");
                break;
            case "cancel" or "close":
                Leave(session, deletes: action == "cancel");
                break;
            default:
                break;
        }
    }

    private void Leave(AraucariaWidgetSession session, bool deletes)
    {
        var connection = session.Connection;
        session.HasLeft = true;
        if (connection.Machine.Status == AraucariaStatus.Error && session.HasSubmitted)
        {
            session.LeavesWith = "BANK_UNAVAILABLE";
        }

        if (deletes && connection.Machine.LastSyncedAt is null && !connection.IsGone)
        {
            connection.IsGone = true;
            araucaria.ConnectionsDeleted++;
        }
    }

    private Uri AddressOf(string sessionId) => new(araucaria.BaseAddress, "widget/session/" + sessionId);
}
