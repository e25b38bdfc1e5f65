namespace ConnectionSdk.TestKit;

/// <summary>The traffic was not the one the test planned; the message shows request and plan.</summary>
public sealed class StubException(string message) : Exception(message);
