namespace ConnectionSdk.Providers;

/// <summary>The right to put one request on the wire once. Travels on the request and with the async flow, so a cloned request finds it too.</summary>
internal sealed class SendPermit
{
    /// <summary>Marks requests that may be sent as often as anyone likes.</summary>
    public static readonly SendPermit Unlimited = new();

    public static readonly HttpRequestOptionsKey<SendPermit> Key = new("ConnectionSdk.SendPermit");

    private static readonly AsyncLocal<SendPermit?> Ambient = new();

    private int _used;

    /// <summary>The permit of the guarded call this code runs inside of, if any.</summary>
    public static SendPermit? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public bool TryUse() => ReferenceEquals(this, Unlimited) || Interlocked.Exchange(ref _used, 1) == 0;

    /// <summary>Gives the right back after a send that provably did not happen.</summary>
    public void GiveBack() => Volatile.Write(ref _used, 0);
}
