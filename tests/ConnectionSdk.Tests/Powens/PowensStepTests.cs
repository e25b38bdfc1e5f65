using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

/// <summary>What becomes of a repair when a step is refused or fails.</summary>
public class PowensStepTests
{
    private const string Code = "powens/connection.additionalInformationNeeded.json";
    private const string Consent = "powens/connection.SCARequired.json";

    [Fact]
    public async Task A_stored_password_that_is_refused_is_a_state_and_no_refused_reply()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture(Consent).ReturnsFixture("powens/connection.wrongpass.json");
        bed.Post().ReturnsFixture("powens/error.400.wrongpass.json", 400).Once();
        var move = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        Assert.Equal((RequiredActionKind.FollowRedirect, ReplyFate.Accepted), (move.Action.Kind, move.Fate));
    }

    [Fact]
    public async Task A_connection_that_vanishes_during_a_repair_ends_it()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture(Consent).ReturnsJson("""{"code":"notFound"}""", 404);
        bed.Post().ReturnsJson("""{"code":"notFound"}""", 404);
        var move = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        Assert.Equal((ReconnectVerdict.NotRepairable, ConnectionState.Deleted), (move.Verdict, move.Connection.Status.State));
    }

    [Fact]
    public async Task A_second_consent_is_not_asked_for_in_one_step()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture(Consent);
        bed.Post().ReturnsFixture(Consent).Once();
        var move = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        Assert.Equal(RequiredActionKind.FollowRedirect, move.Action.Kind);
        bed.Stub.Verify();
    }

    [Fact]
    public async Task After_a_refused_code_a_new_one_is_asked_for_once()
    {
        using var bed = new PowensBed(options => options.EncryptFields = false);
        bed.Get().ReturnsFixture(Code).ReturnsFixture(Consent);
        bed.Post().WithJson("""{"otp":"000000"}""").ReturnsFixture("powens/error.400.wrongpass.json", 400).Once();
        bed.Post().WithJson("{}").ReturnsFixture(Code).Once();
        var move = await AnswerAsync(bed, PowensBed.Context());
        Assert.Equal((RequiredActionKind.ProvideFields, ReplyFate.Rejected, ReconnectVerdict.Continue), (move.Action.Kind, move.Fate, move.Verdict));

        using var again = new PowensBed(options => options.EncryptFields = false);
        again.Get().ReturnsFixture(Code).ReturnsFixture(Consent);
        again.Post().WithJson("""{"otp":"000000"}""").ReturnsFixture("powens/error.400.wrongpass.json", 400).Once();
        var second = await AnswerAsync(again, PowensBed.Context() with { Memo = move.Memo });
        Assert.Equal((ReplyFate.Rejected, ReconnectVerdict.Continue), (second.Fate, second.Verdict));
        again.Stub.Verify();
    }

    [Fact]
    public async Task A_refused_code_stays_refused_when_the_connection_cannot_be_read_afterwards()
    {
        using var bed = new PowensBed(options => (options.EncryptFields, options.Http.Retries) = (false, false));
        bed.Get().ReturnsFixture(Code).Returns(503);
        bed.Post().ReturnsFixture("powens/error.400.wrongpass.json", 400);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context()));
        Assert.Equal(ProviderErrorKind.ChallengeRejected, failure.Kind);
    }

    [Fact]
    public async Task A_code_sent_to_a_busy_connection_was_not_taken()
    {
        using var bed = new PowensBed(options => options.EncryptFields = false);
        bed.Get().ReturnsFixture(Code);
        bed.Post().ReturnsJson("""{"code":"connectionLocked"}""", 409).Once();
        Assert.Equal(ReplyFate.NotSent, (await AnswerAsync(bed, PowensBed.Context())).Fate);
    }

    [Theory]
    [InlineData(400, """{"code":"quantumFlux","description":"?"}""")]
    [InlineData(400, "")]
    [InlineData(422, "[]")]
    public async Task A_code_refused_in_words_nobody_knows_may_have_reached_the_bank(int status, string body)
    {
        using var bed = new PowensBed(options => options.EncryptFields = false);
        bed.Get().ReturnsFixture(Code);
        bed.Post().Returns(StubReply.Json(body, status)).Once();
        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context()));
        Assert.Equal((ProviderErrorKind.OutcomeUnknown, status), (failure.Kind, failure.StatusCode));
        bed.Stub.Verify();
    }

    [Theory]
    [InlineData("tooManySync", 409, ReplyFate.NotSent)]
    [InlineData("actionNeeded", 400, ReplyFate.Accepted)]
    [InlineData("SCARequired", 400, ReplyFate.Accepted)]
    [InlineData("websiteUnavailable", 400, ReplyFate.Unknown)]
    public async Task A_code_that_meets_another_state_is_believed_to_be_what_that_state_says(string code, int status, ReplyFate fate)
    {
        using var bed = new PowensBed(options => options.EncryptFields = false);
        bed.Get().ReturnsFixture(Code);
        bed.Post().ReturnsJson($$"""{"code":"{{code}}"}""", status).Once();
        Assert.Equal(fate, (await AnswerAsync(bed, PowensBed.Context())).Fate);
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(204, "")]
    [InlineData(200, """{"message":"cannot be forced right now"}""")]
    [InlineData(200, """{"message":"cannot be forced right now","connection":null}""")]
    public async Task An_update_that_answers_without_the_connection_is_read(int status, string body)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture(Consent).ReturnsFixture(Code);
        bed.Post().Returns(StubReply.Json(body, status)).Once();
        var move = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        Assert.Equal((RequiredActionKind.ProvideFields, ReplyFate.Accepted), (move.Action.Kind, move.Fate));

        using var refreshed = new PowensBed();
        refreshed.Get().ReturnsFixture("powens/connection.ok.json");
        refreshed.Stub.Routes.On(HttpMethod.Put, "/2.0/users/me/connections/1201?psu_requested=true&expand=connector,sources,all_accounts").Returns(StubReply.Json(body, status)).Once();
        var connection = await refreshed.Provider.RefreshAsync(PowensBed.Connection, new RefreshOptions { UserPresent = true }, CancellationToken.None);
        Assert.Equal(ConnectionState.Active, connection.Status.State);

        using var switched = new PowensBed();
        switched.Get().ReturnsFixture("powens/connection.ok.json");
        switched.Post().WithJson("""{"active":false}""").Returns(StubReply.Json(body, status)).Once();
        Assert.Equal(PowensBed.Connection, (await switched.Provider.SetAutomaticRefreshAsync(PowensBed.Connection, on: false)).Ref);
    }

    [Theory]
    [InlineData("""{"kty":"RSA","n":"MODULUS","e":"AA"}""")]
    [InlineData("""{"kty":"RSA","n":"MODULUS","e":"AAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"kty":"RSA","n":"short","e":"AQAB"}""")]
    [InlineData("""{"kty":"EC","n":"MODULUS","e":"AQAB"}""")]
    [InlineData("{}")]
    public async Task A_public_key_that_is_none_is_an_error_before_anything_is_sent(string key)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture(Code);
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/publickey").ReturnsJson(key.Replace("MODULUS", new string('A', 400), StringComparison.Ordinal));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context()));
        Assert.Equal((ProviderErrorKind.Protocol, false), (failure.Kind, failure.MayHaveBeenSent));
        Assert.DoesNotContain(bed.Stub.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task A_code_that_was_taken_stays_taken_when_the_next_step_fails()
    {
        using var bed = new PowensBed(options => options.EncryptFields = false);
        bed.Get().ReturnsFixture(Code);
        bed.Post().ReturnsFixture("powens/connection.decoupled.json").Once();
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?background=true&expand=connector,sources,all_accounts").WithJson("""{"resume":true}""")
            .Returns(503).Once();
        var move = await AnswerAsync(bed, PowensBed.Context());
        Assert.Equal((RequiredActionKind.ApproveElsewhere, ReplyFate.Accepted), (move.Action.Kind, move.Fate));
    }

    [Fact]
    public async Task A_missing_public_key_is_an_error_and_never_a_reason_to_send_a_code_in_the_clear()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture(Code);
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/publickey").ReturnsJson("""{"code":"notFound"}""", 404);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context()));
        Assert.Equal(("GetPublicKey", ProviderErrorKind.NotFound), (failure.Operation, failure.Kind));
        Assert.DoesNotContain(bed.Stub.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task An_approval_that_falls_back_to_the_beginning_was_refused_or_lapsed()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture("powens/connection.decoupled.json").ReturnsFixture(Consent);
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?background=true&expand=connector,sources,all_accounts")
            .ReturnsFixture("powens/connection.validating.json").Once();
        var asked = await bed.Provider.Reconnect.BeginAsync(PowensBed.Context(), CancellationToken.None);
        var approval = Assert.IsType<RequiredAction.ApproveElsewhere>(asked.Action);
        Assert.Equal((PowensBed.Now.AddMinutes(10), TimeSpan.FromSeconds(3)), (approval.ExpiresAt, approval.PollEvery));
        Assert.Equal("Validez la connexion dans votre application bancaire", approval.Message);
        var seen = await bed.Provider.Reconnect.ObserveAsync(PowensBed.Context() with { Action = approval, Memo = asked.Memo }, CancellationToken.None);
        Assert.Equal(ReconnectVerdict.Abandoned, seen.Verdict);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4.5)]
    [InlineData(2, 6.75)]
    [InlineData(3, 10)]
    [InlineData(99, 10)]
    public async Task Looks_grow_apart_up_to_ten_seconds(int looks, double seconds)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture("powens/connection.validating.json");
        var move = await bed.Provider.Reconnect.ObserveAsync(PowensBed.Context() with { LooksSinceReply = looks }, CancellationToken.None);
        Assert.Equal(TimeSpan.FromSeconds(seconds), move.LookAgainAfter);
    }

    [Theory]
    [InlineData("powens/connection.bug.json", true)]
    [InlineData("powens/connection.rateLimiting.json", true)]
    [InlineData("powens/connection.wrongpass.json", false)]
    [InlineData("powens/connection.decoupled.json", false)]
    public async Task A_refresh_that_could_only_do_harm_is_not_asked_for(string fixture, bool later)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture(fixture);
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => bed.Provider.RefreshAsync(PowensBed.Connection, new RefreshOptions { UserPresent = true }, CancellationToken.None));
        Assert.Equal((ProviderErrorKind.Conflict, later, false), (failure.Kind, failure.IsTransient, failure.MayHaveBeenSent));
        Assert.Single(bed.Stub.Requests);
    }

    [Fact]
    public async Task A_refresh_without_the_user_waits_an_hour_and_one_with_the_user_does_not()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson("""{"id":1201,"state":null,"last_update":"2026-03-02 08:30:00"}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => bed.Provider.RefreshAsync(PowensBed.Connection, new RefreshOptions(), CancellationToken.None));
        Assert.Equal((ProviderErrorKind.RateLimited, TimeSpan.FromMinutes(30)), (failure.Kind, failure.RetryAfter));

        bed.Stub.Routes.On(HttpMethod.Put, "/2.0/users/me/connections/1201?psu_requested=true&expand=connector,sources,all_accounts")
            .ReturnsFixture("powens/error.409.sync-refused.json", 409).Once();
        var connection = await bed.Provider.RefreshAsync(PowensBed.Connection, new RefreshOptions { UserPresent = true }, CancellationToken.None);
        Assert.Equal(ConnectionState.Active, connection.Status.State);
    }

    [Fact]
    public async Task Removing_says_what_is_lost_and_counts_what_is_gone_as_removed()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture("powens/connection.ok.json");
        bed.Stub.Routes.On(HttpMethod.Delete, "/2.0/users/me/connections/1201").Returns(204).ReturnsJson("""{"code":"notFound"}""", 404);
        var plan = await bed.Provider.PlanRemovalAsync(PowensBed.Connection, CancellationToken.None);
        Assert.True(plan is { Allowed: true, DestroysHistory: true, Loses.Count: > 0, Alternatives.Count: 2 });
        await bed.Provider.RemoveAsync(plan, CancellationToken.None);
        await bed.Provider.RemoveAsync(plan, CancellationToken.None);
    }

    private static Task<ReconnectMove> AnswerAsync(PowensBed bed, ReconnectContext context) => bed.Provider.Reconnect
        .ReplyAsync(context, new UserReply.FieldValues("otp", SensitiveString.FromString("000000")), CancellationToken.None).AsTask();
}
