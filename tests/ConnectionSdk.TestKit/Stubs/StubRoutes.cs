namespace ConnectionSdk.TestKit;

/// <summary>Lets a test plan in a line: <c>stub.Get("/users/me").ReturnsFixture("powens/user.me.json")</c>.</summary>
public static class StubRoutes
{
    public static PlannedRoute Get(this IStub stub, string pathAndQuery) => stub.Routes.On(HttpMethod.Get, pathAndQuery);

    public static PlannedRoute Post(this IStub stub, string pathAndQuery) => stub.Routes.On(HttpMethod.Post, pathAndQuery);

    public static PlannedRoute Put(this IStub stub, string pathAndQuery) => stub.Routes.On(HttpMethod.Put, pathAndQuery);

    public static PlannedRoute Delete(this IStub stub, string pathAndQuery) => stub.Routes.On(HttpMethod.Delete, pathAndQuery);
}
