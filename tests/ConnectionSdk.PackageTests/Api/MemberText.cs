using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConnectionSdk.PackageTests.Api;

/// <summary>Members as C# writes them: signature, nullability, default values, constants, and the attributes callers depend on.</summary>
internal static class MemberText
{
    public const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Those whose change changes what a caller may do or sees.
    private static readonly string[] AttributesThatMatter =
    [
        "Obsolete", "Experimental", "Flags", "EditorBrowsable", "JsonConverter", "JsonPolymorphic", "JsonDerivedType", "JsonPropertyName", "JsonIgnore",
        "NotNullWhen", "MaybeNullWhen", "NotNullIfNotNull", "MemberNotNull", "MemberNotNullWhen", "DoesNotReturn", "AllowNull", "DisallowNull",
        "SetsRequiredMembers", "RequiresUnreferencedCode", "RequiresDynamicCode", "DynamicallyAccessedMembers", "UnsupportedOSPlatform",
        "InterpolatedStringHandler", "InterpolatedStringHandlerArgument", "StringSyntax", "DebuggerDisplay",
    ];

    public static bool IsVisible(MethodBase? method) =>
        method is { IsPublic: true } || method is { IsFamily: true } or { IsFamilyOrAssembly: true } && method.DeclaringType is { IsSealed: false };

    public static bool IsVisible(FieldInfo field) =>
        field.IsPublic || (field.IsFamily || field.IsFamilyOrAssembly) && field.DeclaringType is { IsSealed: false };

    public static string Of(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? " = " + Literal(field.GetRawConstantValue(), field.FieldType) : "";
        return $"{Attributes(field)}{Access(field.IsPublic)} {kind}{TypeNames.Of(new NullabilityInfoContext().Create(field), field.DeclaringType)} {field.Name}{value};";
    }

    public static string Of(PropertyInfo property)
    {
        var lead = (IsVisible(property.GetMethod) ? property.GetMethod : property.SetMethod)!;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var info = new NullabilityInfoContext().Create(property);
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{Attributes(property)}{Access(lead.IsPublic)} {Modifiers(lead)}{required}{TypeNames.Of(info, property.DeclaringType)} {name} {{ "
            + Accessor(property.GetMethod, "get", lead) + Accessor(property.SetMethod, IsInit(property.SetMethod) ? "init" : "set", lead) + "}";
    }

    public static string Of(EventInfo member) =>
        $"{Attributes(member)}{Access(member.AddMethod!.IsPublic)} {Modifiers(member.AddMethod)}event {TypeNames.Of(member.EventHandlerType!, member.DeclaringType)} {member.Name};";

    public static string Of(ConstructorInfo constructor) =>
        $"{Attributes(constructor)}{Access(constructor.IsPublic)} {constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)});";

    public static string Of(MethodInfo method)
    {
        var generic = method.GetGenericArguments();
        var returns = new NullabilityInfoContext().Create(method.ReturnParameter);
        var reference = method.ReturnType.IsByRef ? "ref " : "";
        return $"{Attributes(method)}{Access(method.IsPublic)} {Modifiers(method)}{reference}{TypeNames.Of(returns, method.DeclaringType)} {method.Name}"
            + (generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(each => each.Name))}>")
            + $"({Parameters(method)}){string.Concat(generic.Select(Constraints))};";
    }

    public static string Attributes(MemberInfo member) => string.Concat(Attributes(member.GetCustomAttributesData()).Select(each => each + "\n"));

    public static string Constraints(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> all = [];
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) all.Add("class");
        if (isStruct) all.Add("struct");
        all.AddRange(parameter.GetGenericParameterConstraints().Where(each => each != typeof(ValueType)).Select(each => TypeNames.Of(each, parameter.DeclaringType)));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct) all.Add("new()");
        if (flags.HasFlag((GenericParameterAttributes)0x20)) all.Add("allows ref struct");
        return all.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", all)}";
    }

    private static List<string> Attributes(IEnumerable<CustomAttributeData> attributes) =>
    [
        .. attributes
            .Select(each => (Name: each.AttributeType.Name[..^"Attribute".Length], Data: each))
            .Where(each => AttributesThatMatter.Contains(each.Name, StringComparer.Ordinal))
            .Where(each => !IsCompilersOwn(each.Data))
            .Select(each => $"[{each.Name}{Arguments(each.Data)}]")
            .Order(StringComparer.Ordinal),
    ];

    // The compiler marks types with required members and ref structs so, for compilers that do not know them.
    private static bool IsCompilersOwn(CustomAttributeData attribute) =>
        attribute.AttributeType == typeof(ObsoleteAttribute)
        && attribute.ConstructorArguments is [{ Value: string text }, ..]
        && (text.StartsWith("Constructors of types with required members", StringComparison.Ordinal) || text.StartsWith("Types with embedded references", StringComparison.Ordinal));

    private static string Arguments(CustomAttributeData attribute)
    {
        var all = attribute.ConstructorArguments.Select(Argument)
            .Concat(attribute.NamedArguments.OrderBy(each => each.MemberName, StringComparer.Ordinal).Select(each => $"{each.MemberName} = {Argument(each.TypedValue)}"))
            .ToList();
        return all.Count == 0 ? "" : $"({string.Join(", ", all)})";
    }

    private static string Argument(CustomAttributeTypedArgument argument) => argument.Value switch
    {
        Type type => $"typeof({TypeNames.Of(type)})",
        IEnumerable<CustomAttributeTypedArgument> several => string.Join(", ", several.Select(Argument)),
        var value => Literal(value, argument.ArgumentType),
    };

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var way = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var several = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var attributes = string.Concat(Attributes(parameter.GetCustomAttributesData()).Select(each => each + " "));
        var fallback = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return attributes + several + way + TypeNames.Of(new NullabilityInfoContext().Create(parameter), parameter.Member.DeclaringType) + " " + parameter.Name + fallback;
    }

    private static string Literal(object? value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && plain == type ? "default" : "null",
            string text => $"\"{text.ReplaceLineEndings("\\n")}\"",
            bool flag => flag ? "true" : "false",
            char character => $"'{character}'",
            _ when plain.IsEnum => $"{TypeNames.Of(plain)}.{Enum.GetName(plain, value) ?? Convert.ToString(value, CultureInfo.InvariantCulture)}",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static string Accessor(MethodInfo? method, string word, MethodInfo lead) =>
        !IsVisible(method) ? "" : (method!.IsPublic == lead.IsPublic ? "" : Access(method.IsPublic) + " ") + word + "; ";

    private static bool IsInit(MethodInfo? method) =>
        method?.ReturnParameter.GetRequiredCustomModifiers().Any(each => each.Name == "IsExternalInit") == true;

    private static string Access(bool isPublic) => isPublic ? "public" : "protected";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType is { IsInterface: true })
        {
            return (method.IsStatic ? "static " : "") + (method.IsAbstract ? "" : "virtual ");
        }

        var isOverride = method.GetBaseDefinition() != method;
        return (method.IsStatic ? "static " : "") + (method switch
        {
            { IsAbstract: true } => isOverride ? "abstract override " : "abstract ",
            { IsVirtual: true } when isOverride => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        });
    }
}
