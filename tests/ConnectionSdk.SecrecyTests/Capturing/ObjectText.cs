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

    public static IEnumerable<Emission> Of(string sink, object? root)
    {
        var found = new List<Emission>();
        Visit(root, "", 0);
        return found;

        void Visit(object? value, string owner, int depth)
        {
            switch (value)
            {
                case null or Type or MemberInfo or Delegate or Assembly or CancellationToken or Task:
                    return;
                case string text:
                    Add(owner, text);
                    return;
                case Uri address:
                    Add(owner, address.OriginalString);
                    Add(owner, address.ToString());
                    return;
                case ReadOnlyMemory<byte> bytes:
                    Add(owner, Encoding.UTF8.GetString(bytes.Span));
                    return;
                case byte[] bytes:
                    Add(owner, Encoding.UTF8.GetString(bytes));
                    return;
                case Enum or DateTimeOffset or DateTime or TimeSpan or bool or decimal or double or char:
                    return;
                case IFormattable number when value.GetType().IsPrimitive:
                    Add(owner, number.ToString(null, CultureInfo.InvariantCulture));
                    return;
                default:
                    break;
            }

            if (depth > MaxDepth)
            {
                return;
            }

            if (value is IDictionary pairs)
            {
                foreach (DictionaryEntry pair in pairs)
                {
                    Visit(pair.Key, owner, depth + 1);
                    Visit(pair.Value, owner, depth + 1);
                }

                return;
            }

            if (value is IEnumerable items)
            {
                foreach (var item in items)
                {
                    Visit(item, owner, depth + 1);
                }

                return;
            }

            var type = value.GetType();
            Add($"{NameOf(type)}.ToString", $"{value}");
            Add($"{NameOf(type)}.DebuggerDisplay", DebuggerText(value));
            foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
            {
                if (TryRead(value, member, out var inner))
                {
                    Visit(inner, $"{NameOf(member.DeclaringType!)}.{member.Name}", depth + 1);
                }
            }
        }

        void Add(string owner, string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                found.Add(new Emission(sink, owner, text));
            }
        }
    }

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
