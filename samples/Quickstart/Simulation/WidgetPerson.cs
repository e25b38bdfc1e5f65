using ConnectionSdk.Quickstart.Screens;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>The simulated user of a connection that is repaired in its provider's widget.</summary>
/// <param name="screen">Where the user's deeds are told.</param>
/// <param name="deed">What the user does in the widget, in words.</param>
/// <param name="use">Does it, and returns the message the widget closed with.</param>
internal sealed class WidgetPerson(Screen screen, string deed, Func<WidgetLaunch, CancellationToken, Task<string>> use) : IPerson
{
    public Task<string?> TypeAsync(ActionField field, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Everything is typed in the widget.");

    public Task<Uri?> FollowAsync(Uri page, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The widget stays in the page.");

    public async Task<string?> UseWidgetAsync(WidgetLaunch widget, CancellationToken cancellationToken)
    {
        var message = await use(widget, cancellationToken);
        screen.Line($"  the user opens the widget of {widget.Provider} and {deed}", Tone.Quiet);
        return message;
    }

    public Task<bool> VisitBankAsync(string? message, CancellationToken cancellationToken) => Task.FromResult(false);

    public void Passing(TimeSpan waited)
    {
        // The provider is at work; there is nothing to do meanwhile.
    }
}
