using System.Net.Http.Headers;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Araucaria;

/// <summary>The API key of one registration: the host's, or the one of the options. It lives long and cannot be renewed. Araucaria: Authentication.</summary>
internal sealed class AraucariaCredential : CallCredential
{
    private readonly ProviderId _provider;
    private readonly AraucariaOptions _options;
    private readonly IAraucariaApiKeys? _hostKeys;
    private readonly CallCredential? _configured;

    public AraucariaCredential(ProviderId provider, AraucariaOptions options, IAraucariaApiKeys? hostKeys)
    {
        _provider = provider;
        _options = options;
        _hostKeys = hostKeys;
        _configured = options.ApiKey is { } key ? HeaderOf(key) : null;
    }

    public override async ValueTask<CredentialUse> ApplyAsync(HttpRequestHeaders headers, CancellationToken cancellationToken)
    {
        if (_hostKeys is null || await _hostKeys.FindAsync(_provider, cancellationToken).ConfigureAwait(false) is not { } key)
        {
            var configured = _configured ?? throw Refuse("no API key: set ApiKey, or have IAraucariaApiKeys supply one.");
            return await configured.ApplyAsync(headers, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await HeaderOf(key).ApplyAsync(headers, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw Refuse("the key of IAraucariaApiKeys is empty or holds characters that cannot stand in a header.");
        }
    }

    private CallCredential HeaderOf(SensitiveString key) =>
        Header(_options.AuthorizationHeaderName, key, _options.AuthorizationScheme.Length == 0 ? "" : $"{_options.AuthorizationScheme} ");

    private ProviderException Refuse(string message) => new(ProviderErrorKind.Configuration, _provider.Name, "FindApiKey", $"{_provider.Name}: {message}")
    {
        Tenant = _provider.Tenant,
        MayHaveBeenSent = false,
    };
}
