namespace ConnectionSdk.TestKit;

/// <summary>Something that answers from a <see cref="RouteTable"/>.</summary>
public interface IStub
{
    RouteTable Routes { get; }
}
