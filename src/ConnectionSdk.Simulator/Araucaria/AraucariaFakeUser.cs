using ConnectionSdk.Simulator.Pages;
using Microsoft.AspNetCore.WebUtilities;

namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>The end user of an <see cref="AraucariaSimulator"/>: logs in and reads codes in the widget.</summary>
public sealed class AraucariaFakeUser
{
    private readonly AraucariaSimulator _araucaria;

    internal AraucariaFakeUser(AraucariaSimulator araucaria) => _araucaria = araucaria;

    /// <summary>
    /// Opens the widget and does what a person would, over HTTP, until it has closed or succeeded. The worker takes its time on the
    /// clock: let it run with <see cref="SimulatedClock.AdvanceUntilAsync"/>.
    /// </summary>
    /// <param name="parameters">What <c>Araucaria.open</c> is given: <c>token</c> and <c>connectionId</c>.</param>
    /// <param name="visit">What the user does.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    /// <returns><c>{"event":"success","connectionId":...}</c>, or <c>{"event":"exit"}</c> with an <c>error</c> unless the user closed it.</returns>
    /// <exception cref="InvalidOperationException">The user cannot go on.</exception>
    public async Task<string> UseWidgetAsync(
        IReadOnlyDictionary<string, string> parameters,
        AraucariaVisit visit = AraucariaVisit.Completes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var connection = _araucaria.Locked(() => _araucaria.Find(parameters.GetValueOrDefault("connectionId")));
        var mistakes = 0;
        var browser = new ScriptedBrowser(_araucaria.BaseAddress);
        var query = parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value));
        var link = new Uri(QueryHelpers.AddQueryString(_araucaria.WidgetAddress.AbsoluteUri, query));
        await browser.FollowAsync(link, FillIn, cancellationToken).ConfigureAwait(false);
        return browser.Messages[^1].ToJsonString();

        Dictionary<string, string>? FillIn(string step)
        {
            var canMistype = step is "code" or "credentials" or "unavailable";
            switch (visit)
            {
                case AraucariaVisit.Closes:
                case AraucariaVisit.MistypesUntilLocked when connection!.Login.IsLocked && step != "wait":
                    return Form("close");
                case AraucariaVisit.Cancels:
                case AraucariaVisit.MistypesAndCancels when mistakes > 0 && canMistype:
                    return Form("cancel");
                case AraucariaVisit.MistypesOnce or AraucariaVisit.MistypesAndCancels when canMistype && mistakes++ == 0:
                case AraucariaVisit.MistypesUntilLocked when canMistype:
                    return Answer(step, connection!, mistypes: true);
                default:
                    return Answer(step, connection!, mistypes: false);
            }
        }
    }

    private static Dictionary<string, string>? Answer(string step, AraucariaConnection connection, bool mistypes) => step switch
    {
        "bank" => Form("bank"),
        "wait" => Form("continue"),
        "unavailable" => Form("close"),
        "credentials" => Form("submit", ("login", connection.Login.Name), ("password", mistypes ? "9999" : connection.Login.Password)),
        "code" => Form("submit", ("code", mistypes ? "000000" : connection.Code)),
        _ => null,
    };

    private static Dictionary<string, string> Form(string action, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        form["action"] = action;
        return form;
    }
}
