using System.Collections.Concurrent;
using ConnectionSdk.Powens.Api;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.Powens;

/// <summary>Whose token a call carries, and how one is obtained. Never creates a user by itself. Powens: Authentication.</summary>
internal sealed class PowensUsers
{
    private const int MaxCredentials = 10_000;

    private readonly ProviderId _provider;
    private readonly PowensApi _api;
    private readonly PowensOptions _options;
    private readonly IPowensUserTokens? _hostTokens;
    private readonly TokenCache _minted;
    private readonly ConcurrentDictionary<string, PowensUserCredential> _credentials = new(StringComparer.Ordinal);

    public PowensUsers(
        ProviderId provider,
        PowensApi api,
        PowensOptions options,
        IPowensUserTokens? hostTokens,
        ITokenStore? store,
        TimeProvider time,
        ILogger logger)
    {
        _provider = provider;
        _api = api;
        _options = options;
        _hostTokens = hostTokens;
        _minted = new TokenCache(provider.Name, MintAsync, store, time, logger);
    }

    public CallCredential CredentialOf(ConnectionRef connection) => connection.UserId is { } userId
        ? CredentialOf(userId)
        : throw Refuse(ProviderErrorKind.InvalidRequest, "the reference names no user. Powens needs one: powens:user/connection.");

    public CallCredential CredentialOf(UserRef user) => CredentialOf(user.UserId);

    private PowensUserCredential CredentialOf(string userId)
    {
        if (_credentials.TryGetValue(userId, out var known))
        {
            return known;
        }

        if (_credentials.Count >= MaxCredentials)
        {
            _credentials.Clear();
        }

        return _credentials.GetOrAdd(userId, new PowensUserCredential(new UserRef(_provider, userId), _hostTokens, _minted));
    }

    /// <summary>Makes a user, who counts for the bill. Never repeated: a second call makes a second user.</summary>
    public async Task<PowensNewUser> CreateAsync(CancellationToken cancellationToken)
    {
        var token = await _api.InitAsync(RequireSecret(), cancellationToken).ConfigureAwait(false);
        return token is { Any: { IsEmpty: false } value, IdUser: { } id } && ReferenceTo(id) is { } user
            ? new PowensNewUser(user, value)
            : throw Refuse(ProviderErrorKind.OutcomeUnknown, "the answer has no token or user. A user may have been made: look in the console before trying again.");
    }

    private UserRef? ReferenceTo(string id)
    {
        try
        {
            return new UserRef(_provider, id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task<MintedToken> MintAsync(string key, CancellationToken cancellationToken)
    {
        var secret = RequireSecret();
        var token = await _api.RenewAsync(secret, UserRef.Parse(key).UserId, cancellationToken).ConfigureAwait(false);
        return token.Any is { IsEmpty: false } value
            ? new MintedToken(value)
            : throw Refuse(ProviderErrorKind.Protocol, "the answer to /auth/renew has no token.");
    }

    private SensitiveString RequireSecret() => _options.ClientSecret ?? throw Refuse(
        ProviderErrorKind.Configuration, "no token for this user: register IPowensUserTokens, or set ClientSecret so that one can be obtained.");

    private ProviderException Refuse(ProviderErrorKind kind, string message) => new(kind, _provider.Name, "UserToken", $"{_provider.Name}: {message}")
    {
        Tenant = _provider.Tenant,
        MayHaveBeenSent = kind is ProviderErrorKind.OutcomeUnknown or ProviderErrorKind.Protocol,
    };
}
