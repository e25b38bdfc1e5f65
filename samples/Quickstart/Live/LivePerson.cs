using ConnectionSdk.Quickstart.Screens;

namespace ConnectionSdk.Quickstart.Live;

/// <summary>Whoever sits at the terminal plays the user: opens the links, types the codes, pastes the address they came back to.</summary>
internal sealed class LivePerson(Screen screen) : IPerson
{
    public async Task<string?> TypeAsync(ActionField field, CancellationToken cancellationToken)
    {
        foreach (var option in field.Options)
        {
            screen.Line($"    {option.Value}  {(field.Kind == FieldKind.ImageChoice ? "(a picture)" : option.Label)}");
        }

        var hint = field.Hint is null ? "" : $" ({field.Hint})";
        var question = $"  {field.Label ?? field.Name}{hint} (empty gives up):";
        return await screen.AskAsync(question, secret: field.Kind == FieldKind.Password, cancellationToken);
    }

    public async Task<Uri?> FollowAsync(Uri page, CancellationToken cancellationToken)
    {
        screen.Line("  Open this link in a browser. It is personal and lives for minutes:");
        // Whole and unbroken, so that it can be copied.
        Console.WriteLine(page.AbsoluteUri);
        screen.Line("  When the browser is back at your redirect address, paste the whole address here.");
        var callback = await screen.AskAsync("  Address (empty gives up):", secret: false, cancellationToken);
        return Uri.TryCreate(callback.Trim(), UriKind.Absolute, out var address) ? address : null;
    }

    public async Task<string?> UseWidgetAsync(WidgetLaunch widget, CancellationToken cancellationToken)
    {
        screen.Line($"  Open the widget of {widget.Provider} in a browser: {widget.Source}");
        var message = await screen.AskAsync("  The message it closed with (empty gives up):", secret: false, cancellationToken);
        return message.Length > 0 ? message : null;
    }

    public Task<bool> VisitBankAsync(string? message, CancellationToken cancellationToken)
    {
        screen.Line($"  The bank says: {message ?? "there is something to settle on its site"}");
        return screen.ConfirmAsync("  Settled it there?", cancellationToken);
    }

    public void Passing(TimeSpan waited)
    {
        // The real bank's app is on the table; there is nothing to do here.
    }
}
