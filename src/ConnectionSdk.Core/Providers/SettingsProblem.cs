namespace ConnectionSdk.Providers;

/// <summary>Something wrong with one setting, without its value.</summary>
/// <param name="Path">Where it is in the configuration, for example <c>ConnectionSdk:Powens:Domain</c>.</param>
/// <param name="Text">What is wrong; it goes on where the path ends.</param>
public readonly record struct SettingsProblem(string Path, string Text)
{
    /// <summary>The path and the text as one sentence.</summary>
    public override string ToString() => Path + Text;
}
