using ConnectionSdk.PackageTests.Api;

namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>Unknown is a value, and a secret has a type.</summary>
public sealed class VocabularyTests
{
    private static readonly string[] SecretWords =
        ["key", "keys", "secret", "secrets", "token", "tokens", "password", "passwords", "passcode", "otp", "pin", "iban", "credential", "credentials", "code", "codes"];

    [Fact]
    public void An_enum_that_a_provider_feeds_has_Unknown_as_zero() => Rule.Holds(
        Shipped.PublicTypes(Shipped.ForProduction).Where(type => type.IsEnum && Enum.GetName(type, 0) != "Unknown").Select(type => $"{Surface.Name(type)}: zero is {Enum.GetName(type, 0)}"),
        new(StringComparer.Ordinal)
        {
            ["Actor"] = "written in the rows of a status map, never read off a provider",
            ["AerosyncEnvironment"] = "a setting",
            ["AerosyncHosts"] = "a setting",
            ["CallEffect"] = "said by the adapter; zero is Unspecified, which is refused",
            ["ContinuityPolicy"] = "a setting",
            ["FieldKind"] = "a kind of field nobody knows is asked for as text, so that the user can still answer",
            ["PowensReconnectMode"] = "a setting",
            ["ReconnectOutcome"] = "decided by the engine; zero is None, not over yet",
            ["ReconnectVerdict"] = "decided by the adapter; zero is Continue, which claims nothing",
            ["ReplyFate"] = "decided by the adapter; zero is None, and Unknown is its own value",
            ["RequiredActionKind"] = "written in the rows of a status map; zero is None",
            ["RetryAdvice"] = "written in the rows of a status map; zero asks for no retry",
            ["WebhookMark"] = "answered by a store; zero is Seen, with which a delivery is not handled twice",
            ["WebhookOrder"] = "answered by a store; zero is Same, with which nothing is applied",
            ["WebhookVerdict"] = "decided by the inbox; zero refuses",
            ["WhenInProgress"] = "a setting",
        });

    [Fact]
    public void A_secret_is_a_SensitiveString() => Rule.Holds(
        Surface.Properties(Shipped.ForProduction).Select(each => (Owner: each.DeclaringType!, each.Name, Type: each.PropertyType))
            .Concat(Surface.Parameters(Shipped.ForProduction).Select(each => (Owner: each.Member.DeclaringType!, Name: each.Name!, Type: each.ParameterType)))
            .Where(each => SecretWords.Contains(Surface.LastWord(each.Name), StringComparer.Ordinal) && Surface.Named(each.Type).Any(type => type == typeof(string) || type == typeof(byte)))
            .Select(each => $"{Subject(each.Owner, each.Name)}: text on {Surface.Name(each.Owner)}"),
        new(StringComparer.Ordinal)
        {
            ["Code"] = "a provider's word for a state or an error",
            ["ProviderCode"] = "a provider's word for a state or an error",
            ["Key"] = "what something is looked up by",
            ["DeduplicationKey"] = "what is the same for every repetition of a delivery",
            ["ResumeToken"] = "names a step at the provider; opens nothing without the integrator's key",
        });

    // Options hold real keys and codes, so there a name excuses nothing; elsewhere one reason serves every member of the name.
    private static string Subject(Type owner, string name) => owner.IsClass && owner.Name.EndsWith("Options", StringComparison.Ordinal) && owner != typeof(ReconnectOptions)
        ? $"{owner.Name}.{name}"
        : char.ToUpperInvariant(name[0]) + name[1..];
}
