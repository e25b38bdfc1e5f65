using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace ConnectionSdk.SecrecyTests.Capturing;

/// <summary>
/// Reads everything public that can be reached from an object, as a serializer, a structured logger or a debugger would: members, items, keys,
/// <c>ToString</c>, debugger displays, and an exception's <c>Data</c> and inner exceptions.
/// </summary>
internal static partial class ObjectText
{
    private const int MaxDepth = 16;

    private static readonly List<Type> Silent =
    [
        typeof(Type), typeof(MemberInfo), typeof(Delegate), typeof(Assembly), typeof(Task), typeof(CancellationToken), typeof(DateTimeOffset),
        typeof(DateTime), typeof(TimeSpan), typeof(bool), typeof(decimal), typeof(double), typeof(char),
    ];

    public static IEnumerable<Emission> Of(string sink, object? root)
    {
        var found = new List<Emission>();
        Visit(found, sink, root, "", 0);
        return found;
    }

    private static void Visit(List<Emission> found, string sink, object? value, string owner, int depth)
    {
        if (value is null || IsSilent(value) || depth > MaxDepth)
        {
            return;
        }

        if (TextOf(value) is { } text)
        {
            Add(found, sink, owner, text);
        }
        else if (value is IDictionary pairs)
        {
            Visit(found, sink, pairs.Keys, owner, depth + 1);
            Visit(found, sink, pairs.Values, owner, depth + 1);
        }
        else if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Visit(found, sink, item, owner, depth + 1);
            }
        }
        else
        {
            VisitMembers(found, sink, value, depth);
        }
    }

    private static void VisitMembers(List<Emission> found, string sink, object value, int depth)
    {
        var type = value.GetType();
        Add(found, sink, $"{NameOf(type)}.ToString", $"{value}");
        Add(found, sink, $"{NameOf(type)}.DebuggerDisplay", DebuggerText(value));
        foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
        {
            if (TryRead(value, member, out var inner))
            {
                Visit(found, sink, inner, $"{NameOf(member.DeclaringType!)}.{member.Name}", depth + 1);
            }
        }
    }

    private static void Add(List<Emission> found, string sink, string owner, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            found.Add(new Emission(sink, owner, text));
        }
    }

    /// <summary>Values that say nothing of their own, or that lead into the runtime.</summary>
    private static bool IsSilent(object value)
    {
        var type = value.GetType();
        return type.IsEnum || Silent.Exists(each => each.IsInstanceOfType(value));
    }

    private static string? TextOf(object value) => value switch
    {
        string text => text,
        Uri address => $"{address.OriginalString} {address}",
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        ReadOnlyMemory<byte> bytes => Encoding.UTF8.GetString(bytes.Span),
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>What a debugger shows in one line: the attribute with its expressions evaluated, private ones included, and what its proxy shows.</summary>
    public static string? DebuggerText(object value)
    {
        var type = value.GetType();
        var proxied = "";
        if (type.GetCustomAttribute<DebuggerTypeProxyAttribute>() is { } proxy
            && Type.GetType(proxy.ProxyTypeName) is { IsGenericTypeDefinition: false } view
            && view.GetConstructors().FirstOrDefault(made => made.GetParameters().Length == 1) is { } make)
        {
            proxied = string.Join(' ', Of("", make.Invoke([value])).Select(emission => emission.Text));
        }

        if (type.GetCustomAttribute<DebuggerDisplayAttribute>() is not { Value: { } display })
        {
            return proxied;
        }

        return proxied + ExpressionPattern().Replace(display, match =>
        {
            var name = match.Groups["name"].Value;
            const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            return $"{type.GetProperty(name, any)?.GetValue(value) ?? type.GetField(name, any)?.GetValue(value) ?? type.GetMethod(name, any, [])?.Invoke(value, null)}";
        });
    }

    /// <summary>Without the type parameters, and with the outer name left out: <c>FollowRedirect</c>, not <c>RequiredAction+FollowRedirect</c>.</summary>
    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static bool TryRead(object value, MemberInfo member, out object? read)
    {
        read = null;
        try
        {
            switch (member)
            {
                case FieldInfo field:
                    read = field.GetValue(value);
                    return true;
                case PropertyInfo { CanRead: true } property when property.GetIndexParameters().Length == 0:
                    read = property.GetValue(value);
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception thrown) when (thrown is TargetInvocationException or NotSupportedException or InvalidOperationException)
        {
            read = (thrown as TargetInvocationException)?.InnerException?.ToString();
            return read is not null;
        }
    }

    [GeneratedRegex("\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(\\(\\))?(,nq)?\\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExpressionPattern();
}
