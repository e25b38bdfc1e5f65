using ConnectionSdk.Powens;
using ConnectionSdk.Simulator;
using ConnectionSdk.Simulator.Powens;
using Microsoft.Extensions.DependencyInjection;

namespace ConnectionSdk.FlowTests.Powens;

/// <summary>The bank's page and Powens' webview, there and back.</summary>
public sealed class PowensPageTests : PowensFlow
{
    [Fact]
    public async Task The_banks_page_is_visited_and_the_connection_read_afterwards()
    {
        var connection = Add(setup => setup.NeedsRedirect());

        var asked = await StartAsync(connection);
        Assert.StartsWith("/bank/", Assert.IsType<RequiredAction.FollowRedirect>(asked.Action).Url!.AbsolutePath, StringComparison.Ordinal);
        var done = await VisitAsync(asked);

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("none")]
    [InlineData("of another session")]
    public async Task A_return_without_the_sessions_own_state_is_refused(string kind)
    {
        var connection = Add(setup => setup.NeedsRedirect());
        var asked = await StartAsync(connection);
        var link = ((RequiredAction.FollowRedirect)asked.Action).Url!;
        var other = await StartAsync(Add(setup => setup.NeedsRedirect()));
        var calls = Powens.Calls.Count();
        var callback = kind switch
        {
            "forged" => new Uri($"{Callback}?id_connection={connection.Id}&state={asked.Id.Value}.{new string('a', 64)}"),
            "none" => new Uri($"{Callback}?id_connection={connection.Id}"),
            _ => await Powens.User.FollowAsync(((RequiredAction.FollowRedirect)other.Action).Url!),
        };

        await Assert.ThrowsAsync<UnexpectedReplyException>(() => ReplyAsync(asked, new UserReply.RedirectReturned(callback)));

        Assert.Equal(calls, Powens.Calls.Count());
        Assert.Equal("webauthRequired", connection.State);
        Assert.Equal(ReconnectOutcome.Reconnected, (await ReplyAsync(asked, new UserReply.RedirectReturned(await Powens.User.FollowAsync(link)))).Outcome);
    }

    [Fact]
    public async Task A_return_cannot_be_used_twice()
    {
        var connection = Add(setup => setup.NeedsRedirect().NeedsRedirect());
        var asked = await StartAsync(connection);
        var callback = new UserReply.RedirectReturned(await Powens.User.FollowAsync(((RequiredAction.FollowRedirect)asked.Action).Url!));
        var next = await ReplyAsync(asked, callback);
        Assert.False(next.IsFinished);

        await Assert.ThrowsAsync<UnexpectedReplyException>(() => ReplyAsync(next, callback));

        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(next)).Outcome);
    }

    [Fact]
    public async Task Nothing_left_to_authorise_is_fine_already()
    {
        var connection = Add(setup => setup.NeedsRedirect());
        var asked = await StartAsync(connection);
        await Powens.User.FollowAsync(((RequiredAction.FollowRedirect)asked.Action).Url!);
        Assert.Null(connection.State);

        // Another process holds no link and asks for one: 409, everything is authorised.
        var other = StartApplication().GetRequiredService<IReconnectFlow>();
        var session = await RunAsync(other.GetAsync(asked.Id));
        Assert.Equal(409, Powens.Calls.Matching("GET", "/2.0/webauth-url")[^1].AnsweredStatus);
        Assert.IsType<RequiredAction.Wait>(session.Action);

        Assert.Equal(ReconnectOutcome.Reconnected, (await LookUntilItStopsAsync(session)).Outcome);
    }

    [Fact]
    public async Task A_state_that_lags_behind_the_authorisation_leads_to_the_webview_and_not_round_in_circles()
    {
        var connection = Add(setup => setup.NeedsRedirect());
        Powens.Faults.Add(Fault.Respond(409, "application/json", """{"code":"invalidValue"}"""), times: 50, path: "/2.0/webauth-url");

        var asked = await StartAsync(connection);

        Assert.Contains("/reconnect", Assert.IsType<RequiredAction.FollowRedirect>(asked.Action).Url!.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(1, Powens.Calls.Count("GET", "/2.0/webauth-url"));
        Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(asked)).Outcome);
    }

    [Theory]
    [InlineData(PowensVisit.Cancels, ReconnectOutcome.Abandoned)]
    [InlineData(PowensVisit.MeetsAFailure, ReconnectOutcome.None)]
    [InlineData(PowensVisit.LetsItExpire, ReconnectOutcome.None)]
    public async Task A_visit_to_the_bank_that_came_to_nothing_leaves_the_connection_as_it_was(PowensVisit visit, ReconnectOutcome outcome)
    {
        var connection = Add(setup => setup.NeedsRedirect());

        var after = await VisitAsync(await StartAsync(connection), visit);

        Assert.Equal(outcome, after.Outcome);
        Assert.Equal("webauthRequired", connection.State);
        if (!after.IsFinished)
        {
            Assert.Equal(ReconnectOutcome.Reconnected, (await VisitAsync(after)).Outcome);
        }
    }

    [Theory]
    [InlineData("otp")]
    [InlineData("approval")]
    [InlineData("redirect")]
    [InlineData("consent")]
    [InlineData("password")]
    public async Task The_reconnect_webview_repairs_what_it_is_asked_to(string kind)
    {
        Configure = static options => options.ReconnectMode = PowensReconnectMode.Webview;
        var connection = Add(setup => Needs(setup, kind));

        var asked = await StartAsync(connection);
        var link = Assert.IsType<RequiredAction.FollowRedirect>(asked.Action).Url!;
        Assert.StartsWith("/webview/en/reconnect", link.AbsolutePath, StringComparison.Ordinal);
        var done = await LookUntilItStopsAsync(await VisitAsync(asked));

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(0, Powens.Calls.Count("POST", "/2.0/users/me/connections/*"));
        Assert.Equal(1, Powens.TemporaryCodesMinted);
    }

    [Fact]
    public async Task A_cancelled_webview_abandons_the_repair()
    {
        Configure = static options => options.ReconnectMode = PowensReconnectMode.Webview;
        var connection = Add(setup => setup.NeedsOtp());

        var done = await VisitAsync(await StartAsync(connection), PowensVisit.Cancels);

        Assert.Equal(ReconnectOutcome.Abandoned, done.Outcome);
        Assert.Equal("additionalInformationNeeded", connection.State);
        Assert.Equal(0, CodesAtBank(connection));
    }

    [Fact]
    public async Task A_lapsed_webview_is_followed_by_a_new_link_with_a_new_code()
    {
        Configure = static options => options.ReconnectMode = PowensReconnectMode.Webview;
        var connection = Add(setup => setup.NeedsOtp());
        var first = await StartAsync(connection);

        var again = await VisitAsync(first, PowensVisit.LetsItExpire);
        Assert.NotEqual(((RequiredAction.FollowRedirect)first.Action).Url, ((RequiredAction.FollowRedirect)again.Action).Url);
        var done = await VisitAsync(again);

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(2, Powens.TemporaryCodesMinted);
    }

    [Fact]
    public async Task A_wrong_password_is_typed_in_the_webview_without_agent_status()
    {
        var connection = Add(setup => setup.WrongPassword());

        var done = await VisitAsync(await StartAsync(connection));

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal("forces 0, resumes 0, fields 0, syncs 0, renewals 0", Sent(connection));
    }

    [Fact]
    public async Task A_wrong_password_is_passed_on_with_agent_status()
    {
        Configure = static options => options.HasAgentStatus = true;
        Powens.RequiresEncryption = true;
        var connection = Add(setup => setup.WrongPassword());

        var done = await ReplyAsync(await StartAsync(connection), Credentials(connection.Login.Name, connection.Login.Password));

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
        Assert.Equal(1, Powens.Bank.Count(BankSubmissionKind.Password, connection.Login.Name));
    }

    [Fact]
    public async Task Two_wrong_passwords_stop_the_repair_before_the_bank_locks()
    {
        Configure = static options => options.HasAgentStatus = true;
        var connection = Add(setup => setup.WrongPassword());

        var again = await ReplyAsync(await StartAsync(connection), Credentials(connection.Login.Name, "8888"));
        Assert.False(again.IsFinished);
        var stopped = await ReplyAsync(again, Credentials(connection.Login.Name, "9999"));

        Assert.Equal(ReconnectOutcome.NotRepairable, stopped.Outcome);
        Assert.False(connection.Login.IsLocked);
        Assert.Equal(2, Powens.Bank.Count(BankSubmissionKind.Password, connection.Login.Name));
    }

    [Fact]
    public async Task An_expired_password_is_asked_for_anew()
    {
        var connection = Add(setup => setup.PasswordExpired("5678"));

        var asked = await StartAsync(connection);
        Assert.Contains("reset_credentials=true", ((RequiredAction.FollowRedirect)asked.Action).Url!.Query, StringComparison.Ordinal);
        var done = await VisitAsync(asked);

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
    }

    [Fact]
    public async Task What_must_be_done_at_the_bank_is_checked_when_the_user_says_so()
    {
        var connection = Add(setup => setup.ActionNeeded());
        var asked = await StartAsync(connection);
        Assert.IsType<RequiredAction.VisitInstitution>(asked.Action);

        var tooEarly = await ReplyAsync(asked, new UserReply.ActionDone());
        Assert.IsType<RequiredAction.VisitInstitution>(tooEarly.Action);
        Powens.User.ActAtBank(connection.Id);
        var done = await ReplyAsync(tooEarly, new UserReply.ActionDone());

        Assert.Equal(ReconnectOutcome.Reconnected, done.Outcome);
    }

    private static void Needs(PowensConnectionSetup setup, string kind) => _ = kind switch
    {
        "otp" => setup.NeedsOtp(),
        "approval" => setup.NeedsApproval(),
        "redirect" => setup.NeedsRedirect(),
        "consent" => setup.NeedsConsent(),
        _ => setup.WrongPassword(),
    };

    private static UserReply.FieldValues Credentials(string login, string password) => new(new Dictionary<string, SensitiveString>(StringComparer.Ordinal)
    {
        ["login"] = new(login),
        ["password"] = new(password),
    });
}
