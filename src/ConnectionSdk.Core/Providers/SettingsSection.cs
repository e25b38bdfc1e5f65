using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace ConnectionSdk.Providers;

/// <summary>
/// A section that notices what is read from it. What an adapter asked for is what it knows, so a misspelt setting stands out without a second
/// list of names; and what <see cref="SettingsReader"/> cannot read is kept here instead of being thrown, so that all of it is told at once.
/// </summary>
public sealed class SettingsSection : IConfigurationSection
{
    /// <summary>Up to here all known names are listed beside the nearest one.</summary>
    private const int FewNames = 6;

    private readonly IConfigurationSection _section;
    private readonly ConcurrentDictionary<string, bool> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SettingsSection> _sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _unreadable = new(StringComparer.OrdinalIgnoreCase);
    private bool _takesAnyKey;
    private bool _takesValue;

    /// <summary>Wraps a section.</summary>
    /// <param name="section">The section to read from.</param>
    public SettingsSection(IConfigurationSection section) => _section = section;

    /// <inheritdoc/>
    public string Key => _section.Key;

    /// <inheritdoc/>
    public string Path => _section.Path;

    /// <inheritdoc/>
    public string? Value
    {
        get
        {
            _takesValue = true;
            return _section.Value;
        }
        set => _section.Value = value;
    }

    /// <inheritdoc/>
    public string? this[string key]
    {
        get
        {
            _values.TryAdd(key, true);
            return _section[key];
        }
        set => _section[key] = value;
    }

    /// <summary>The section below a key, which notices as well.</summary>
    /// <param name="key">The key.</param>
    public SettingsSection Below(string key) => _sections.GetOrAdd(key, static (name, parent) => new SettingsSection(parent.GetSection(name)), _section);

    /// <inheritdoc/>
    public IConfigurationSection GetSection(string key) => Below(key);

    /// <summary>What is below, whatever the keys: whoever asks for it takes any key.</summary>
    public IEnumerable<IConfigurationSection> GetChildren()
    {
        _takesAnyKey = true;
        return _section.GetChildren().Select(child => Below(child.Key)).ToList();
    }

    /// <inheritdoc/>
    public IChangeToken GetReloadToken() => _section.GetReloadToken();

    /// <summary>Whether somebody has asked for this key.</summary>
    /// <param name="key">The key.</param>
    public bool Knows(string key) => _values.ContainsKey(key) || _sections.ContainsKey(key);

    /// <summary>Whether this key, and no other, is below.</summary>
    /// <param name="key">The key.</param>
    public bool HasOnly(string key) => _section.GetChildren().ToList() is [var only] && string.Equals(only.Key, key, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong in this section and below it, as far as it was read: unknown names with the nearest known one, and what could not be read.</summary>
    public IEnumerable<SettingsProblem> Problems()
    {
        foreach (var (key, expected) in _unreadable)
        {
            yield return new SettingsProblem($"{Path}:{key}", $" cannot be read: expected {expected}.");
        }

        if (!_takesValue && _section.Value is { Length: > 0 })
        {
            yield return new SettingsProblem(Path, " is a value; expected a section with settings below it.");
        }

        foreach (var child in _section.GetChildren())
        {
            var found = _sections.TryGetValue(child.Key, out var below)
                ? below.Problems()
                : _values.ContainsKey(child.Key)
                ? child.GetChildren().Any() ? [new SettingsProblem(child.Path, " is a section; expected a value.")] : []
                : _takesAnyKey ? [] : [new SettingsProblem(child.Path, $" is not a known setting.{Suggestion(child.Key)}")];
            foreach (var problem in found)
            {
                yield return problem;
            }
        }
    }

    internal void CannotRead(string key, string expected) => _unreadable.TryAdd(key, expected);

    private string Suggestion(string key)
    {
        var names = _values.Keys.Concat(_sections.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToList();
        return names.Count switch
        {
            0 => "",
            <= FewNames => $" Nearest: {NearestName.Of(key, names)}. Known: {string.Join(", ", names)}.",
            _ => $" Nearest: {NearestName.Of(key, names)}.",
        };
    }
}
