namespace ConnectionSdk.ReconnectWeb.Simulation;

/// <summary>Something that can be made to happen to a connection at its bank or provider.</summary>
/// <param name="Id">Its name in forms.</param>
/// <param name="Label">What the button says.</param>
/// <param name="Use">Makes it happen.</param>
public sealed record DemoTool(string Id, string Label, Action Use);
