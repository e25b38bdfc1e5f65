using System.Diagnostics.CodeAnalysis;
using ConnectionSdk.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints that a page repairs connections through.</summary>
public static class ReconnectEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>POST {prefix}/sessions</c>, <c>GET {prefix}/sessions/{id}</c>, its <c>/reply</c>, <c>/poll</c> and <c>/cancel</c>,
    /// <c>GET {prefix}/callback</c> for providers that send users back, and the script and style sheet of the page.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where, for example <c>/reconnect</c>.</param>
    /// <returns>All of them, to add conventions such as authorization or rate limits to.</returns>
    /// <exception cref="InvalidOperationException">No <see cref="IReconnectAccess"/> is registered.</exception>
    /// <exception cref="OptionsValidationException">An address in <see cref="ReconnectEndpointOptions"/> cannot be allowed; all of them are named.</exception>
    public static IEndpointConventionBuilder MapReconnect(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IReconnectAccess)) != true || services.GetService<ReconnectEndpoints>() is not { } reconnect)
        {
            throw new InvalidOperationException(
                "MapReconnect needs to know who the user is and which connections are theirs. Write a class that implements IReconnectAccess, "
                + "and register it: builder.Services.AddConnectionSdkAspNetCore<MyAccess>(options => options.ReturnUrls.Add(\"/accounts\")).");
        }

        _ = services.GetRequiredService<IOptions<ReconnectEndpointOptions>>().Value;
        var callback = services.GetRequiredService<ReconnectCallback>();
        var group = endpoints.MapGroup(prefix);
        group.MapPost(ReconnectEndpoints.Sessions, (RequestDelegate)reconnect.StartAsync);
        group.MapGet(ReconnectEndpoints.Sessions + "/{id}", (RequestDelegate)reconnect.GetAsync);
        group.MapPost(ReconnectEndpoints.Sessions + "/{id}/reply", (RequestDelegate)reconnect.ReplyAsync);
        group.MapPost(ReconnectEndpoints.Sessions + "/{id}/poll", (RequestDelegate)reconnect.PollAsync);
        group.MapPost(ReconnectEndpoints.Sessions + "/{id}/cancel", (RequestDelegate)reconnect.CancelAsync);
        group.MapGet(ReconnectEndpoints.Callback, (RequestDelegate)callback.HandleAsync);
        foreach (var file in ScriptFile.All)
        {
            group.MapGet("/" + file.Name, (RequestDelegate)file.ServeAsync);
        }

        return group;
    }
}
