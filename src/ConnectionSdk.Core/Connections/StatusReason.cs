using System.Text.Json.Serialization;
using ConnectionSdk.Json;

namespace ConnectionSdk;

/// <summary>
/// Why a connection is in its state. An open set: known reasons are the static members, and an adapter may add its own.
/// The default value is <see cref="None"/>.
/// </summary>
[JsonConverter(typeof(StatusReasonJsonConverter))]
public readonly record struct StatusReason
{
    private readonly string? _value;

    /// <summary>A reason by its name, in lower camel case.</summary>
    /// <param name="value">The name, for example <c>consentExpired</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty.</exception>
    public StatusReason(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The name of the reason.</summary>
    public string Value => _value ?? "none";

    /// <summary>Nothing is wrong.</summary>
    public static StatusReason None => default;

    /// <summary>A first connection waits for its user.</summary>
    public static StatusReason AwaitingUser { get; } = new("awaitingUser");

    /// <summary>The bank refused the stored login or password.</summary>
    public static StatusReason CredentialsInvalid { get; } = new("credentialsInvalid");

    /// <summary>The bank wants the user to choose a new password there first.</summary>
    public static StatusReason PasswordExpired { get; } = new("passwordExpired");

    /// <summary>The bank has locked the login. Only the user and the bank can unlock it.</summary>
    public static StatusReason AccountLocked { get; } = new("accountLocked");

    /// <summary>The bank wants a code or another answer from the user.</summary>
    public static StatusReason MfaRequired { get; } = new("mfaRequired");

    /// <summary>The bank refused the code or answer.</summary>
    public static StatusReason MfaRejected { get; } = new("mfaRejected");

    /// <summary>Nobody answered the challenge in time.</summary>
    public static StatusReason MfaTimeout { get; } = new("mfaTimeout");

    /// <summary>Strong customer authentication must be renewed before the next synchronisation.</summary>
    public static StatusReason ScaRequired { get; } = new("scaRequired");

    /// <summary>The bank waits for an approval in its app or on a device.</summary>
    public static StatusReason DecoupledPending { get; } = new("decoupledPending");

    /// <summary>The user must authorise access on the bank's own page.</summary>
    public static StatusReason RedirectRequired { get; } = new("redirectRequired");

    /// <summary>The user has something to do at the bank, such as accepting new terms.</summary>
    public static StatusReason InstitutionActionRequired { get; } = new("institutionActionRequired");

    /// <summary>The consent ran out.</summary>
    public static StatusReason ConsentExpired { get; } = new("consentExpired");

    /// <summary>The user withdrew the consent.</summary>
    public static StatusReason ConsentRevokedByUser { get; } = new("consentRevokedByUser");

    /// <summary>The session or link that was handed out is no longer valid.</summary>
    public static StatusReason SessionExpired { get; } = new("sessionExpired");

    /// <summary>The user left without finishing.</summary>
    public static StatusReason UserAbandoned { get; } = new("userAbandoned");

    /// <summary>The user chose another account than the one that was connected.</summary>
    public static StatusReason WrongAccount { get; } = new("wrongAccount");

    /// <summary>The bank has no account to share.</summary>
    public static StatusReason NoAccounts { get; } = new("noAccounts");

    /// <summary>The provider does not support what is asked for this connection.</summary>
    public static StatusReason NotSupported { get; } = new("notSupported");

    /// <summary>The bank does not answer.</summary>
    public static StatusReason InstitutionUnavailable { get; } = new("institutionUnavailable");

    /// <summary>The bank or the provider limits the rate of synchronisations.</summary>
    public static StatusReason RateLimited { get; } = new("rateLimited");

    /// <summary>The provider has a fault of its own.</summary>
    public static StatusReason ProviderError { get; } = new("providerError");

    /// <summary>The request or the configuration is at fault.</summary>
    public static StatusReason IntegratorError { get; } = new("integratorError");

    /// <summary>The integrator switched the connection off.</summary>
    public static StatusReason DisconnectedByIntegrator { get; } = new("disconnectedByIntegrator");

    /// <summary>The provider no longer knows the connection.</summary>
    public static StatusReason NotFound { get; } = new("notFound");

    /// <summary>The provider sent a value this version does not know.</summary>
    public static StatusReason Unrecognised { get; } = new("unrecognised");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
