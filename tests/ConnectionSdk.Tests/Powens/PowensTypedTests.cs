using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

/// <summary>What becomes of values a user typed: refused by a state instead of an error, asked for by nobody, or met by a failure before or after they left.</summary>
public class PowensTypedTests
{
    private const string Code = "powens/connection.additionalInformationNeeded.json";
    private const string Consent = "powens/connection.SCARequired.json";
    private const string Password = "powens/connection.wrongpass.json";
    private const string Validating = "powens/connection.validating.json";
    private const string NewPassword = """{"id":1201,"state":"passwordExpired","fields":[{"name":"password","type":"password"}]}""";

    private static readonly (string, string)[] Login = [("openapiwebsite", "par"), ("login", "me"), ("password", "1111")];

    [Fact]
    public async Task A_password_refused_by_a_state_is_refused()
    {
        using var bed = Bed(options => options.HasAgentStatus = true);
        bed.Get().ReturnsFixture(Password);
        bed.Post().ReturnsFixture(Password).Once();

        var move = await AnswerAsync(bed, PowensBed.Context(), Login);

        Assert.Equal((RequiredActionKind.ProvideFields, ReplyFate.Rejected, ReconnectVerdict.Continue), (move.Action.Kind, move.Fate, move.Verdict));
        bed.Stub.Verify();
    }

    [Fact]
    public async Task A_new_password_that_is_asked_for_again_is_refused()
    {
        using var bed = Bed(options => options.HasAgentStatus = true);
        bed.Get().ReturnsJson(NewPassword);
        bed.Post().ReturnsJson(NewPassword).Once();

        Assert.Equal(ReplyFate.Rejected, (await AnswerAsync(bed, PowensBed.Context(), ("password", "5678"))).Fate);
    }

    [Theory]
    [InlineData("additionalInformationNeeded")]
    [InlineData("SCARequired")]
    [InlineData("decoupled")]
    [InlineData("webauthRequired")]
    public async Task A_password_that_leads_to_another_step_was_taken(string next)
    {
        using var bed = Bed(options => options.HasAgentStatus = true);
        bed.Get().ReturnsFixture(Password);
        bed.Post().WithJson("""{"openapiwebsite":"par","login":"me","password":"1111"}""").ReturnsFixture($"powens/connection.{next}.json").Once();
        bed.Post().WithJson("{}").Optional().ReturnsFixture(Code);
        Resume(bed).Optional().ReturnsFixture(Validating);

        Assert.Equal(ReplyFate.Accepted, (await AnswerAsync(bed, PowensBed.Context(), Login)).Fate);
    }

    [Theory]
    [InlineData(Password, RequiredActionKind.FollowRedirect)]
    [InlineData(Code, RequiredActionKind.ProvideFields)]
    public async Task A_code_refused_by_a_state_is_refused(string after, RequiredActionKind action)
    {
        using var bed = Bed();
        bed.Get().ReturnsFixture(Code);
        bed.Post().ReturnsFixture(after).Once();

        var move = await AnswerAsync(bed, PowensBed.Context(), ("otp", "000000"));

        Assert.Equal((action, ReplyFate.Rejected), (move.Action.Kind, move.Fate));
    }

    [Theory]
    [InlineData("additionalInformationNeeded", "additionalInformationNeeded", ReplyFate.Rejected)]
    [InlineData("SCARequired", "SCARequired", ReplyFate.Rejected)]
    [InlineData("decoupled", "decoupled", ReplyFate.Accepted)]
    [InlineData("actionNeeded", "actionNeeded", ReplyFate.Accepted)]
    public async Task A_code_answered_by_an_error_that_is_a_state_is_judged_alike(string answer, string state, ReplyFate fate)
    {
        using var bed = Bed();
        bed.Get().ReturnsFixture(Code).ReturnsFixture($"powens/connection.{state}.json");
        bed.Post().WithJson("""{"otp":"000000"}""").ReturnsJson($$"""{"code":"{{answer}}"}""", 400).Once();
        bed.Post().WithJson("{}").Optional().ReturnsFixture(Code);
        Resume(bed).Optional().ReturnsFixture(Validating);

        Assert.Equal(fate, (await AnswerAsync(bed, PowensBed.Context(), ("otp", "000000"))).Fate);
    }

    [Fact]
    public async Task A_password_that_is_refused_only_when_the_bank_is_asked_again_is_refused()
    {
        using var bed = Bed(options => options.HasAgentStatus = true);
        bed.Get().ReturnsFixture(Password);
        bed.Post().WithJson("""{"openapiwebsite":"par","login":"me","password":"1111"}""").ReturnsFixture(Consent).Once();
        bed.Post().WithJson("{}").ReturnsFixture(Password).Once();

        Assert.Equal(ReplyFate.Rejected, (await AnswerAsync(bed, PowensBed.Context(), Login)).Fate);
    }

    [Fact]
    public async Task A_code_that_leads_to_another_question_was_taken()
    {
        using var bed = Bed();
        bed.Get().ReturnsFixture(Code);
        bed.Post().ReturnsJson("""{"id":1201,"state":"additionalInformationNeeded","fields":[{"name":"birthday","type":"date"}]}""").Once();

        Assert.Equal(ReplyFate.Accepted, (await AnswerAsync(bed, PowensBed.Context(), ("otp", "123456"))).Fate);
    }

    [Fact]
    public async Task A_code_that_leads_back_to_the_beginning_is_refused_and_a_new_one_is_asked_for_once()
    {
        using var bed = Bed();
        bed.Get().ReturnsFixture(Code);
        bed.Post().WithJson("""{"otp":"000000"}""").ReturnsFixture(Consent).Times(2);
        bed.Post().WithJson("{}").ReturnsFixture(Code).Once();

        var move = await AnswerAsync(bed, PowensBed.Context(), ("otp", "000000"));
        Assert.Equal((RequiredActionKind.ProvideFields, ReplyFate.Rejected), (move.Action.Kind, move.Fate));

        var second = await AnswerAsync(bed, PowensBed.Context() with { Action = move.Action, Memo = move.Memo }, ("otp", "000000"));
        Assert.Equal((RequiredActionKind.FollowRedirect, ReplyFate.Rejected), (second.Action.Kind, second.Fate));
        bed.Stub.Verify();
    }

    [Fact]
    public async Task A_source_that_works_after_the_code_has_taken_it_whatever_another_one_says()
    {
        using var bed = Bed();
        bed.Get().ReturnsJson(Sources("additionalInformationNeeded", "\"additionalInformationNeeded\"", "null", """ "fields":[{"name":"otp"}], """));
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?source=openapi&expand=connector,sources,all_accounts")
            .ReturnsJson(Sources("wrongpass", "null", "\"wrongpass\"", "")).Once();

        Assert.Equal(ReplyFate.Accepted, (await AnswerAsync(bed, PowensBed.Context(), ("otp", "123456"))).Fate);
    }

    [Theory]
    [InlineData("SCARequired")]
    [InlineData("wrongpass")]
    public async Task A_source_that_works_once_the_code_was_checked_has_taken_it_whatever_another_one_says(string other)
    {
        using var bed = Bed();
        bed.Get().ReturnsJson(Sources("additionalInformationNeeded", "\"additionalInformationNeeded\"", "null", """ "fields":[{"name":"otp"}], """))
            .ReturnsJson(Sources(other, "null", $"\"{other}\"", ""));
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?source=openapi&expand=connector,sources,all_accounts").ReturnsFixture(Validating).Once();

        var seen = await ObserveAsync(bed, await AnswerAsync(bed, PowensBed.Context(), ("otp", "123456")));

        Assert.Equal((ReplyFate.Accepted, ReconnectVerdict.Continue), (seen.Fate, seen.Verdict));
    }

    [Fact]
    public async Task A_code_of_one_source_is_not_refused_by_the_stored_password_of_another()
    {
        using var bed = Bed();
        bed.Get().ReturnsJson(Sources("additionalInformationNeeded", "\"additionalInformationNeeded\"", "null", """ "fields":[{"name":"otp"}], """));
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?source=openapi&expand=connector,sources,all_accounts")
            .ReturnsJson(Sources("SCARequired", "null", "\"SCARequired\"", "")).Once();
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?source=directaccess&expand=connector,sources,all_accounts")
            .ReturnsJson(Sources("wrongpass", "null", "\"wrongpass\"", "")).Once();

        Assert.Equal(ReplyFate.Accepted, (await AnswerAsync(bed, PowensBed.Context(), ("otp", "123456"))).Fate);
        bed.Stub.Verify();
    }

    [Fact]
    public async Task A_code_that_came_too_late_was_not_sent_whatever_becomes_of_the_next_step()
    {
        using var bed = Bed(options => options.Http.Retries = false);
        bed.Get().ReturnsFixture(Consent);
        bed.Post().WithJson("{}").Returns(503).Once();

        Assert.Equal(ReplyFate.NotSent, (await AnswerAsync(bed, PowensBed.Context(), ("otp", "123456"))).Fate);
    }

    [Theory]
    [InlineData(Code, "otp", Password, ReplyFate.Rejected)]
    [InlineData(Code, "otp", Code, ReplyFate.Rejected)]
    [InlineData(Code, "otp", Consent, ReplyFate.Rejected)]
    [InlineData(Code, "otp", "powens/connection.decoupled.json", ReplyFate.None)]
    [InlineData(Code, "otp", "powens/connection.ok.json", ReplyFate.None)]
    [InlineData(Password, "login", Password, ReplyFate.Rejected)]
    [InlineData(Password, "login", Code, ReplyFate.None)]
    [InlineData(Password, "login", Consent, ReplyFate.None)]
    public async Task A_value_that_is_being_validated_is_judged_by_the_state_that_follows(string asked, string field, string then, ReplyFate fate)
    {
        using var bed = Bed(options => options.HasAgentStatus = true);
        bed.Get().ReturnsFixture(asked).ReturnsFixture(Validating).ReturnsFixture(then);
        bed.Post().ReturnsFixture(Validating).Once();

        var sent = await AnswerAsync(bed, PowensBed.Context(), field == "otp" ? [("otp", "000000")] : Login);
        Assert.Equal((RequiredActionKind.Wait, ReplyFate.Accepted), (sent.Action.Kind, sent.Fate));
        var still = await ObserveAsync(bed, sent);
        Assert.Equal((RequiredActionKind.Wait, ReplyFate.None), (still.Action.Kind, still.Fate));
        var seen = await ObserveAsync(bed, still);

        Assert.Equal(fate, seen.Fate);
        Assert.DoesNotContain("000000", sent.Memo, StringComparison.Ordinal);
        Assert.Equal(ReplyFate.None, (await ObserveAsync(bed, seen)).Fate);
    }

    [Theory]
    [InlineData("""{"id":1201,"state":"wrongpass","fields":[{"name":"login"},{"name":"password"}]}""", "otp")]
    [InlineData("""{"id":1201,"state":"additionalInformationNeeded","fields":[{"name":"openapisms"}]}""", "otp")]
    [InlineData("""{"id":1201,"state":"additionalInformationNeeded","fields":[{"name":"otp"}]}""", "login password")]
    [InlineData("""{"id":1201,"state":"additionalInformationNeeded","fields":[{"name":"otp"},{"name":"birthday"}]}""", "otp")]
    public async Task What_was_typed_for_another_question_is_not_sent(string now, string typed)
    {
        using var bed = Bed(options => options.HasAgentStatus = true);
        bed.Get().ReturnsJson(now);

        var move = await AnswerAsync(bed, PowensBed.Context(), [.. typed.Split(' ').Select(name => (name, "000000"))]);

        Assert.Equal((RequiredActionKind.ProvideFields, ReplyFate.NotSent), (move.Action.Kind, move.Fate));
        Assert.Single(bed.Stub.Requests);
    }

    [Fact]
    public async Task A_field_that_may_be_left_out_may_be_left_out()
    {
        using var bed = Bed();
        bed.Get().ReturnsJson("""{"id":1201,"state":"additionalInformationNeeded","fields":[{"name":"otp"},{"name":"hint","required":false}]}""");
        bed.Post().WithJson("""{"otp":"123456"}""").ReturnsFixture("powens/connection.ok.json").Once();

        Assert.Equal(ReplyFate.Accepted, (await AnswerAsync(bed, PowensBed.Context(), ("otp", "123456"))).Fate);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(500, """{"code":"bug"}""")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    public async Task A_read_that_fails_before_a_code_leaves_spends_nothing(int status, string body)
    {
        using var bed = Bed(options => options.Http.Retries = false);
        bed.Get().Returns(StubReply.Json(body, status));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context(), ("otp", "123456")));

        Assert.Equal((ProviderErrorKind.NotSent, false, status), (failure.Kind, failure.MayHaveBeenSent, failure.StatusCode ?? 200));
        Assert.Equal(Assert.IsType<ProviderException>(failure.InnerException).IsTransient, failure.IsTransient);
    }

    [Theory]
    [InlineData(401, ProviderErrorKind.CredentialRejected)]
    [InlineData(429, ProviderErrorKind.RateLimited)]
    public async Task A_read_that_is_cleanly_refused_says_so(int status, ProviderErrorKind kind)
    {
        using var bed = Bed(options => options.Http.Retries = false);
        bed.Get().Returns(status);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context(), ("otp", "123456")));

        Assert.Equal(kind, failure.Kind);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(200, "<html>")]
    public async Task A_key_that_cannot_be_had_spends_nothing(int status, string body)
    {
        using var bed = new PowensBed(options => options.Http.Retries = false);
        bed.Get().ReturnsFixture(Code);
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/publickey").Returns(StubReply.Json(body, status));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context(), ("otp", "123456")));

        Assert.Equal((ProviderErrorKind.NotSent, false), (failure.Kind, failure.MayHaveBeenSent));
        Assert.DoesNotContain(bed.Stub.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData("additionalInformationNeeded", 429, ProviderErrorKind.OutcomeUnknown)]
    [InlineData("websiteUnavailable", 401, ProviderErrorKind.OutcomeUnknown)]
    [InlineData("websiteUnavailable", 503, ProviderErrorKind.OutcomeUnknown)]
    [InlineData("connectionLocked", 429, ProviderErrorKind.Conflict)]
    public async Task A_code_that_was_answered_is_not_taken_back_by_a_read_that_fails(string answer, int status, ProviderErrorKind kind)
    {
        using var bed = Bed(options => options.Http.Retries = false);
        bed.Get().ReturnsFixture(Code).Returns(status);
        bed.Post().ReturnsJson($$"""{"code":"{{answer}}"}""", 400).Once();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => AnswerAsync(bed, PowensBed.Context(), ("otp", "123456")));

        Assert.Equal((kind, answer), (failure.Kind, failure.ProviderCode));
    }

    private static PowensBed Bed(Action<PowensOptions>? configure = null) => new(options =>
    {
        options.EncryptFields = false;
        configure?.Invoke(options);
    });

    private static string Sources(string state, string openapi, string directaccess, string fields) =>
        $$"""{"id":1201,"state":"{{state}}",{{fields}}"sources":[{"id":1,"name":"openapi","state":{{openapi}}},{"id":2,"name":"directaccess","state":{{directaccess}}}]}""";

    private static PlannedRoute Resume(PowensBed bed) =>
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/connections/1201?background=true&expand=connector,sources,all_accounts");

    private static Task<ReconnectMove> AnswerAsync(PowensBed bed, ReconnectContext context, params (string Name, string Value)[] typed) => bed.Provider.Reconnect
        .ReplyAsync(
            context,
            new UserReply.FieldValues(typed.ToDictionary(each => each.Name, each => SensitiveString.FromString(each.Value), StringComparer.Ordinal)),
            CancellationToken.None)
        .AsTask();

    private static Task<ReconnectMove> ObserveAsync(PowensBed bed, ReconnectMove last) => bed.Provider.Reconnect
        .ObserveAsync(PowensBed.Context() with { Action = last.Action, Memo = last.Memo, Observed = last.Connection }, CancellationToken.None).AsTask();
}
