using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ConnectionSdk.PackageTests.Api;

/// <summary>The public surface of an assembly as text, in an order that does not depend on the source.</summary>
internal static class PublicApiText
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        var space = "";
        foreach (var type in assembly.GetExportedTypes()
            .Where(type => !type.IsNested)
            .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal))
        {
            if (type.Namespace != space)
            {
                text.Append(space!.Length == 0 ? "" : "\n").Append("namespace ").Append(space = type.Namespace).Append('\n');
            }

            Append(text.Append('\n'), type, "");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type, string indent)
    {
        Line(text, indent, MemberText.Attributes(type) + Head(type));
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            Line(text, indent + "    ", MemberText.Of(type.GetMethod("Invoke")!));
            return;
        }

        foreach (var member in type.IsEnum ? EnumValues(type) : Members(type))
        {
            Line(text, indent + "    ", member);
        }

        foreach (var nested in type.GetNestedTypes(MemberText.Declared).Where(each => each.IsNestedPublic || each.IsNestedFamily && !type.IsSealed).OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            Append(text, nested, indent + "    ");
        }
    }

    private static void Line(StringBuilder text, string indent, string content)
    {
        foreach (var line in content.Split('\n'))
        {
            text.Append(indent).Append(line).Append('\n');
        }
    }

    private static string Head(Type type)
    {
        var access = type.IsPublic || type.IsNestedPublic ? "public " : "protected ";
        if (type.IsEnum)
        {
            var underlying = Enum.GetUnderlyingType(type);
            return $"{access}enum {type.Name}" + (underlying == typeof(int) ? "" : " : " + TypeNames.Of(underlying));
        }

        var generic = type.GetGenericArguments();
        var bases = Bases(type);
        return access + Kind(type) + type.Name.Split('`')[0] + (generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(each => each.Name))}>")
            + (bases.Count == 0 ? "" : " : " + string.Join(", ", bases)) + string.Concat(generic.Select(MemberText.Constraints));
    }

    private static string Kind(Type type)
    {
        if (type.IsInterface) return "interface ";
        if (typeof(Delegate).IsAssignableFrom(type)) return "delegate ";
        var record = IsRecord(type) ? "record " : "";
        if (type.IsValueType)
        {
            return (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + record + "struct ";
        }

        var kind = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        return kind + (record.Length > 0 ? record : "class ");
    }

    private static List<string> Bases(Type type)
    {
        List<string> all = [];
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(MulticastDelegate))
        {
            all.Add(TypeNames.Of(parent, type));
        }

        var own = type.GetInterfaces().Where(each => each.IsVisible).Except(type.BaseType?.GetInterfaces() ?? []).ToList();
        var implied = own.SelectMany(each => each.GetInterfaces()).ToHashSet();
        all.AddRange(own.Where(each => !implied.Contains(each) && !IsRecordEquality(type, each)).Select(each => TypeNames.Of(each, type)).Order(StringComparer.Ordinal));
        return typeof(Delegate).IsAssignableFrom(type) ? [] : all;
    }

    private static bool IsRecordEquality(Type type, Type contract) =>
        IsRecord(type) && contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static bool IsRecord(Type type) => type.IsValueType
        ? type.GetMethod("PrintMembers", MemberText.Declared) is not null
        : type.GetMethod("<Clone>$", MemberText.Declared) is not null;

    private static IEnumerable<string> EnumValues(Type type) => Enum.GetValuesAsUnderlyingType(type).Cast<object>()
        .Select(value => $"{Enum.GetName(type, value)} = {Convert.ToString(value, CultureInfo.InvariantCulture)}");

    private static IEnumerable<string> Members(Type type) =>
    [
        .. Sorted(type.GetFields(MemberText.Declared).Where(MemberText.IsVisible), MemberText.Of),
        .. Sorted(type.GetConstructors(MemberText.Declared).Where(each => !each.IsStatic && MemberText.IsVisible(each)), MemberText.Of),
        .. Sorted(type.GetProperties(MemberText.Declared).Where(each => MemberText.IsVisible(each.GetMethod) || MemberText.IsVisible(each.SetMethod)), MemberText.Of),
        .. Sorted(type.GetEvents(MemberText.Declared).Where(each => MemberText.IsVisible(each.AddMethod)), MemberText.Of),
        .. Sorted(type.GetMethods(MemberText.Declared).Where(IsCallable), MemberText.Of),
    ];

    // What the compiler writes for a record follows from its properties.
    private static IEnumerable<string> Sorted<TMember>(IEnumerable<TMember> members, Func<TMember, string> text)
        where TMember : MemberInfo => members
        .Where(each => !each.IsDefined(typeof(CompilerGeneratedAttribute)))
        .Select(each => (each.Name, Text: text(each)))
        .OrderBy(each => each.Name, StringComparer.Ordinal).ThenBy(each => each.Text, StringComparer.Ordinal)
        .Select(each => each.Text);

    private static bool IsCallable(MethodInfo method) =>
        MemberText.IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && method.Name != "<Clone>$";
}
