using System.Diagnostics.CodeAnalysis;
using ConnectionSdk;
using ConnectionSdk.AspNetCore;
using ConnectionSdk.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the addresses that providers deliver webhooks to.</summary>
public static class WebhookEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>POST {prefix}/{provider}</c>, and <c>POST {prefix}/{provider}/{tenant}</c> for tenants, for every registration that receives webhooks.
    /// Deliveries prove themselves by their signatures, so authorization policies of the application do not apply to them.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where, for example <c>/webhooks</c>.</param>
    /// <param name="providers">The registrations to map, such as <c>powens</c> or <c>powens@acme</c>; none maps all.</param>
    /// <returns>All of them, to add conventions such as rate limits to.</returns>
    /// <exception cref="InvalidOperationException">Something is missing: a secret, or a registration. All of it is named.</exception>
    public static IEndpointConventionBuilder MapConnectionWebhooks(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix, params string[] providers)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(providers);
        var services = endpoints.ServiceProvider;
        var inbox = services.GetService<IWebhookInbox>()
            ?? throw new InvalidOperationException("MapConnectionWebhooks needs the SDK itself: call builder.Services.AddConnectionSdk(...) first.");
        var registered = services.GetRequiredService<ConnectionProviders>().All;
        var problems = new List<string>();
        foreach (var unknown in providers.Where(name => registered.All(each => each.Id.ToString() != name)))
        {
            problems.Add($"{unknown}: not registered. Registered: {(registered.Count == 0 ? "none" : string.Join(", ", registered.Select(each => each.Id.ToString()).Order(StringComparer.Ordinal)))}.");
        }

        var mapped = registered.Where(each => providers.Length == 0 ? each.Webhooks is not null : providers.Contains(each.Id.ToString(), StringComparer.Ordinal)).ToList();
        foreach (var provider in mapped)
        {
            var problem = provider.Webhooks is { } webhooks ? webhooks.SetUpProblem : "receives no webhooks; leave it out.";
            if (problem is not null)
            {
                problems.Add($"{provider.Id}: {problem}");
            }
        }

        if (mapped.Count == 0 && problems.Count == 0)
        {
            problems.Add("no registered provider receives webhooks. Register one, or do not map them.");
        }

        if (problems.Count > 0)
        {
            throw new InvalidOperationException("MapConnectionWebhooks cannot go on." + string.Concat(problems.Select(problem => $"{Environment.NewLine}- {problem}")));
        }

        var group = endpoints.MapGroup(prefix);
        foreach (var provider in mapped)
        {
            var endpoint = new WebhookEndpoint(inbox, provider.Id, provider.Webhooks!.MaxBodyBytes);
            group.MapPost(PathOf(provider.Id), (RequestDelegate)endpoint.ReceiveAsync);
        }

        group.AllowAnonymous();
        return group;
    }

    private static string PathOf(ProviderId provider) => provider.Tenant is { } tenant ? $"/{Literal(provider.Name)}/{Literal(tenant)}" : "/" + Literal(provider.Name);

    /// <summary>As a route, where braces would name a parameter.</summary>
    private static string Literal(string part) => part.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
