using ConnectionSdk.Providers;
using Microsoft.Extensions.Options;

namespace ConnectionSdk.Hosting;

/// <summary>
/// What an adapter's options must be, checked when the host starts and when a provider is made without a container. All that is wrong is named at once.
/// </summary>
/// <typeparam name="TOptions">The adapter's options.</typeparam>
public abstract class ProviderOptionsRules<TOptions> : IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly IValidateOptions<TOptions>? _attributes;

    /// <summary>Rules beside those that attributes say.</summary>
    /// <param name="attributes">Checks the attributes, generated with <see cref="OptionsValidatorAttribute"/>; null where the options have none.</param>
    protected ProviderOptionsRules(IValidateOptions<TOptions>? attributes = null) => _attributes = attributes;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var failures = (_attributes?.Validate(name, options).Failures ?? []).Concat(Problems(options)).Concat(HttpOf(options)?.Problems() ?? []).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>Checks options outside a container.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="OptionsValidationException">Something is missing or wrong; all of it is named.</exception>
    public void Check(TOptions options)
    {
        if (Validate(null, options) is { Failed: true, Failures: var failures })
        {
            throw new OptionsValidationException("", typeof(TOptions), failures);
        }
    }

    /// <summary>What is wrong beyond the attributes, a sentence each. Values are not repeated in them: they may be secrets.</summary>
    /// <param name="options">The options.</param>
    protected abstract IEnumerable<string> Problems(TOptions options);

    /// <summary>The part of the options that says how calls behave, to be checked with the rest; null where there is none.</summary>
    /// <param name="options">The options.</param>
    protected virtual ProviderHttpOptions? HttpOf(TOptions options) => null;
}
