using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.DocsTests.Context;

/// <summary>
/// What a code block of a page may use without declaring it. Names are those that readers understand without an explanation; anything else a block
/// needs stands in the block itself, or in a comment <c>&lt;!-- compile: ... --&gt;</c> right above it.
/// </summary>
public abstract class BlockContext
{
    public abstract string[] args { get; }

    public abstract IServiceCollection services { get; }

    public abstract IServiceProvider provider { get; }

    public abstract IConfiguration configuration { get; }

    public abstract WebApplicationBuilder builder { get; }

    public abstract WebApplication app { get; }

    public abstract IConnectionClient connections { get; }

    public abstract IReconnectFlow flow { get; }

    public abstract Connection connection { get; }

    public abstract ConnectionRef reference { get; }

    public abstract ReconnectSession session { get; }

    public abstract CancellationToken cancellationToken { get; }

    /// <summary>The front end of an application: shows fields and returns what was typed.</summary>
    public abstract Task<IReadOnlyDictionary<string, SensitiveString>> TypeAsync(IReadOnlyList<ActionField> fields);

    /// <summary>The front end of an application: opens a page and returns the address the user came back to.</summary>
    public abstract Task<Uri> VisitAsync(Uri page);

    /// <summary>The front end of an application: opens a widget and returns its closing message.</summary>
    public abstract Task<string> OpenAsync(WidgetLaunch widget);
}
