using System.Text.RegularExpressions;
using ConnectionSdk.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Hosting;

/// <summary>Looks at all settings once, over all providers and tenants, and refuses with one message that names everything.</summary>
internal sealed partial class SettingsCheck
{
    private readonly IServiceProvider _services;
    private readonly ConfiguredSettings _settings;
    private readonly object _lock = new();
    private bool _looking;
    private bool _looked;
    private string? _refusal;

    public SettingsCheck(IServiceProvider services, ConfiguredSettings settings)
    {
        _services = services;
        _settings = settings;
    }

    /// <summary>Refuses when anything is wrong; the same message each time.</summary>
    /// <exception cref="ConnectionSdkException">Something is wrong or missing.</exception>
    public void Ensure()
    {
        lock (_lock)
        {
            // The look fills options, which comes back here through their gates.
            if (_looking)
            {
                return;
            }

            if (!_looked)
            {
                _looking = true;
                try
                {
                    _refusal = Look();
                    _looked = true;
                }
                finally
                {
                    _looking = false;
                }
            }
        }

        if (_refusal is not null)
        {
            throw new ConnectionSdkException(_refusal);
        }
    }

    private string? Look()
    {
        var broken = _settings.Entries.SelectMany(Refused).ToList();
        var problems = _settings.Roots.SelectMany(root => root.Problems()).ToList();
        if (NothingRegistered())
        {
            problems.Add(new SettingsProblem(
                _settings.Roots[0].Path, $" registers no provider. Add at least one section below it: {string.Join(", ", ConfiguredProviders.Names)}."));
        }

        // What could not be read looks missing as well; one line is enough.
        var named = problems.Select(problem => problem.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lines = problems.Concat(broken.Where(problem => !named.Contains(problem.Path)))
            .OrderBy(problem => problem.Path, StringComparer.OrdinalIgnoreCase)
            .Select(problem => problem.ToString())
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return lines.Count == 0
            ? null
            : $"ConnectionSdk cannot start: {(lines.Count == 1 ? "one setting is" : $"{lines.Count} settings are")} wrong or missing.\n  {string.Join("\n  ", lines)}";
    }

    private IEnumerable<SettingsProblem> Refused(ConfiguredSettings.Entry entry)
    {
        if (entry.Tenant is { } tenant && !ConnectionRef.TryParse($"tenant@{Uri.EscapeDataString(tenant)}/1", out _))
        {
            return [new SettingsProblem(entry.Section.Path, " is not the name of a tenant: it must not be blank or hold control characters.")];
        }

        try
        {
            entry.Create(_services);
            return [];
        }
        catch (OptionsValidationException refused)
        {
            return refused.Failures.Select(failure => Locate(entry.Section, failure));
        }
    }

    /// <summary>Validators begin with the name of the setting, once or twice, which becomes its path. Below a list they give its place there.</summary>
    private static SettingsProblem Locate(SettingsSection section, string failure)
    {
        if (MissingInList().Match(failure) is { Success: true } missing)
        {
            return new SettingsProblem($"{section.Path}:{missing.Groups["list"].Value}:{missing.Groups["place"].Value}:{missing.Groups["name"].Value}", " is missing.");
        }

        var opening = Opening().Match(failure);
        var name = opening.Groups["name"].Value;
        var text = failure[opening.Length..];
        return name.Length > 0 && section.Knows(name)
            ? new SettingsProblem(
                $"{section.Path}:{name}{opening.Groups["below"].Value.Replace('.', ':')}",
                text.StartsWith(": must ", StringComparison.Ordinal) ? text[1..] : text)
            : new SettingsProblem(section.Path, $": {failure}");
    }

    /// <summary>Not every container can tell; then the first use will.</summary>
    private bool NothingRegistered() => _services.GetService<IServiceProviderIsService>()?.IsService(typeof(ConnectionProvider)) == false;

    [GeneratedRegex(@"^\w+: The .*?(?<list>\w+)\[(?<place>\d+)\]\.(?<name>\w+) field is required", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingInList();

    [GeneratedRegex(@"^(?:Property )?(?:\w+Options\.)?(?<name>\w+)(?<below>\.\w+)?(?:: \k<name>\b)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Opening();
}
