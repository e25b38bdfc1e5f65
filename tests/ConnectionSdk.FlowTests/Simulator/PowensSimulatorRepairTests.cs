using System.Net;
using ConnectionSdk.Simulator;

namespace ConnectionSdk.FlowTests.Simulator;

public sealed class PowensSimulatorRepairTests : PowensSimulatorFixture
{
    [Fact]
    public async Task The_right_code_repairs_and_is_sent_to_the_bank_once()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp("654321"));
        Assert.Equal("additionalInformationNeeded", await StateOfAsync(connection));

        var (status, body) = await UpdateAsync(connection, """{"otp":"654321"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null((string?)body!["state"]);
        Assert.Equal("2026-03-02 09:00:00", (string?)body["last_update"]);
        Assert.Equal(["654321"], connection.CodesReceived);
        Assert.Equal(1, Powens.Bank.Count(BankSubmissionKind.Code));
    }

    [Fact]
    public async Task Three_wrong_codes_lock_the_login_and_the_right_one_no_longer_helps()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp("123456"));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.False(Powens.Bank.IsLocked(connection.Login.Name));
            var (wrong, error) = await UpdateAsync(connection, """{"otp":"111111"}""");
            Assert.Equal(HttpStatusCode.BadRequest, wrong);
            Assert.Equal("wrongpass", (string?)error!["code"]);
        }

        Assert.True(Powens.Bank.IsLocked(connection.Login.Name));
        var (right, _) = await UpdateAsync(connection, """{"otp":"123456"}""");
        Assert.Equal(HttpStatusCode.BadRequest, right);
        Assert.Equal("actionNeeded", await StateOfAsync(connection));
        Assert.Equal(BankResult.Locked, Powens.Bank.Submissions[^1].Result);
    }

    [Fact]
    public async Task A_code_sent_twice_is_seen_twice_by_the_bank()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp());
        await UpdateAsync(connection, """{"otp":"123456"}""");

        var (status, _) = await UpdateAsync(connection, """{"otp":"123456"}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([BankResult.Accepted, BankResult.NoSuchChallenge], Powens.Bank.Submissions.Select(submission => submission.Result));
    }

    [Fact]
    public async Task An_approval_resumed_in_the_background_validates_and_then_repairs()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsApproval());
        await UpdateAsync(connection, """{"resume":true}""", "?background=true");
        Assert.Equal("validating", await StateOfAsync(connection));

        Assert.Equal(BankResult.Accepted, Powens.User.ApproveInBankApp(connection.Id));
        Assert.Equal("validating", await StateOfAsync(connection));
        Clock.Advance(Powens.ValidationTakes);

        Assert.Null(await StateOfAsync(connection));
        Assert.Equal(1, connection.Resumes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_or_forgotten_approval_goes_back_to_SCARequired_and_a_force_asks_again(bool refused)
    {
        var connection = Powens.AddConnection(User, c => c.NeedsApproval());
        await UpdateAsync(connection, """{"resume":true}""", "?background=true");
        if (refused)
        {
            Powens.User.RefuseInBankApp(connection.Id);
        }
        else
        {
            Clock.Advance(Powens.Bank.ApprovalLifetime);
        }

        Assert.Equal("SCARequired", await StateOfAsync(connection));
        await UpdateAsync(connection, "{}");
        Assert.Equal("decoupled", await StateOfAsync(connection));
        Assert.Equal(2, Powens.Bank.ApprovalsRequested);
    }

    [Fact]
    public async Task A_resume_in_the_foreground_answers_once_the_user_has_approved()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsApproval());
        var resume = UpdateAsync(connection, """{"resume":true}""");
        await Clock.WaitForTimersAsync(1);
        Assert.False(resume.IsCompleted);

        Powens.User.ApproveInBankApp(connection.Id);
        await Clock.WaitForTimersAsync(1, Powens.ValidationTakes);
        Clock.Advance(Powens.ValidationTakes);

        var (status, body) = await resume;
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null((string?)body!["state"]);
    }

    [Fact]
    public async Task Several_rounds_are_taken_in_the_order_they_were_written()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsConsent().NeedsApproval().NeedsOtp());
        Assert.Equal("SCARequired", await StateOfAsync(connection));
        await UpdateAsync(connection, "{}");
        Assert.Equal("decoupled", await StateOfAsync(connection));
        await UpdateAsync(connection, """{"resume":true}""", "?background=true");
        Powens.User.ApproveInBankApp(connection.Id);
        Clock.Advance(Powens.ValidationTakes);
        Assert.Equal("additionalInformationNeeded", await StateOfAsync(connection));
        await UpdateAsync(connection, $$"""{"otp":"{{Powens.User.ReadCode(connection.Id)}}"}""");
        Assert.Null(await StateOfAsync(connection));
        Assert.Equal(1, connection.Repairs);
    }

    [Fact]
    public async Task A_bank_that_is_down_comes_back_by_itself_at_next_try()
    {
        var until = Clock.GetUtcNow().AddHours(2);
        var connection = Powens.AddConnection(User, c => c.BankDown(until));
        var (_, body) = await SendAsync("GET", $"users/me/connections/{connection.Id}");
        Assert.Equal("websiteUnavailable", (string?)body!["state"]);
        Assert.Equal("2026-03-02 11:00:00", (string?)body["next_try"]);

        Clock.Advance(TimeSpan.FromHours(2));

        Assert.Null(await StateOfAsync(connection));
    }

    [Fact]
    public async Task A_connection_that_is_gone_is_not_found()
    {
        var connection = Powens.AddConnection(User, c => c.Gone());
        var (status, body) = await SendAsync("GET", $"users/me/connections/{connection.Id}");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("notFound", (string?)body!["code"]);
    }

    [Fact]
    public async Task A_force_on_a_wrong_password_costs_the_user_an_attempt()
    {
        var connection = Powens.AddConnection(User, c => c.WrongPassword());
        await UpdateAsync(connection, "{}");
        Assert.Equal(1, connection.Login.FailedAttempts);

        var (status, _) = await UpdateAsync(connection, """{"login":"customer1","password":"1234"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0, connection.Login.FailedAttempts);
        Assert.Null(await StateOfAsync(connection));
    }

    [Fact]
    public async Task An_access_that_ends_asks_for_consent_again_and_a_renewal_in_time_prevents_it()
    {
        var ends = Clock.GetUtcNow().AddDays(3);
        var late = Powens.AddConnection(User, c => c.WithSource("openapi", ends).WithSource("directaccess"));
        var early = Powens.AddConnection(User, c => c.WithSource("openapi", ends).RenewsWith(r => r.NeedsOtp()));
        await UpdateAsync(early, """{"refresh_auth":true}""");
        await UpdateAsync(early, """{"otp":"123456"}""");

        Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal("SCARequired", await StateOfAsync(late));
        Assert.Null(await StateOfAsync(early));
        var (_, sources) = await SendAsync("GET", $"users/me/connections/{late.Id}/sources");
        Assert.Equal("SCARequired", (string?)sources!["sources"]![0]!["state"]);
        Assert.Null((string?)sources["sources"]![1]!["state"]);
    }

    [Fact]
    public async Task Accounts_change_across_a_repair_when_told_to()
    {
        var connection = Powens.AddConnection(User, c => c.NeedsOtp().OnRepair(accounts =>
        {
            accounts.Recreate(0);
            accounts.Rename(1, "Livret Bleu");
        }));
        var before = connection.Accounts[0].Id;

        await UpdateAsync(connection, """{"otp":"123456"}""");

        var (_, listed) = await SendAsync("GET", $"users/me/connections/{connection.Id}/accounts");
        var (_, all) = await SendAsync("GET", $"users/me/connections/{connection.Id}/accounts?all");
        Assert.Equal("Livret Bleu", (string?)Assert.Single(listed!["accounts"]!.AsArray())!["name"]);
        Assert.Equal(3, all!["accounts"]!.AsArray().Count);
        Assert.NotEqual(before, (long)all["accounts"]![2]!["id"]!);
    }

    [Fact]
    public async Task Two_connections_of_one_customer_do_not_void_each_others_codes_but_asking_again_does()
    {
        var customer = Powens.Bank.AddLogin("shared");
        var first = Powens.AddConnection(User, c => c.ForLogin(customer).NeedsOtp("111111"));
        var second = Powens.AddConnection(User, c => c.ForLogin(customer).NeedsOtp("222222"));
        var voided = first.Challenge!;
        await UpdateAsync(first, "{}");

        Assert.Equal(HttpStatusCode.OK, (await UpdateAsync(second, """{"otp":"222222"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await UpdateAsync(first, """{"otp":"111111"}""")).Status);

        Assert.True(voided.IsWithdrawn);
        Assert.Equal(0, Powens.Bank.CountFor(voided.Id));
        Assert.Equal(3, Powens.Bank.CodesSent);
    }

    [Fact]
    public async Task A_healthy_connection_syncs_daily_and_a_new_one_for_the_first_time_when_told()
    {
        var daily = Powens.AddConnection(User);
        var fresh = Powens.AddConnection(User, c => c.NeverSynced(TimeSpan.FromMinutes(1)));
        Assert.Null(fresh.LastSyncedAt);
        Clock.Advance(TimeSpan.FromDays(2));

        await StateOfAsync(daily);
        await StateOfAsync(fresh);

        Assert.Equal(SimulatedClock.DefaultStart.AddDays(2).AddHours(-3), daily.LastSyncedAt);
        Assert.Equal(SimulatedClock.DefaultStart.AddDays(1).AddMinutes(1), fresh.LastSyncedAt);
    }
}
