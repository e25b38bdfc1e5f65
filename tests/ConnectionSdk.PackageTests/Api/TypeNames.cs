using System.Reflection;

namespace ConnectionSdk.PackageTests.Api;

/// <summary>Types as C# writes them, with what may be null.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    };

    // Left out where everyone knows them; all other names are written in full, so that a change of namespace shows.
    private static readonly string[] Familiar = ["System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks"];

    public static string Of(NullabilityInfo info, Type? seenFrom = null)
    {
        var type = info.Type;
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, seenFrom) + (info.ReadState == NullabilityState.Nullable ? "?" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner, seenFrom) + "?";
        }

        var mark = info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return Of(info.ElementType!, seenFrom) + "[" + new string(',', type.GetArrayRank() - 1) + "]" + mark;
        }

        // Of an open type parameter it is not recorded whether a question mark was written.
        return Compose(type, seenFrom, info.GenericTypeArguments.Select(each => Of(each, seenFrom)).ToList())
            + (type.IsValueType || type.IsGenericParameter ? "" : mark);
    }

    public static string Of(Type type, Type? seenFrom = null)
    {
        if (type.IsByRef || type.IsPointer)
        {
            return Of(type.GetElementType()!, seenFrom) + (type.IsPointer ? "*" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner, seenFrom) + "?";
        }

        return type.IsArray
            ? Of(type.GetElementType()!, seenFrom) + "[]"
            : Compose(type, seenFrom, type.GetGenericArguments().Select(each => Of(each, seenFrom)).ToList());
    }

    private static string Compose(Type type, Type? seenFrom, List<string> arguments)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var outer = type.IsNested && type.DeclaringType != seenFrom ? Compose(type.DeclaringType!, seenFrom, []) + "." : "";
        var space = type.IsNested || type.Namespace is null || type.Namespace == seenFrom?.Namespace || Familiar.Contains(type.Namespace, StringComparer.Ordinal)
            ? ""
            : type.Namespace + ".";
        return space + outer + type.Name.Split('`')[0] + (arguments.Count == 0 ? "" : $"<{string.Join(", ", arguments)}>");
    }
}
