using ConnectionSdk.Simulator.Powens;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>Every state of Powens: SCA and connection states, as an application sees it.</summary>
public sealed class PowensStateTests : PowensFlow
{
    public static TheoryData<string, ConnectionState, string, RequiredActionKind, Actor> States => new()
    {
        { "null", ConnectionState.Active, "none", RequiredActionKind.None, Actor.None },
        { "null, never synchronised", ConnectionState.Connecting, "none", RequiredActionKind.Wait, Actor.Provider },
        { "SCARequired", ConnectionState.ReconnectRequired, "scaRequired", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "webauthRequired", ConnectionState.ReconnectRequired, "redirectRequired", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "additionalInformationNeeded", ConnectionState.ActionRequired, "mfaRequired", RequiredActionKind.ProvideFields, Actor.EndUser },
        { "decoupled", ConnectionState.ActionRequired, "decoupledPending", RequiredActionKind.ApproveElsewhere, Actor.EndUser },
        { "validating", ConnectionState.Connecting, "none", RequiredActionKind.Wait, Actor.Provider },
        { "wrongpass", ConnectionState.ReconnectRequired, "credentialsInvalid", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "passwordExpired", ConnectionState.ReconnectRequired, "passwordExpired", RequiredActionKind.FollowRedirect, Actor.EndUser },
        { "actionNeeded", ConnectionState.ActionRequired, "institutionActionRequired", RequiredActionKind.VisitInstitution, Actor.EndUser },
        { "rateLimiting", ConnectionState.Degraded, "rateLimited", RequiredActionKind.Wait, Actor.Provider },
        { "websiteUnavailable", ConnectionState.Degraded, "institutionUnavailable", RequiredActionKind.Wait, Actor.Institution },
        { "bug", ConnectionState.Degraded, "providerError", RequiredActionKind.Wait, Actor.Provider },
        { "notSupported", ConnectionState.Degraded, "notSupported", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "quantumProofRequired", ConnectionState.Unknown, "unrecognised", RequiredActionKind.ContactSupport, Actor.Integrator },
        { "gone", ConnectionState.Deleted, "notFound", RequiredActionKind.StartOver, Actor.EndUser },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_state_says_what_is_wrong_what_must_happen_and_by_whom(
        string state, ConnectionState expected, string reason, RequiredActionKind action, Actor actor)
    {
        var connection = Add(setup => In(state, setup));

        var seen = await GetAsync(connection);

        Assert.Equal(
            (expected, reason, action, actor),
            (seen.Status.State, seen.Status.Reason.Value, seen.Status.Action.Kind, seen.Status.Action.Actor));
        Assert.Equal(expected is ConnectionState.Active or ConnectionState.Degraded, seen.Status.DataUsable);
        Assert.Equal(expected == ConnectionState.Active, seen.Status.RefreshAllowed);
        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
    }

    [Fact]
    public async Task The_banks_words_reach_the_user_but_never_its_secret_link()
    {
        var told = Add(setup => setup.ActionNeeded("Veuillez accepter les conditions"));
        var redirected = Add(setup => setup.NeedsRedirect());

        Assert.Equal("Veuillez accepter les conditions", Assert.IsType<RequiredAction.VisitInstitution>((await GetAsync(told)).Status.Action).Message);
        var seen = await GetAsync(redirected);
        Assert.Null(seen.Status.Provider.UserMessage);
        Assert.DoesNotContain("BANKSECRET", seen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_about_to_end_is_announced_in_time()
    {
        var soon = Add(setup => setup.WithSource("openapi", Clock.GetUtcNow().AddDays(10)));
        var later = Add(setup => setup.WithSource("openapi", Clock.GetUtcNow().AddDays(60)));

        Assert.Contains((await GetAsync(soon)).Status.Advisories, advisory => advisory.Kind == AdvisoryKind.ConsentExpiring);
        Assert.Empty((await GetAsync(later)).Status.Advisories);
        Assert.Equal(Clock.GetUtcNow().AddDays(60), (await GetAsync(later)).ConsentExpiresAt);
    }

    private void In(string state, PowensConnectionSetup setup)
    {
        switch (state)
        {
            case "null":
                break;
            case "null, never synchronised":
                setup.NeverSynced();
                break;
            case "SCARequired":
                setup.NeedsConsent();
                break;
            case "webauthRequired":
                setup.NeedsRedirect();
                break;
            case "additionalInformationNeeded":
                setup.NeedsOtp();
                break;
            case "decoupled":
                setup.NeedsApproval();
                break;
            case "wrongpass":
                setup.WrongPassword();
                break;
            case "passwordExpired":
                setup.PasswordExpired();
                break;
            case "actionNeeded":
                setup.ActionNeeded();
                break;
            case "rateLimiting":
                setup.RateLimited();
                break;
            case "websiteUnavailable":
                setup.BankDown();
                break;
            case "bug":
                setup.Bug();
                break;
            case "gone":
                setup.Gone();
                break;
            default:
                setup.InState(state);
                break;
        }
    }
}
