using System.Reflection;
using System.Xml.Linq;

namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>The documentation that ships beside an assembly, found by member.</summary>
internal sealed class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(Dictionary<string, XElement> members) => _members = members;

    public static XmlDocs Of(IEnumerable<Assembly> assemblies) => new(assemblies
        .SelectMany(assembly => XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml")).Descendants("member"))
        .DistinctBy(member => (string)member.Attribute("name")!, StringComparer.Ordinal)
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal));

    public XElement? Find(MemberInfo member) => _members.GetValueOrDefault(Id(member));

    public static string Id(MemberInfo member) => member switch
    {
        Type type => "T:" + Of(type),
        FieldInfo field => $"F:{Of(field.DeclaringType!)}.{field.Name}",
        EventInfo each => $"E:{Of(each.DeclaringType!)}.{each.Name}",
        PropertyInfo property => $"P:{Of(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        ConstructorInfo constructor => $"M:{Of(constructor.DeclaringType!)}.#ctor{Parameters(constructor.GetParameters())}",
        MethodInfo method => $"M:{Of(method.DeclaringType!)}.{method.Name}"
            + (method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")
            + Parameters(method.GetParameters())
            + (method.Name is "op_Implicit" or "op_Explicit" ? "~" + Argument(method.ReturnType) : ""),
        _ => throw new ArgumentOutOfRangeException(nameof(member), member.MemberType, null),
    };

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(each => Argument(each.ParameterType)))})";

    private static string Of(Type type) => (type.IsNested ? Of(type.DeclaringType!) : type.Namespace) + "." + type.Name;

    private static string Argument(Type type)
    {
        if (type.IsByRef) return Argument(type.GetElementType()!) + "@";
        if (type.IsArray) return Argument(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter) return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        var name = (type.IsNested ? Of(type.DeclaringType!) : type.Namespace) + "." + type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        return arguments.Length == 0 ? name : $"{name}{{{string.Join(',', arguments.Select(Argument))}}}";
    }
}
