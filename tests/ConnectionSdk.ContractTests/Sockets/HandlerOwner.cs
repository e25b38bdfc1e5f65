using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace ConnectionSdk.ContractTests.Sockets;

/// <summary>Closes the sockets of a container's HTTP clients, which disposing the container does not.</summary>
internal sealed class HandlerOwner : IHttpMessageHandlerBuilderFilter, IDisposable
{
    private readonly List<HttpMessageHandler> _handlers = [];

    public static HandlerOwner AddTo(IServiceCollection services)
    {
        var owner = new HandlerOwner();
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(owner);
        return owner;
    }

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        lock (_handlers)
        {
            _handlers.Add(builder.PrimaryHandler);
        }
    };

    public void Dispose()
    {
        lock (_handlers)
        {
            _handlers.ForEach(static handler => handler.Dispose());
            _handlers.Clear();
        }
    }
}
