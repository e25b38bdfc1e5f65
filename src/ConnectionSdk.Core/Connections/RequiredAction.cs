using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConnectionSdk.Json;

namespace ConnectionSdk;

/// <summary>
/// What must happen next to a connection, and by whom: a closed set, so that one <c>switch</c> serves every provider.
/// Each case carries what a front end needs to carry it out; <see cref="ToJson"/> is made for handing it to one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(None), "none")]
[JsonDerivedType(typeof(Wait), "wait")]
[JsonDerivedType(typeof(OpenWidget), "openWidget")]
[JsonDerivedType(typeof(ProvideFields), "provideFields")]
[JsonDerivedType(typeof(ApproveElsewhere), "approveElsewhere")]
[JsonDerivedType(typeof(FollowRedirect), "followRedirect")]
[JsonDerivedType(typeof(VisitInstitution), "visitInstitution")]
[JsonDerivedType(typeof(StartOver), "startOver")]
[JsonDerivedType(typeof(ContactSupport), "contactSupport")]
public abstract record RequiredAction
{
    private protected RequiredAction()
    {
    }

    /// <summary>Who has to act.</summary>
    public Actor Actor { get; init; }

    /// <summary>When this can no longer be done and the flow must be started again; null when it does not lapse.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Which case this is, as a value that can be kept in a table.</summary>
    [JsonIgnore]
    public abstract RequiredActionKind Kind { get; }

    /// <summary>
    /// The action as JSON for a front end, links and widget tokens included: give it only to the user it is meant for, and do not store it.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(this, CoreJsonContext.Default.RequiredAction);

    /// <summary>The action without links and widget tokens, fit to be stored.</summary>
    internal virtual RequiredAction WithoutLaunch() => this;

    /// <summary>Whether a link or widget token belongs to this action and is absent.</summary>
    internal virtual bool LacksLaunch => false;

    /// <summary>Nothing has to be done.</summary>
    public sealed record None : RequiredAction
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.None;
    }

    /// <summary>Nobody can do anything but wait: the provider or the bank is at work, or out of order.</summary>
    public sealed record Wait : RequiredAction
    {
        /// <summary>Nothing will have changed before this time; null when unknown.</summary>
        public DateTimeOffset? NotBefore { get; init; }

        /// <summary>How often it makes sense to look; null when looking does not help. In JSON: seconds.</summary>
        [JsonPropertyName("pollEverySeconds")]
        [JsonConverter(typeof(SecondsJsonConverter))]
        public TimeSpan? PollEvery { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.Wait;
    }

    /// <summary>Open the provider's widget for the user.</summary>
    public sealed record OpenWidget : RequiredAction
    {
        /// <summary>What the widget is started with; null until the reconnect flow has issued it, and in stored copies.</summary>
        public WidgetLaunch? Launch { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.OpenWidget;

        internal override bool LacksLaunch => Launch is null;

        internal override RequiredAction WithoutLaunch() => this with { Launch = null };
    }

    /// <summary>Ask the user for values, such as a one-time code, and reply with <see cref="UserReply.FieldValues"/>.</summary>
    public sealed record ProvideFields : RequiredAction
    {
        /// <summary>The fields to ask for, in order; empty until the provider has said which.</summary>
        public IReadOnlyList<ActionField> Fields { get; init; } = [];

        /// <summary>The bank's text for the user; null when there is none.</summary>
        public string? Message { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.ProvideFields;
    }

    /// <summary>The user approves in the bank's app or on a device. Show the message and watch the flow.</summary>
    public sealed record ApproveElsewhere : RequiredAction
    {
        /// <summary>The bank's text for the user; null when there is none.</summary>
        public string? Message { get; init; }

        /// <summary>How often it makes sense to look; null before the wait has begun. In JSON: seconds.</summary>
        [JsonPropertyName("pollEverySeconds")]
        [JsonConverter(typeof(SecondsJsonConverter))]
        public TimeSpan? PollEvery { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.ApproveElsewhere;
    }

    /// <summary>Send the user to a page of the provider or the bank; reply with <see cref="UserReply.RedirectReturned"/> when they come back.</summary>
    public sealed record FollowRedirect : RequiredAction
    {
        /// <summary>The page; null until the reconnect flow has issued it, and in stored copies.</summary>
        public Uri? Url { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.FollowRedirect;

        internal override bool LacksLaunch => Url is null;

        internal override RequiredAction WithoutLaunch() => this with { Url = null };

        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder)
        {
            builder.Append("Actor = ").Append(Actor).Append(", Url = ").Append(Url is null ? "" : $"{Url.Scheme}://{Url.Host}/***");
            return true;
        }
    }

    /// <summary>The user has something to do at the bank, outside any flow; reply with <see cref="UserReply.ActionDone"/> afterwards.</summary>
    public sealed record VisitInstitution : RequiredAction
    {
        /// <summary>The bank's text for the user; null when there is none.</summary>
        public string? Message { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.VisitInstitution;
    }

    /// <summary>
    /// What was begun is over: begin again. At the end of a repair that means the same repair once more, unless its outcome is
    /// <see cref="ReconnectOutcome.NotRepairable"/>; then, and as the action of a connection, offer a new connection.
    /// </summary>
    public sealed record StartOver : RequiredAction
    {
        /// <summary>Text for the user, such as which account to choose this time; null when there is none.</summary>
        public string? Message { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.StartOver;
    }

    /// <summary>Only the provider's support or your own can help.</summary>
    public sealed record ContactSupport : RequiredAction
    {
        /// <summary>What to quote to support, such as the provider's request id; null when there is none.</summary>
        public string? Reference { get; init; }

        /// <inheritdoc/>
        [JsonIgnore]
        public override RequiredActionKind Kind => RequiredActionKind.ContactSupport;
    }
}
