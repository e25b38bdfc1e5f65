using System.ComponentModel.DataAnnotations;
using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Flinks;

/// <summary>The settings of one Flinks registration: one instance (and so one country), one customer, one language.</summary>
public sealed class FlinksOptions
{
    /// <summary>The instance: <c>acme-ca</c> for <c>acme-ca-api.private.fin.ag</c>, <c>toolbox</c> for the public sandbox.</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "Instance is missing: what stands before -api.private.fin.ag in your addresses, for example toolbox.")]
    public string Instance { get; set; } = "";

    /// <summary>The customer id, a GUID.</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "CustomerId is missing: the GUID in the path of your API addresses.")]
    public string CustomerId { get; set; } = "";

    /// <summary>The secret key, which mints authorize tokens. Flinks: Authentication reference.</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "SecretKey is missing: Flinks' support hands it out.")]
    public SensitiveString? SecretKey { get; set; }

    /// <summary>The key of the data endpoints (<c>x-api-key</c>).</summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "XApiKey is missing: Flinks' support hands it out.")]
    public SensitiveString? XApiKey { get; set; }

    /// <summary>Whether Authorize and the widget want an authorize token. Integrations older than October 2024 may do without.</summary>
    /// <value>Default: true.</value>
    public bool RequireAuthorizeToken { get; set; } = true;

    /// <summary>
    /// The language of every connection of this registration. It is part of what makes a LoginId: a repair in the other language would make a new
    /// one with new account ids, so languages named in requests are not used. Register a tenant for each language. Flinks: Key concepts.
    /// </summary>
    /// <value>Default: <c>en</c>.</value>
    [AllowedValues("en", "fr", ErrorMessage = "Language must be en or fr.")]
    public string Language { get; set; } = "en";

    /// <summary>
    /// Whether security questions are asked by your own form instead of Flinks Connect. Flinks recommends its widget. Kinds of questions that a form
    /// cannot ask open the widget all the same.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AnswerMfaByFields { get; set; }

    /// <summary>Where users come back to from the widget, without a query. A request can name another one.</summary>
    /// <value>Default: null, the widget stays in the page and tells of its end by a message.</value>
    public Uri? RedirectUri { get; set; }

    /// <summary>Further parameters of the widget, such as <c>accountSelectorEnable</c> or <c>theme</c>. They cannot replace the ones of this library. Flinks: Widget.</summary>
    /// <value>Default: none.</value>
    public IDictionary<string, string> WidgetParameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long reading accounts waits for Flinks to fetch them. Flinks itself gives up after 30 minutes.</summary>
    /// <value>Default: two minutes.</value>
    public TimeSpan DataTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The least time between two refreshes of a connection that are asked for while the user is absent: each may text the user a code.</summary>
    /// <value>Default: one hour.</value>
    public TimeSpan MinimumRefreshInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Where the API is; null takes <c>https://{Instance}-api.private.fin.ag/</c>.</summary>
    /// <value>Default: null.</value>
    public Uri? ApiBaseAddress { get; set; }

    /// <summary>Where Flinks Connect is, version included; null takes <c>https://{Instance}-iframe.private.fin.ag/v2/</c>.</summary>
    /// <value>Default: null.</value>
    public Uri? ConnectBaseAddress { get; set; }

    /// <summary>
    /// The secrets of webhooks, which Flinks' support sets. Flinks: HMAC. Several count while one is being replaced, the newest first; each has at least 16 bytes. Without any, every webhook is refused.
    /// </summary>
    /// <value>Default: none.</value>
    public IList<SensitiveString> WebhookSecrets { get; } = [];

    /// <summary>
    /// Accepts webhooks without a signature, which anybody can send. Nothing in them is believed: the connection they name is read, and what that says counts.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowUnsignedWebhooks { get; set; }

    /// <summary>Rows that replace or extend <see cref="FlinksStatusMap"/>, for integrators who know better or earlier.</summary>
    /// <value>Default: none.</value>
    [ValidateEnumeratedItems]
    public IList<StatusOverride> StatusOverrides { get; } = [];

    /// <summary>How calls behave when things go wrong. <see cref="ProviderHttpOptions.AllowInsecureLoopback"/> is there for tests.</summary>
    /// <value>Default: retries and breaker on.</value>
    public ProviderHttpOptions Http { get; } = new();

    internal Uri ApiAddress => new($"{WithSlash(ApiBaseAddress ?? new Uri($"https://{Instance}-api.private.fin.ag/"))}v3/{CustomerId}/BankingServices/");

    internal Uri ConnectAddress => new(WithSlash(ConnectBaseAddress ?? new Uri($"https://{Instance}-iframe.private.fin.ag/v2/")));

    private static string WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address.AbsoluteUri : address.AbsoluteUri + "/";
}
