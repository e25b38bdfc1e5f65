namespace ConnectionSdk.Quickstart.Screens;

/// <summary>How a text is meant; a terminal shows it as a colour.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Quiet,
    Good,
    Attention,
    Bad,
}
