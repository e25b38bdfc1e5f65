using System.Text.RegularExpressions;
using ConnectionSdk.Providers;

namespace ConnectionSdk;

/// <summary>Whether a reply answers what the session asks for, checked before anything is sent so that no attempt is wasted.</summary>
internal static class ReplyCheck
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    public static string StepName(UserReply reply) => reply.GetType().Name;

    public static void Check(ReconnectSession session, UserReply reply, DateTimeOffset now)
    {
        var problem = (session.Action, reply) switch
        {
            (RequiredAction.ProvideFields action, UserReply.FieldValues values) => CheckFields(action, values),
            (RequiredAction.FollowRedirect or RequiredAction.OpenWidget, UserReply.RedirectReturned redirect) => CheckState(session, redirect, now),
            (RequiredAction.OpenWidget, UserReply.WidgetReturned) => null,
            (RequiredAction.OpenWidget or RequiredAction.FollowRedirect, UserReply.ActionDone) => null,
            (RequiredAction.ApproveElsewhere or RequiredAction.VisitInstitution, UserReply.ActionDone) => null,
            _ => $"The session asks for {session.Action.Kind}, which {StepName(reply)} does not answer. Look at the session's action and reply to that.",
        };
        if (problem is not null)
        {
            throw new UnexpectedReplyException(session, problem);
        }
    }

    private static string? CheckState(ReconnectSession session, UserReply.RedirectReturned redirect, DateTimeOffset now)
    {
        var state = CallbackState.QueryValue(redirect.Uri, "state");
        return CallbackState.Matches(state, [.. session.Memory.States.Where(issued => now < issued.Until).Select(issued => issued.Hash)])
            ? null
            : "The address the user came back to does not carry a state value that this session handed out in the last half hour, or it was used before. "
                + "Pass the whole address on, and start over if it was not this user who came back.";
    }

    private static string? CheckFields(RequiredAction.ProvideFields action, UserReply.FieldValues reply)
    {
        foreach (var name in reply.Values.Keys)
        {
            if (!action.Fields.Any(field => string.Equals(field.Name, name, StringComparison.Ordinal)))
            {
                return $"The session does not ask for a field of that name. It asks for: {Names(action)}.";
            }
        }

        foreach (var field in action.Fields)
        {
            if (!reply.Values.TryGetValue(field.Name, out var value) || value.IsEmpty)
            {
                if (field.Required)
                {
                    return $"The field {field.Name} is required and empty. Ask the user for it.";
                }
            }
            else if (!Fits(field, value))
            {
                return $"The value for {field.Name} does not have the form the bank expects. Ask the user again; no attempt was spent.";
            }
        }

        return null;
    }

    private static string Names(RequiredAction.ProvideFields action) => string.Join(", ", action.Fields.Select(field => field.Name));

    private static bool Chooses(ActionField field, FieldOption option, string choice) =>
        string.Equals(option.Value, field.AllowsSeveral ? choice.TrimEnd('\r') : choice, StringComparison.Ordinal);

    private static bool Fits(ActionField field, SensitiveString value)
    {
        if (field.Options.Count > 0)
        {
            var chosen = field.AllowsSeveral ? value.Reveal().Split('\n', StringSplitOptions.RemoveEmptyEntries) : [value.Reveal()];
            return chosen.Length > 0 && Array.TrueForAll(chosen, choice => field.Options.Any(option => Chooses(field, option, choice)));
        }

        if (field.Pattern is null)
        {
            return true;
        }

        try
        {
            return Regex.IsMatch(value.Reveal(), field.Pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (Exception exception) when (exception is RegexParseException or RegexMatchTimeoutException)
        {
            // The pattern is the provider's and may be in another dialect: then the bank decides.
            return true;
        }
    }
}
