using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>What code outside can see of the shipped types.</summary>
internal static partial class Surface
{
    // Others implement these and the SDK calls them; there a default would only let an implementer's own calls forget the token.
    private static readonly string[] Contracts =
    [
        "CallCredential", "ConnectionProvider", "IAraucariaApiKeys", "IConnectionEventHandler", "IHealthCheck", "IPowensUserTokens", "IReconnectAccess",
        "IReconnectSessionStore", "IReconnectStrategy", "IRevocationStore", "ITokenStore", "IWebhookStore", "ProviderWebhooks",
    ];

    public static IEnumerable<MethodInfo> Methods(IEnumerable<Assembly> assemblies) => Shipped.PublicTypes(assemblies)
        .Where(type => !typeof(Delegate).IsAssignableFrom(type))
        .SelectMany(type => type.GetMethods(MemberText.Declared))
        .Where(method => MemberText.IsVisible(method) && !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute)));

    public static IEnumerable<PropertyInfo> Properties(IEnumerable<Assembly> assemblies) => Shipped.PublicTypes(assemblies)
        .SelectMany(type => type.GetProperties(MemberText.Declared))
        .Where(property => MemberText.IsVisible(property.GetMethod) || MemberText.IsVisible(property.SetMethod))
        .Where(property => !property.IsDefined(typeof(CompilerGeneratedAttribute)));

    public static IEnumerable<ParameterInfo> Parameters(IEnumerable<Assembly> assemblies) => Methods(assemblies).Cast<MethodBase>()
        .Concat(Shipped.PublicTypes(assemblies).SelectMany(type => type.GetConstructors(MemberText.Declared)).Where(MemberText.IsVisible))
        .Where(method => !method.IsDefined(typeof(CompilerGeneratedAttribute)))
        .SelectMany(method => method.GetParameters());

    /// <summary>The last word of a name, in lower case: <c>token</c> of <c>ResumeToken</c>.</summary>
    public static string LastWord(string name) => Words().Matches(name)[^1].Value.ToLowerInvariant();

    public static string Name(MemberInfo member) => $"{Name(member.DeclaringType!)}.{member.Name}";

    public static string Name(Type type) => (type.IsNested ? Name(type.DeclaringType!) + "." : "") + type.Name.Split('`')[0];

    public static bool IsAsync(Type returned) =>
        returned == typeof(Task) || returned == typeof(ValueTask)
        || returned.IsGenericType && (returned.GetGenericTypeDefinition() == typeof(Task<>)
            || returned.GetGenericTypeDefinition() == typeof(ValueTask<>)
            || returned.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    /// <summary>Whether the method belongs to a contract that others implement, or implements one.</summary>
    public static bool IsOfContract(MethodInfo method)
    {
        bool Listed(Type? type) => type is not null && Contracts.Contains(type.Name, StringComparer.Ordinal);
        var type = method.DeclaringType!;
        return Listed(type) || Listed(method.GetBaseDefinition().DeclaringType)
            || !type.IsInterface && type.GetInterfaces().Where(Listed).Any(contract => type.GetInterfaceMap(contract).TargetMethods.Contains(method));
    }

    /// <summary>Every type the member's signature names, taken apart.</summary>
    public static IEnumerable<Type> Named(Type type)
    {
        if (type.HasElementType)
        {
            return Named(type.GetElementType()!);
        }

        return type.IsGenericParameter ? [] : [type, .. type.GetGenericArguments().SelectMany(Named)];
    }

    /// <summary>Every type each public type names on its surface, with the member that does.</summary>
    public static IEnumerable<(string Where, Assembly From, Type Type)> AllNamed(IEnumerable<Assembly> assemblies)
    {
        var list = assemblies.ToList();
        foreach (var type in Shipped.PublicTypes(list))
        {
            foreach (var parent in new[] { type.BaseType }.Concat(type.GetInterfaces().Where(each => each.IsVisible)).OfType<Type>().SelectMany(Named))
            {
                yield return (Name(type), type.Assembly, parent);
            }
        }

        foreach (var property in Properties(list))
        {
            foreach (var each in Named(property.PropertyType)) yield return (Name(property), property.DeclaringType!.Assembly, each);
        }

        foreach (var method in Methods(list))
        {
            foreach (var each in Named(method.ReturnType)) yield return (Name(method), method.DeclaringType!.Assembly, each);
        }

        foreach (var parameter in Parameters(list))
        {
            foreach (var each in Named(parameter.ParameterType)) yield return (Name(parameter.Member), parameter.Member.DeclaringType!.Assembly, each);
        }
    }

    [GeneratedRegex("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
