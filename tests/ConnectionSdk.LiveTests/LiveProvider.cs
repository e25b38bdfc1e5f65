using ConnectionSdk.Providers;

namespace ConnectionSdk.LiveTests;

/// <summary>What is checked at one provider.</summary>
internal abstract class LiveProvider
{
    /// <summary>A captured delivery: its request line, its headers, an empty line and its body.</summary>
    protected static readonly LiveSetting WebhookFile = new(
        "WEBHOOK_FILE", "a file with one delivery as your endpoint received it: request line, headers, an empty line, the exact body");

    protected static readonly LiveSetting WebhookSecret = new("WEBHOOK_SECRET", "the secret that delivery was signed with");

    protected static readonly LiveSetting BrokenConnectionId = new("BROKEN_CONNECTION_ID", "a connection that shows as broken at the provider");

    protected static readonly LiveSetting AllowRepair = new(
        "ALLOW_REPAIR", "a repair of the broken connection is begun and cancelled; nothing is typed, but the provider may contact the bank, which may text the user");

    protected static readonly LiveSetting AllowRefresh = new("ALLOW_REFRESH", "the provider fetches anew from the bank, once");

    /// <summary>For a sandbox behind a proxy, and for the test of these tests.</summary>
    protected static readonly LiveSetting ApiAddress = new("API_ADDRESS", "where the API is, when it is not at the provider's usual address");

    public abstract string Name { get; }

    /// <summary>Where the credentials of a sandbox come from.</summary>
    public abstract string Access { get; }

    public abstract IReadOnlyList<LiveCheck> Checks { get; }

    public abstract IReadOnlyList<Unsettled> Unsettled { get; }

    /// <summary>The adapter as an integrator configures it, watched on the wire.</summary>
    public abstract ConnectionProvider Connect(LiveSettings settings, HttpMessageHandler wire, TimeProvider clock);

    /// <summary>Values of this run that may not be printed.</summary>
    public abstract IEnumerable<LiveSetting> Secrets { get; }

    protected static bool IsLoopback(Uri? address) => address is { IsLoopback: true };

    protected LiveCheck WebhookCheck(string assumption) => new($"{Name}-webhook", assumption, [WebhookFile, WebhookSecret], world => world.VerifyDeliveryAsync(WebhookFile));

    protected LiveCheck RepairCheck(string assumption) =>
        new($"{Name}-repair", assumption, [BrokenConnectionId], world => world.BeginAndCancelRepairAsync(BrokenConnectionId)) { Permission = AllowRepair };
}
