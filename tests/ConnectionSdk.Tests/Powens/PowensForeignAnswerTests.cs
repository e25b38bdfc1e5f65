using ConnectionSdk.Powens;
using ConnectionSdk.Providers;
using ConnectionSdk.TestKit;

namespace ConnectionSdk.Tests.Powens;

/// <summary>Ids, dates and answers that no page describes end in a typed error, and never in a success or in a deletion.</summary>
public class PowensForeignAnswerTests
{
    private static readonly UserRef User = UserRef.Parse("powens:42");

    public static TheoryData<string> Unusable => ["", " ", "\\u0000", new string('9', 257)];

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task A_list_with_an_id_that_is_none_is_a_typed_error(string id)
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/users/me/connections?expand=connector,sources,all_accounts&limit=100&offset=0")
            .ReturnsJson($$"""{"connections":[{"id":"{{id}}"}]}""");

        var failure = await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (var connection in bed.Provider.ListAsync(User, CancellationToken.None))
            {
                Assert.Fail($"{connection.Ref}");
            }
        });

        Assert.Equal((ProviderErrorKind.Protocol, "ListConnections"), (failure.Kind, failure.Operation));
    }

    [Theory]
    [InlineData("connection_id=%00")]
    [InlineData("connection_id=1%0a2")]
    [InlineData("connection_ids=%00,1201")]
    [InlineData("id_connection=LONG")]
    public async Task An_address_with_an_id_that_is_none_names_no_connection(string query)
    {
        using var bed = new PowensBed();
        var address = new Uri($"https://app.example/powens/callback?{query.Replace("LONG", new string('9', 257), StringComparison.Ordinal)}&state=s");

        var failure = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => bed.Provider.CompleteConnectAsync(
            new ConnectSession { User = User, Action = new RequiredAction.FollowRedirect() }, new UserReply.RedirectReturned(address), CancellationToken.None));

        Assert.Equal(StatusReason.Unrecognised, failure.Reason);
    }

    [Theory]
    [InlineData("""{"auth_token":"t","type":"permanent","id_user":" "}""")]
    [InlineData("""{"auth_token":"t","type":"permanent","id_user":"\u0000"}""")]
    [InlineData("""{"auth_token":"","type":"permanent","id_user":43}""")]
    [InlineData("""{"auth_token":"t","type":"permanent"}""")]
    public async Task A_new_user_that_cannot_be_named_may_have_been_made(string answer)
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/auth/init").ReturnsJson(answer).Once();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => bed.Provider.CreateUserAsync());

        Assert.Equal((ProviderErrorKind.OutcomeUnknown, true), (failure.Kind, failure.MayHaveBeenSent));
    }

    [Theory]
    [InlineData("9998-12-31 23:59:59")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task A_last_synchronisation_at_the_end_of_time_only_postpones(string lastUpdate)
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsJson($$"""{"id":1201,"state":null,"last_update":"{{lastUpdate}}"}""");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => bed.Provider.RefreshAsync(PowensBed.Connection, new RefreshOptions(), CancellationToken.None));

        Assert.Equal((ProviderErrorKind.RateLimited, bed.Options.MinimumRefreshInterval), (failure.Kind, failure.RetryAfter));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"accounts":[{"id":501,"disabled":null}]}""")]
    [InlineData("""{"id":502,"disabled":null}""")]
    public async Task An_account_is_shared_only_when_the_answer_is_about_it(string answer)
    {
        using var bed = new PowensBed();
        bed.Stub.Routes.On(HttpMethod.Post, "/2.0/users/me/accounts/501?all").WithJson("""{"disabled":false}""").ReturnsJson(answer).Once();

        var failure = await Assert.ThrowsAsync<ProviderException>(() => bed.Provider.ShareAccountAsync(PowensBed.Connection, "501"));

        Assert.Equal((ProviderErrorKind.OutcomeUnknown, "UpdateAccount"), (failure.Kind, failure.Operation));
    }

    [Theory]
    [InlineData("""{"code":"notFound"}""")]
    [InlineData("")]
    public async Task A_token_that_cannot_be_had_deletes_nothing(string body)
    {
        using var stub = new StubHttpHandler();
        using var provider = PowensProvider.Create(PowensBed.Settings(), primaryHandler: stub);
        stub.Routes.On(HttpMethod.Post, "/2.0/auth/renew").ReturnsJson(body, 404);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => provider.GetAsync(PowensBed.Connection, CancellationToken.None));

        Assert.Equal((ProviderErrorKind.NotFound, false), (failure.Kind, failure.MayHaveBeenSent));
        await Assert.ThrowsAsync<ProviderException>(() => provider.PlanRemovalAsync(PowensBed.Connection, CancellationToken.None));
    }

    [Fact]
    public async Task Where_the_bank_has_nothing_to_authorise_and_the_state_still_asks_for_it_the_webview_is_offered()
    {
        using var bed = new PowensBed();
        bed.Get().ReturnsFixture("powens/connection.webauthRequired.json");
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/webauth-url").WithAnyQuery().ReturnsJson("""{"code":"invalidValue"}""", 409);
        bed.Stub.Routes.On(HttpMethod.Get, "/2.0/auth/token/code?type=singleAccess").ReturnsFixture("powens/auth.token.code.response.json").Once();
        var context = PowensBed.Context();
        var asked = await bed.Provider.Reconnect.BeginAsync(context, CancellationToken.None);

        var action = await bed.Provider.Reconnect.IssueLaunchAsync(context with { Action = asked.Action, Memo = asked.Memo }, CancellationToken.None);

        Assert.Equal("webview.powens.com", Assert.IsType<RequiredAction.FollowRedirect>(action).Url!.Host);
    }
}
