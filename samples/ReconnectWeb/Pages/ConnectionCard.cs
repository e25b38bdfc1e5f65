using System.Globalization;
using ConnectionSdk.ReconnectWeb.Product;

namespace ConnectionSdk.ReconnectWeb.Pages;

/// <summary>One connection in the list: its state in plain words, and a button only where the user can do something.</summary>
internal static class ConnectionCard
{
    public static Html Of(KeptConnection kept, ProviderCapabilities capabilities, DateTimeOffset now)
    {
        var place = Places.Of(kept);
        return Html.Of(
            $"""
            <article class="card {Tone(place)}" id="connection-{kept.Number}" data-place="{place.ToString()}" aria-labelledby="connection-{kept.Number}-name">
              <header>
                <span class="mark" aria-hidden="true">{Initials(kept.Name)}</span>
                <div><h3 id="connection-{kept.Number}-name">{kept.Name}</h3><p class="small">through {ProviderName(kept.Ref.Provider)}</p></div>
              </header>
              {State(kept, place, now)}
              {Advisories(kept, capabilities)}
              {Accounts(kept)}
              <footer class="small"><span>{Updated(kept, now)}</span><a href="{Links.History(kept)}">What happened<span class="unseen"> to {kept.Name}</span></a></footer>
            </article>
            """);
    }

    public static string ProviderName(ProviderId provider) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(provider.Name);

    private static Html State(KeptConnection kept, Place place, DateTimeOffset now)
    {
        if (kept.Known is not { } connection || Wording.Of(kept) is not { } wording)
        {
            return Html.Of($"""<div class="state"><p class="headline">Not read yet</p></div>""");
        }

        var headline = Html.Of($"""<p class="headline"><span class="dot" aria-hidden="true"></span>{wording.Headline}</p>""");
        return place switch
        {
            Place.NeedsYou => Html.Of($"""<div class="state banner">{headline}<p>{wording.Why}</p>{Button(kept, now).When(kept.State != ConnectionState.Active)}</div>"""),
            Place.Working => Html.Of($"""<div class="state">{headline}</div>"""),
            Place.Ended when kept.State == ConnectionState.Revoked && connection.Status.ReconnectAllowed => Html.Of(
                $"""<div class="state">{headline}<p>{wording.Why}</p><p><a class="quiet" href="{Links.Repair(kept)}">Share again<span class="unseen"> at {kept.Name}</span></a></p></div>"""),
            _ => Html.Of($"""<div class="state">{headline}<p>{wording.Why}</p></div>"""),
        };
    }

    private static Html Button(KeptConnection kept, DateTimeOffset now)
    {
        var (verb, name) = kept.IsBeingRepaired(now) || kept.State == ConnectionState.ActionRequired ? ("Continue", $" with {kept.Name}")
            : kept.State == ConnectionState.Pending ? ("Finish connecting", $" {kept.Name}")
            : ("Reconnect", $" {kept.Name}");
        return Html.Of($"""<a class="button" href="{Links.Repair(kept)}">{verb}<span class="unseen">{name}</span></a>""");
    }

    private static Html Advisories(KeptConnection kept, ProviderCapabilities capabilities)
    {
        var lines = (kept.Known?.Status.Advisories ?? []).Select(advisory => Advisory(kept, capabilities, advisory));
        var doubt = Html.Of($"""<p class="advice">We could not tell how it is just now, so this may be old.</p>""").When(kept.IsUncertain);
        return Html.Of($"{lines}{doubt}");
    }

    private static Html Advisory(KeptConnection kept, ProviderCapabilities capabilities, Advisory advisory) => advisory.Kind switch
    {
        AdvisoryKind.ConsentExpiring when kept.State == ConnectionState.Active => Expiring(kept, capabilities, advisory),
        AdvisoryKind.NewAccountsAvailable => Html.Of($"""<p class="advice">Your bank shows accounts that you do not share yet.</p>"""),
        AdvisoryKind.PartialData => Html.Of($"""<p class="advice">Some of the data of this bank is older than the rest.</p>"""),
        _ => Html.None,
    };

    private static Html Expiring(KeptConnection kept, ProviderCapabilities capabilities, Advisory advisory)
    {
        var when = advisory.At is { } at ? $"Your permission runs out on {Times.Day(at)}." : "Your permission runs out soon.";
        var renew = Html.Of($"""<a class="button second" href="{Links.Renew(kept)}">Renew now<span class="unseen"> at {kept.Name}</span></a>""");
        return Html.Of($"""<div class="advice"><p>{when}</p>{renew.When(capabilities.RenewsBeforeExpiry)}</div>""");
    }

    private static Html Accounts(KeptConnection kept)
    {
        var shown = kept.Accounts.Where(account => account.PresentAtBank).ToList();
        return shown.Count == 0 || kept.State is ConnectionState.Revoked or ConnectionState.Failed
            ? Html.None
            : Html.Of($"""<ul class="accounts" aria-label="Accounts at {kept.Name}">{shown.Select(Account)}</ul>""");
    }

    private static Html Account(Account account)
    {
        var digits = account.MaskedNumber is { } masked ? $"ends in {masked[^Math.Min(4, masked.Length)..]}" : "";
        var notShared = Html.Of($""" <span class="small">not shared</span>""").When(!account.Enabled);
        return Html.Of(
            $"""<li><span>{account.Name ?? "Account"}<span class="small">{digits}</span>{notShared}</span><span class="amount">{Money(account)}</span></li>""");
    }

    private static string Money(Account account) => account.Balance is { } balance
        ? $"{balance.ToString(account.Currency == "CLP" ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture)} {account.Currency}"
        : "";

    private static string Updated(KeptConnection kept, DateTimeOffset now) => kept.Known?.LastSyncedAt is { } at
        ? $"Last updated {Times.Ago(at, now)}"
        : kept.Known is { ObservedAt: var seen } ? $"Checked {Times.Ago(seen, now)}" : "";

    private static string Tone(Place place) => place switch
    {
        Place.NeedsYou => "attention",
        Place.Working => "good",
        Place.Busy => "waiting",
        _ => "ended",
    };

    private static string Initials(string name) =>
        string.Concat(name.Split(' ', '\'').Where(word => word.Length > 2 || char.IsUpper(word[0])).Take(2).Select(word => char.ToUpperInvariant(word[0])));
}
