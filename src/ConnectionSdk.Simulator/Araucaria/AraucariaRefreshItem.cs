namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>One connection of a refresh intent.</summary>
internal sealed class AraucariaRefreshItem(AraucariaConnection connection)
{
    public AraucariaConnection Connection { get; } = connection;

    public string Status { get; private set; } = "queued";

    public string? Error { get; private set; }

    public bool IsOver => Status is "completed" or "failed";

    public void Start() => Status = "syncing";

    public void End(string? error)
    {
        Error = error;
        Status = error is null ? "completed" : "failed";
    }
}
