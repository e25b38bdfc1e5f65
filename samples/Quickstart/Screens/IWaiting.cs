namespace ConnectionSdk.Quickstart.Screens;

/// <summary>A live display while something is waited for.</summary>
internal interface IWaiting
{
    /// <summary>Replaces what is shown; called every frame.</summary>
    void Show(string text);

    /// <summary>Something happened that is worth a line of its own.</summary>
    void Note(string text);
}
