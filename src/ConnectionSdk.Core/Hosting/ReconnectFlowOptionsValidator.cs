using Microsoft.Extensions.Options;

namespace ConnectionSdk.Hosting;

/// <summary>Keeps the limits where they still protect. By hand, because a range of time spans as an attribute does not survive trimming.</summary>
internal sealed class ReconnectFlowOptionsValidator : IValidateOptions<ReconnectFlowOptions>
{
    public ValidateOptionsResult Validate(string? name, ReconnectFlowOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        Check(nameof(options.MaxRejectedReplies), options.MaxRejectedReplies, 1, 2);
        Check(nameof(options.RejectionWindow), options.RejectionWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        Check(nameof(options.MaxReplies), options.MaxReplies, 1, 100);
        Check(nameof(options.MaxFailedLooks), options.MaxFailedLooks, 0, 100);
        Check(nameof(options.ReplyLease), options.ReplyLease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check(nameof(options.ExpirySafety), options.ExpirySafety, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        return problems.Build();

        void Check<T>(string property, T value, T min, T max)
            where T : IComparable<T>
        {
            if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            {
                problems.AddError($"must be from {min} to {max}.", $"{nameof(ReconnectFlowOptions)}.{property}");
            }
        }
    }
}
