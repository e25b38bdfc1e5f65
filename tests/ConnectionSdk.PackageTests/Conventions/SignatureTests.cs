using System.Reflection;
using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>What a caller may count on in every signature.</summary>
public sealed class SignatureTests
{
    private static readonly string[] Numbers = ["Int32", "Int64", "Double", "Decimal", "Single", "UInt32"];

    private static readonly string[] DurationWords =
        ["timeout", "interval", "delay", "lifetime", "duration", "lease", "tolerance", "after", "every", "window", "pause", "ttl", "age", "cooldown"];

    // The abstractions a .NET host has anyway.
    private static readonly string[] HostAbstractions =
    [
        "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions", "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options", "Microsoft.Extensions.Primitives",
    ];

    [Fact]
    public void A_cancellation_token_comes_last_and_may_be_left_out() => Rule.Holds(
        Surface.Methods(Shipped.Assemblies).Where(method => !IsTest(method)).SelectMany(method =>
        {
            var parameters = method.GetParameters();
            var index = Array.FindIndex(parameters, each => each.ParameterType == typeof(CancellationToken));
            return (index, parameters) switch
            {
                (-1, _) when Surface.IsAsync(method.ReturnType) && method.Name != nameof(IAsyncDisposable.DisposeAsync) => [$"{Surface.Name(method)}: takes no token"],
                (-1, _) => [],
                (var at, { Length: var count }) when at != count - 1 => [$"{Surface.Name(method)}: the token is not last"],
                _ when !parameters[index].HasDefaultValue && !Surface.IsOfContract(method) => [$"{Surface.Name(method)}: the token has no default"],
                _ => Array.Empty<string>(),
            };
        }),
        new(StringComparer.Ordinal)
        {
            ["IProviderDriver.ActAsync"] = "a test's driver, on a simulated clock: the suite gives up by itself",
            ["IProviderDriver.AdvanceAsync"] = "a test's driver, on a simulated clock: the suite gives up by itself",
            ["IProviderDriver.PassTimeUntilAsync"] = "a test's driver, on a simulated clock: the suite gives up by itself",
            ["ProviderConformance.StartDriverAsync"] = "called by the suite, whose tests have no token",
        });

    [Fact]
    public void What_is_awaited_is_called_async() => Rule.Holds(Surface.Methods(Shipped.Assemblies)
        .Where(method => !IsTest(method) && Surface.IsAsync(method.ReturnType) != method.Name.EndsWith("Async", StringComparison.Ordinal))
        .Select(method => $"{Surface.Name(method)}: returns {method.ReturnType.Name}"));

    [Fact]
    public void No_type_of_a_dependency_is_on_the_surface() => Rule.Holds(Surface.AllNamed(Shipped.Assemblies)
        .Where(each => !IsAllowed(each.From, each.Type.Assembly.GetName().Name!))
        .Select(each => $"{each.Where}: {each.Type} of {each.Type.Assembly.GetName().Name}"));

    [Fact]
    public void No_request_or_response_is_on_the_surface() => Rule.Holds(
        Surface.AllNamed(Shipped.ForProduction).Where(each => each.Type.Namespace?.StartsWith("System.Net.Http", StringComparison.Ordinal) == true)
            .Select(each => $"{each.Where}: {each.Type.Name}"),
        new(StringComparer.Ordinal)
        {
            ["AerosyncProvider.Create"] = "takes a primary handler, for tests and proxies",
            ["AraucariaProvider.Create"] = "takes a primary handler, for tests and proxies",
            ["FlinksProvider.Create"] = "takes a primary handler, for tests and proxies",
            ["PowensProvider.Create"] = "takes a primary handler, for tests and proxies",
            ["ProviderHttp.Create"] = "takes a primary handler, for tests and proxies",
            ["ProviderCall..ctor"] = "a method by its name",
            ["ProviderCall.Method"] = "a method by its name",
            ["CallCredential.ApplyAsync"] = "an adapter puts its key into the headers and sees nothing else of the request",
            ["TokenCredential.ApplyAsync"] = "overrides CallCredential.ApplyAsync",
        });

    [Fact]
    public void A_duration_is_a_TimeSpan() => Rule.Holds(
        Surface.Properties(Shipped.Assemblies).Select(each => (Name: Surface.Name(each), Type: each.PropertyType))
            .Concat(Surface.Parameters(Shipped.Assemblies).Select(each => (Name: $"{Surface.Name(each.Member)}({each.Name})", Type: each.ParameterType)))
            .Where(each => Numbers.Contains((Nullable.GetUnderlyingType(each.Type) ?? each.Type).Name, StringComparer.Ordinal))
            .Where(each => DurationWords.Contains(Surface.LastWord(each.Name), StringComparer.Ordinal))
            .Select(each => $"{each.Name}: {each.Type.Name}"));

    [Fact]
    public void Nothing_public_can_be_changed_for_everybody() => Rule.Holds(
        Shipped.PublicTypes(Shipped.Assemblies).Where(type => !type.IsEnum).SelectMany(type => type.GetFields(MemberText.Declared))
            .Where(field => MemberText.IsVisible(field) && !field.IsLiteral).Select(field => $"{Surface.Name(field)}: a field")
            .Concat(Surface.Properties(Shipped.Assemblies).Where(each => each.GetMethod?.IsStatic == true)
                .Where(each => MemberText.IsVisible(each.SetMethod) || each.PropertyType.IsArray || IsChangeable(each.PropertyType))
                .Select(each => $"{Surface.Name(each)}: static and changeable")));

    private static bool IsChangeable(Type type) => type.IsGenericType
        && type.GetGenericTypeDefinition() is var definition
        && (definition == typeof(List<>) || definition == typeof(Dictionary<,>) || definition == typeof(HashSet<>) || definition == typeof(IList<>)
            || definition == typeof(IDictionary<,>) || definition == typeof(ISet<>) || definition == typeof(ICollection<>));

    private static bool IsAllowed(Assembly from, string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || Shipped.Names.Contains(assembly, StringComparer.Ordinal)
        || HostAbstractions.Contains(assembly, StringComparer.Ordinal)
        || assembly.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && from.GetName().Name == "ConnectionSdk.AspNetCore"
        || assembly.StartsWith("xunit.", StringComparison.Ordinal) && from.GetName().Name == "ConnectionSdk.Conformance";

    // xunit's own words: the checks of the conformance suite, and what xunit calls around them.
    private static bool IsTest(MethodInfo method) =>
        method.GetCustomAttributes().Any(each => each is FactAttribute) || method.DeclaringType!.GetInterfaces().Contains(typeof(IAsyncLifetime)) && method.Name is "InitializeAsync" or "DisposeAsync";
}
