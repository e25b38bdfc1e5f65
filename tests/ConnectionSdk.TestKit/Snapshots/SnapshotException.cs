namespace ConnectionSdk.TestKit;

/// <summary>A text is not the approved one; the message shows where they part.</summary>
public sealed class SnapshotException(string message) : Exception(message);
