namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>What a user does in the widget.</summary>
public enum AerosyncVisit
{
    /// <summary>Does everything right.</summary>
    Completes,

    /// <summary>Closes the widget at once (<c>widgetClose</c>).</summary>
    Closes,

    /// <summary>Gets the password or the code wrong once, then right.</summary>
    MistypesOnce,

    /// <summary>Gets the password or the code wrong until the bank locks the login, and closes the widget.</summary>
    MistypesUntilLocked,

    /// <summary>Chooses another account, is told so (<c>widgetError</c>), and closes the widget.</summary>
    ChoosesAnotherAccount,

    /// <summary>Chooses another account, is told so (<c>widgetError</c>), and chooses the right one.</summary>
    ChoosesAnotherAccountFirst,

    /// <summary>Answers nothing until the widget gives up (<c>widgetError</c>, AR-100), and closes it.</summary>
    LetsItTimeOut,

    /// <summary>Meets a technical failure (<c>widgetError</c>, AR-500), and closes the widget.</summary>
    MeetsAFailure,
}
