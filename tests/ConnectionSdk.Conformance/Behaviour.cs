namespace ConnectionSdk.Conformance;

/// <summary>What the user does about a required action.</summary>
public enum Behaviour
{
    /// <summary>Does what is asked, correctly.</summary>
    Succeeds = 0,

    /// <summary>Types something of the right form that is wrong.</summary>
    Mistypes,

    /// <summary>Closes the page, refuses, or walks away; the application hears of it.</summary>
    GivesUp,
}
