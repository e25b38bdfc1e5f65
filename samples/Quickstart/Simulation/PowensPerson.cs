using ConnectionSdk.Quickstart.Screens;
using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.Quickstart.Simulation;

/// <summary>The simulated user of one Powens connection: a phone, a browser, and a typing error now and then.</summary>
internal sealed class PowensPerson(PowensSimulator powens, PowensConnection connection, Screen screen) : IPerson
{
    private const string WrongCode = "000000";

    private bool _hasMistyped;
    private bool _hasApproved;

    /// <summary>Whether the first code is mistyped.</summary>
    public bool Mistypes { get; init; }

    /// <summary>Whether the codes are typed by whoever sits at the terminal.</summary>
    public bool AsksAtTerminal { get; init; }

    /// <summary>What the user does on hosted pages.</summary>
    public PowensVisit Visit { get; init; } = PowensVisit.Completes;

    /// <summary>How long the user takes to find the phone and approve.</summary>
    public TimeSpan ApprovesAfter { get; init; } = TimeSpan.FromSeconds(9);

    public async Task<string?> TypeAsync(ActionField field, CancellationToken cancellationToken)
    {
        var sent = powens.User.ReadCode(connection.Id);
        if (AsksAtTerminal)
        {
            screen.Line($"  the phone shows: {sent}");
            return await screen.AskAsync($"  {field.Label ?? field.Name} (empty gives up):", secret: false, cancellationToken);
        }

        if (Mistypes && !_hasMistyped)
        {
            _hasMistyped = true;
            screen.Line($"  the phone shows {sent}, the user types {WrongCode}", Tone.Quiet);
            return WrongCode;
        }

        screen.Line($"  the phone shows {sent}, the user types {sent}", Tone.Quiet);
        return sent;
    }

    public async Task<Uri?> FollowAsync(Uri page, CancellationToken cancellationToken)
    {
        var where = powens.WebviewAddress.IsBaseOf(page) ? "Powens' webview" : "the bank's page";
        var callback = await powens.User.FollowAsync(page, Visit, cancellationToken);
        var deed = Visit switch
        {
            PowensVisit.MistypesOnce => "gets it wrong once, then right",
            PowensVisit.Cancels => "cancels",
            _ => "does what it asks",
        };
        screen.Line($"  the user opens {where}, {deed}, and comes back to {callback.GetLeftPart(UriPartial.Path)}", Tone.Quiet);
        return callback;
    }

    public Task<string?> UseWidgetAsync(WidgetLaunch widget, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Powens has pages, no widget.");

    public Task<bool> VisitBankAsync(string? message, CancellationToken cancellationToken)
    {
        screen.Line($"  the bank says: {message}");
        powens.User.ActAtBank(connection.Id);
        screen.Line("  the user does so on the bank's site", Tone.Quiet);
        return Task.FromResult(true);
    }

    public void Passing(TimeSpan waited)
    {
        if (!_hasApproved && waited >= ApprovesAfter)
        {
            _hasApproved = true;
            powens.User.ApproveInBankApp(connection.Id);
            screen.Line($"  after {waited.TotalSeconds:0} s the user approves on the phone", Tone.Quiet);
        }
    }
}
