using System.Globalization;
using ConnectionSdk.Simulator.Pages;

namespace ConnectionSdk.Simulator.Powens;

/// <summary>The end user of a <see cref="PowensSimulator"/>: follows links in a browser, reads codes, taps in the bank's app.</summary>
public sealed class PowensFakeUser
{
    private readonly PowensSimulator _powens;

    internal PowensFakeUser(PowensSimulator powens) => _powens = powens;

    /// <summary>
    /// Opens a webview or bank link and does what a person would, over HTTP, until the browser is sent to the application.
    /// </summary>
    /// <param name="link">A webview URL under <see cref="PowensSimulator.WebviewAddress"/>, or the URL <c>/webauth-url</c> answered.</param>
    /// <param name="visit">What the user does.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    /// <returns>The callback, exactly as the application receives it.</returns>
    /// <exception cref="InvalidOperationException">A page refused to open, or the user cannot go on.</exception>
    public Task<Uri> FollowAsync(Uri link, PowensVisit visit = PowensVisit.Completes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        var connectionId = ConnectionIdIn(link);
        var mistakes = 0;
        return new ScriptedBrowser(_powens.BaseAddress).FollowAsync(link, FillIn, cancellationToken);

        IReadOnlyDictionary<string, string>? FillIn(string step)
        {
            var mistypes = visit is PowensVisit.MistypesOnce or PowensVisit.MistypesAndCancels && mistakes == 0 && step is "code" or "credentials" or "password";
            mistakes += mistypes ? 1 : 0;
            return visit switch
            {
                PowensVisit.Cancels => Press("cancel"),
                PowensVisit.MistypesAndCancels when mistakes > 0 && !mistypes => Press("cancel"),
                PowensVisit.LetsItExpire => Press("expire"),
                PowensVisit.MeetsAFailure => Press("fail"),
                PowensVisit.DeclinesTerms => Press("decline"),
                PowensVisit.Deletes when step == "manage" => Press("delete"),
                _ => Answer(step, connectionId, mistypes),
            };
        }
    }

    /// <summary>Reads the code the bank has sent for a connection.</summary>
    /// <exception cref="InvalidOperationException">No code is open.</exception>
    public string ReadCode(long connectionId) => _powens.Locked(() =>
        Connection(connectionId).Repair is { Step: { Kind: PowensStepKind.Code, Code: { } code } }
            ? code
            : throw new InvalidOperationException($"The bank has sent no code for connection {connectionId}."));

    /// <summary>Approves in the bank's app.</summary>
    /// <returns>What the bank made of it: <see cref="BankResult.NoSuchChallenge"/> when nothing was waiting any more.</returns>
    public BankResult ApproveInBankApp(long connectionId) => Decide(connectionId, agrees: true);

    /// <summary>Refuses in the bank's app.</summary>
    /// <returns>What the bank made of it: <see cref="BankResult.NoSuchChallenge"/> when nothing was waiting any more.</returns>
    public BankResult RefuseInBankApp(long connectionId) => Decide(connectionId, agrees: false);

    /// <summary>Does at the bank what it asked for (accepts the terms, has the lock lifted); the next sync then goes through.</summary>
    public void ActAtBank(long connectionId) => _powens.Locked(() =>
    {
        Connection(connectionId).Repair.ActAtBank();
        return true;
    });

    private static Dictionary<string, string> Press(string action) => new(StringComparer.Ordinal) { ["action"] = action };

    private static long? ConnectionIdIn(Uri link)
    {
        var parameter = link.Query.TrimStart('?').Split('&').FirstOrDefault(pair => pair.StartsWith("connection_id=", StringComparison.Ordinal));
        return long.TryParse(parameter?.Split('=')[1], CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private Dictionary<string, string>? Answer(string step, long? connectionId, bool mistypes)
    {
        var form = Press(step switch
        {
            "code" or "credentials" or "password" => "submit",
            "approval" or "bank" => "approve",
            "redirect" => "bank",
            "manage" => "close",
            "unavailable" or "wait" => "cancel",
            _ => "continue",
        });
        _powens.Locked(() =>
        {
            var connection = connectionId is { } id ? _powens.FindConnection(id) : _powens.LatestConnection();
            var pending = connection?.Repair.Step;
            switch (step)
            {
                case "code":
                    form[pending?.FieldName ?? "otp"] = mistypes ? "000000" : pending?.Code ?? "";
                    break;
                case "credentials" or "password":
                    form["login"] = connectionId is null ? "newcustomer" : connection?.Login.Name ?? "newcustomer";
                    form["password"] = mistypes ? "9999" : connectionId is null ? "1234" : connection?.Login.Password ?? "1234";
                    break;
                default:
                    break;
            }

            return true;
        });
        return form;
    }

    private BankResult Decide(long connectionId, bool agrees)
    {
        var connection = Connection(connectionId);
        var result = _powens.Locked(() =>
        {
            connection.Repair.Settle();
            var decided = connection.Login.Decide(connection.Repair.Challenge, BankSubmissionKind.Approval, agrees);
            connection.Repair.Settle();
            return decided;
        });
        connection.SignalChange();
        return result;
    }

    private PowensConnection Connection(long id) =>
        _powens.Locked(() => _powens.FindConnection(id)) ?? throw new InvalidOperationException($"There is no connection {id}.");
}
