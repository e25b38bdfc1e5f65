using System.Text.Json.Nodes;
using ConnectionSdk.Simulator.Pages;
using Microsoft.AspNetCore.WebUtilities;

namespace ConnectionSdk.Simulator.Aerosync;

/// <summary>The end user of an <see cref="AerosyncSimulator"/>: logs in, reads codes and chooses accounts in the widget.</summary>
public sealed class AerosyncFakeUser
{
    private readonly AerosyncSimulator _aerosync;

    internal AerosyncFakeUser(AerosyncSimulator aerosync) => _aerosync = aerosync;

    /// <summary>The login the user links with when nothing is to be reconnected; made when first needed.</summary>
    public AerosyncCustomer? Customer { get; set; }

    /// <summary>Opens the widget and does what a person would, over HTTP, until it has closed or succeeded.</summary>
    /// <param name="parameters">The widget's start-up parameters: <c>token</c>, <c>aeroPassUserUuid</c>, ...</param>
    /// <param name="visit">What the user does.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    /// <returns>As the overload that takes a link.</returns>
    /// <exception cref="InvalidOperationException">The user cannot go on.</exception>
    public Task<IReadOnlyList<string>> UseWidgetAsync(
        IReadOnlyDictionary<string, string> parameters,
        AerosyncVisit visit = AerosyncVisit.Completes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
        return UseWidgetAsync(new Uri(QueryHelpers.AddQueryString(_aerosync.WidgetAddress.AbsoluteUri, query)), visit, cancellationToken);
    }

    /// <summary>Opens the widget and does what a person would, over HTTP, until it has closed or succeeded.</summary>
    /// <param name="link"><see cref="AerosyncSimulator.WidgetAddress"/> with the widget's parameters in the query.</param>
    /// <param name="visit">What the user does.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    /// <returns>
    /// The messages the widget posted, in order, word for word. The last one is <c>pageSuccess</c>, <c>widgetClose</c> or, when the widget
    /// did not open, <c>widgetError</c>.
    /// </returns>
    /// <exception cref="InvalidOperationException">The user cannot go on.</exception>
    public async Task<IReadOnlyList<string>> UseWidgetAsync(Uri link, AerosyncVisit visit = AerosyncVisit.Completes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        var connection = _aerosync.Locked(() => Target(link));
        var customer = connection?.Customer ?? (Customer ??= _aerosync.AddCustomer());
        var (mistakes, wasTold) = (0, false);
        var browser = new ScriptedBrowser(_aerosync.BaseAddress);
        await browser.FollowAsync(link, FillIn, cancellationToken).ConfigureAwait(false);
        return [.. browser.Messages.Select(message => message.GetValue<string>())];

        IReadOnlyDictionary<string, string>? FillIn(string step)
        {
            switch (visit, step)
            {
                case (AerosyncVisit.Closes, _):
                case (AerosyncVisit.MistypesUntilLocked, _) when customer.Login.IsLocked:
                case (AerosyncVisit.ChoosesAnotherAccount or AerosyncVisit.LetsItTimeOut or AerosyncVisit.MeetsAFailure, _) when wasTold:
                    return Press("close");
                case (AerosyncVisit.LetsItTimeOut, _):
                    wasTold = true;
                    return Press("timeout");
                case (AerosyncVisit.MeetsAFailure, _):
                    wasTold = true;
                    return Press("fail");
                case (AerosyncVisit.ChoosesAnotherAccount or AerosyncVisit.ChoosesAnotherAccountFirst, "account") when !wasTold:
                    wasTold = true;
                    return Press(AerosyncWidgetPages.ChoiceOf(IndexOf(customer, account => account != connection?.Account)));
                case (AerosyncVisit.MistypesUntilLocked, _):
                case (AerosyncVisit.MistypesOnce, "credentials" or "code") when mistakes++ == 0:
                    return Answer(step, mistypes: true);
                default:
                    return Answer(step, mistypes: false);
            }
        }

        IReadOnlyDictionary<string, string>? Answer(string step, bool mistypes) => step switch
        {
            "bank" => Press("bank"),
            "credentials" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["action"] = "submit",
                ["login"] = customer.Login.Name,
                ["password"] = mistypes ? "9999" : customer.Login.Password,
            },
            "code" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["action"] = "submit",
                ["code"] = mistypes ? "000000" : customer.Code,
            },
            "account" when connection is null && _aerosync.SuccessShape == AerosyncSuccessShape.Multiple => Press("all"),
            "account" => Press(AerosyncWidgetPages.ChoiceOf(IndexOf(customer, account => account == connection?.Account))),
            _ => null,
        };
    }

    private AerosyncConnection? Target(Uri link)
    {
        var query = QueryHelpers.ParseQuery(link.Query);
        return _aerosync.Tokens.Find(query.GetValueOrDefault("token"))?.Reconnects ?? _aerosync.Find(query.GetValueOrDefault("connectionId"));
    }

    // The first account, when the one looked for is not among the customer's: a person clicks something too.
    private static int IndexOf(AerosyncCustomer customer, Func<AerosyncAccount, bool> isIt) =>
        Math.Max(0, customer.Accounts.ToList().FindIndex(account => isIt(account)));

    private static Dictionary<string, string> Press(string action) => new(StringComparer.Ordinal) { ["action"] = action };
}
