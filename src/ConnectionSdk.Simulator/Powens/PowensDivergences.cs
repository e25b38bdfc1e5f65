namespace ConnectionSdk.Simulator.Powens;

/// <summary>Where Powens' answers were seen to differ from its reference, or from themselves. All off unless switched on.</summary>
public sealed class PowensDivergences
{
    /// <summary>Updates answer <c>{message, connection}</c> instead of the connection.</summary>
    public bool WrapsUpdates { get; set; }

    /// <summary>The error code reads <c>wrongPass</c>.</summary>
    public bool SpellsWrongPassWithCapital { get; set; }

    /// <summary>A creation or update that needs more from the user answers 202.</summary>
    public bool AnswersAccepted { get; set; }

    /// <summary><c>request_id</c> is a string.</summary>
    public bool RequestIdAsText { get; set; }

    /// <summary>An account's <c>type</c> is an object.</summary>
    public bool AccountTypeAsObject { get; set; }

    /// <summary>Decimals are strings and <c>bookmarked</c> is a boolean.</summary>
    public bool NumbersAsText { get; set; }

    /// <summary>Only the deprecated <c>error</c> is sent, not <c>state</c>.</summary>
    public bool OmitsState { get; set; }

    /// <summary>A healthy connection's <c>state</c> is the empty string.</summary>
    public bool EmptyStateWhenHealthy { get; set; }

    /// <summary>A connection's fields carry name, type and label only.</summary>
    public bool PartialFields { get; set; }

    /// <summary>Dates carry an offset, in ISO 8601.</summary>
    public bool IsoDates { get; set; }

    /// <summary>Token calls answer <c>token</c> instead of <c>access_token</c>.</summary>
    public bool NamesTokenToken { get; set; }

    /// <summary>A creation with the credentials of an existing connection answers that connection.</summary>
    public bool ReturnsExistingOnCreate { get; set; }

    /// <summary>A deletion answers 200 with the connection instead of 204.</summary>
    public bool AnswersDeletions { get; set; }

    /// <summary>Lists carry <c>_link</c> instead of <c>_links</c>.</summary>
    public bool NamesLinksLink { get; set; }

    /// <summary>A refused code or password is answered 200 with the state that follows, not 400 <c>wrongpass</c>.</summary>
    public bool RefusesByState { get; set; }

    /// <summary>An update with values answers 200 <c>validating</c> at once; a later read shows what came of it.</summary>
    public bool ValidatesValues { get; set; }

    /// <summary>Errors are <c>{code, message}</c> only.</summary>
    public bool ShortErrors { get; set; }
}
