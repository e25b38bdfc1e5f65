namespace ConnectionSdk.SecrecyTests.Capturing;

/// <summary>What a canary stands for; it decides which members may carry it.</summary>
public enum SecretKind
{
    /// <summary>A key, secret or token of the application: nothing public ever carries it.</summary>
    Credential = 0,

    /// <summary>What the user types: codes, passwords, answers, logins.</summary>
    Typed,

    /// <summary>A token or link that starts a widget or page: handed out for the user's browser.</summary>
    Launch,

    /// <summary>What a callback must bring back.</summary>
    State,

    /// <summary>A number of an account or card.</summary>
    Number,

    /// <summary>The id of a repair.</summary>
    Session,

    /// <summary>The provider's id of a step under way, which lets the repair go on with it.</summary>
    Resume,

    /// <summary>The provider's id of the connection where that is the login's (Flinks).</summary>
    LoginId,
}
