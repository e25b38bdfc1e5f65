using System.Text;
namespace ConnectionSdk;

/// <summary>What the user did about a <see cref="RequiredAction"/>.</summary>
public abstract record UserReply
{
    private protected UserReply()
    {
    }

    /// <summary>The user typed or chose values. They are sent at most once and never stored.</summary>
    /// <param name="Values">The values under the names of the asked fields.</param>
    public sealed record FieldValues(IReadOnlyDictionary<string, SensitiveString> Values) : UserReply
    {
        /// <summary>One value, such as a one-time code.</summary>
        /// <param name="name">The name of the field.</param>
        /// <param name="value">What the user typed.</param>
        public FieldValues(string name, SensitiveString value)
            : this(new Dictionary<string, SensitiveString>(StringComparer.Ordinal) { [name] = value })
        {
        }

        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder)
        {
            builder.Append("Values = ***");
            return true;
        }
    }

    /// <summary>The widget reported something.</summary>
    /// <param name="Json">The message as the widget sent it. A hint only: the connection is read before anything is believed.</param>
    public sealed record WidgetReturned(string Json) : UserReply
    {
        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder)
        {
            builder.Append("Json = ***");
            return true;
        }
    }

    /// <summary>The user came back to the application's address.</summary>
    /// <param name="Uri">The whole address the user came back to, query included.</param>
    public sealed record RedirectReturned(Uri Uri) : UserReply
    {
        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder)
        {
            builder.Append("Uri = ***");
            return true;
        }
    }

    /// <summary>The user says it is done: approved in the app, or acted at the bank.</summary>
    public sealed record ActionDone : UserReply;

    /// <summary>The user gave up or closed the window.</summary>
    public sealed record Abandoned : UserReply;
}
