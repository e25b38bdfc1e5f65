namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>What a user does in the widget.</summary>
public enum AraucariaVisit
{
    /// <summary>Does everything right; while the bank is down, closes the widget with its error.</summary>
    Completes,

    /// <summary>Closes the widget at once (<c>onExit()</c>).</summary>
    Closes,

    /// <summary>Presses "Cancel", which deletes a connection that has never been synced (<c>onExit()</c>).</summary>
    Cancels,

    /// <summary>Gets the password or the code wrong once, then right.</summary>
    MistypesOnce,

    /// <summary>Gets the password or the code wrong once, and presses "Cancel".</summary>
    MistypesAndCancels,

    /// <summary>Gets the password wrong until the bank locks the login, and closes the widget.</summary>
    MistypesUntilLocked,
}
