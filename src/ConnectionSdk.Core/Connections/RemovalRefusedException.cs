namespace ConnectionSdk;

/// <summary>A removal was refused: by the plan, by the provider, or because the plan is too old. Nothing was removed.</summary>
public sealed class RemovalRefusedException : ConnectionSdkException
{
    /// <summary>Says why.</summary>
    /// <param name="plan">The plan that was refused.</param>
    /// <param name="message">Why, and what to do instead.</param>
    public RemovalRefusedException(RemovalPlan plan, string message)
        : base(message) => Plan = plan;

    /// <summary>The plan that was refused; its <see cref="RemovalPlan.Alternatives"/> say what to do instead.</summary>
    public RemovalPlan Plan { get; }
}
