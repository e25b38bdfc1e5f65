using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ConnectionSdk.Providers;

/// <summary>
/// Reads an adapter's settings from configuration. By hand rather than generated: the binding generator cannot make a <see cref="SensitiveString"/>,
/// and a value that cannot be read must be named without repeating it: by an exception, or in a <see cref="SettingsSection"/> together with the rest.
/// </summary>
public static class SettingsReader
{
    /// <summary>Text; null when the key is absent.</summary>
    /// <param name="section">The adapter's section.</param>
    /// <param name="key">The key below it.</param>
    public static string? Text(IConfiguration section, string key) => section[key];

    /// <summary>A secret; null when the key is absent.</summary>
    /// <param name="section">The adapter's section.</param>
    /// <param name="key">The key below it.</param>
    public static SensitiveString? Secret(IConfiguration section, string key) => SensitiveString.FromString(section[key]);

    /// <summary>An absolute address; null when the key is absent or empty.</summary>
    /// <param name="section">The adapter's section.</param>
    /// <param name="key">The key below it.</param>
    /// <exception cref="InvalidOperationException">The value is something else; the message names the key only.</exception>
    public static Uri? Address(IConfiguration section, string key) =>
        Read(section, key, "an absolute address", static text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null);

    /// <summary>True or false; null when the key is absent or empty.</summary>
    /// <param name="section">The adapter's section.</param>
    /// <param name="key">The key below it.</param>
    /// <exception cref="InvalidOperationException">The value is something else; the message names the key only.</exception>
    public static bool? Flag(IConfiguration section, string key) =>
        Read<bool?>(section, key, "true or false", static text => bool.TryParse(text, out var flag) ? flag : null);

    /// <summary>A time span such as <c>00:01:30</c>; null when the key is absent or empty.</summary>
    /// <param name="section">The adapter's section.</param>
    /// <param name="key">The key below it.</param>
    /// <exception cref="InvalidOperationException">The value is something else; the message names the key only.</exception>
    public static TimeSpan? Time(IConfiguration section, string key) => Read<TimeSpan?>(
        section, key, "a time such as 00:01:30", static text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null);

    /// <summary>A number; null when the key is absent or empty.</summary>
    /// <typeparam name="T">The type of number.</typeparam>
    /// <param name="section">The adapter's section.</param>
    /// <param name="key">The key below it.</param>
    /// <exception cref="InvalidOperationException">The value is something else; the message names the key only.</exception>
    public static T? Number<T>(IConfiguration section, string key)
        where T : struct, IParsable<T> =>
        Read<T?>(section, key, "a number", static text => T.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null);

    /// <summary>One of the names of an enum; null when the key is absent or empty.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="section">The adapter's section.</param>
    /// <param name="key">The key below it.</param>
    /// <exception cref="InvalidOperationException">The value is something else; the message names the key and the choices.</exception>
    public static T? Choice<T>(IConfiguration section, string key)
        where T : struct, Enum =>
        Read<T?>(section, key, $"one of {string.Join(", ", Enum.GetNames<T>())}", static text => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null);

    /// <summary>Sets how calls behave, as far as the section says.</summary>
    /// <param name="section">The section of <see cref="ProviderHttpOptions"/>.</param>
    /// <param name="http">The options to set.</param>
    public static void Apply(IConfiguration section, ProviderHttpOptions http)
    {
        http.Retries = Flag(section, nameof(http.Retries)) ?? http.Retries;
        http.RetryBudget = Number<int>(section, nameof(http.RetryBudget)) ?? http.RetryBudget;
        http.MaxRetryAfter = Time(section, nameof(http.MaxRetryAfter)) ?? http.MaxRetryAfter;
        http.Breaker = Flag(section, nameof(http.Breaker)) ?? http.Breaker;
        http.BreakerPause = Time(section, nameof(http.BreakerPause)) ?? http.BreakerPause;
        http.TimeoutFactor = Number<double>(section, nameof(http.TimeoutFactor)) ?? http.TimeoutFactor;
        http.AllowInsecureLoopback = Flag(section, nameof(http.AllowInsecureLoopback)) ?? http.AllowInsecureLoopback;
        http.AllowPrivateHosts = Flag(section, nameof(http.AllowPrivateHosts)) ?? http.AllowPrivateHosts;
    }

    /// <summary>Adds the secrets of a list.</summary>
    /// <param name="section">A list of values; one that is absent counts as empty.</param>
    /// <param name="secrets">The list to add to.</param>
    public static void Apply(IConfiguration section, IList<SensitiveString> secrets)
    {
        foreach (var child in section.GetChildren())
        {
            secrets.Add(SensitiveString.FromString(child.Value ?? ""));
        }
    }

    /// <summary>Adds the rows of a status map that the section overrides.</summary>
    /// <param name="section">A list of sections with the names of <see cref="StatusOverride"/>.</param>
    /// <param name="overrides">The list to add to.</param>
    public static void Apply(IConfiguration section, IList<StatusOverride> overrides)
    {
        foreach (var child in section.GetChildren())
        {
            var row = new StatusOverride { Code = child[nameof(StatusOverride.Code)] ?? "" };
            row.State = Choice<ConnectionState>(child, nameof(row.State)) ?? row.State;
            row.Reason = child[nameof(row.Reason)] ?? row.Reason;
            row.Action = Choice<RequiredActionKind>(child, nameof(row.Action)) ?? row.Action;
            row.Actor = Choice<Actor>(child, nameof(row.Actor)) ?? row.Actor;
            row.Retry = Choice<RetryAdvice>(child, nameof(row.Retry)) ?? row.Retry;
            overrides.Add(row);
        }
    }

    /// <summary>Sets what the section says under names of the provider's own, such as the parameters of a widget.</summary>
    /// <param name="section">A section of names and values.</param>
    /// <param name="values">The values to set.</param>
    public static void Apply(IConfiguration section, IDictionary<string, string> values)
    {
        foreach (var child in section.GetChildren())
        {
            values[child.Key] = child.Value ?? "";
        }
    }

    private static T? Read<T>(IConfiguration section, string key, string expected, Func<string, T?> convert)
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return default;
        }

        if (convert(text) is { } value)
        {
            return value;
        }

        if (section is SettingsSection noticing)
        {
            noticing.CannotRead(key, expected);
            return default;
        }

        throw new InvalidOperationException(
            $"The setting {(section is IConfigurationSection { Path: var path } ? $"{path}:" : "")}{key} cannot be read: expected {expected}.");
    }
}
