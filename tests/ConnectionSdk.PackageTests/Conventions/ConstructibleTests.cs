using System.Reflection;
using ConnectionSdk.PackageTests.Api;
using ConnectionSdk.Powens;
using ConnectionSdk.Providers;

namespace ConnectionSdk.PackageTests.Conventions;

/// <summary>Integrators unit-test their own code: every result can be made, every interface faked, without a look inside.</summary>
public sealed class ConstructibleTests
{
    private static readonly UserRef User = new(new ProviderId("powens"), "42");

    private static readonly ConnectionRef Ref = User.Connection("17");

    private static readonly WidgetLaunch Launch = new()
    {
        Provider = "aerosync",
        Source = new Uri("https://sync.example/w.js"),
        MessageOrigin = "https://sync.example",
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    [Fact]
    public void Every_result_can_be_made_by_whoever_references_the_package() => Rule.Holds(
        Shipped.PublicTypes(Shipped.ForProduction)
            .Where(type => type is { IsAbstract: false, IsValueType: false } && (IsRecord(type) || typeof(Exception).IsAssignableFrom(type) || IsResult(type)))
            .Where(type => type.GetConstructors().Length == 0)
            .Select(Surface.Name),
        new(StringComparer.Ordinal)
        {
            ["CachedToken"] = "comes out of a TokenCache alone, which adapters fill through their own mint function",
            ["CallbackState"] = "made by Create: it holds random bits and their hash",
            ["WebhookProof"] = "made by Signed, Unsigned and Refused, which say what was proved",
        });

    [Fact]
    public void Every_case_of_every_closed_set_can_be_made()
    {
        var made = new object[]
        {
            new RequiredAction.None(), new RequiredAction.Wait { PollEvery = TimeSpan.FromSeconds(2) }, new RequiredAction.OpenWidget { Launch = Launch },
            new RequiredAction.ProvideFields { Fields = [new ActionField { Name = "otp", Options = [new FieldOption("1", "One")] }] }, new RequiredAction.ApproveElsewhere(),
            new RequiredAction.FollowRedirect { Url = Launch.Source }, new RequiredAction.VisitInstitution(), new RequiredAction.StartOver(), new RequiredAction.ContactSupport(),
            new UserReply.FieldValues("otp", "1"), new UserReply.WidgetReturned("{}"), new UserReply.RedirectReturned(Launch.Source), new UserReply.ActionDone(), new UserReply.Abandoned(),
            new ConnectionEvent.StatusChanged { Provider = Ref.Provider, Connection = Ref, Status = Status(ConnectionState.Active) },
            new ConnectionEvent.Revoked { Provider = Ref.Provider, Connection = Ref, Status = Status(ConnectionState.Revoked) },
            new ConnectionEvent.Deleted { Provider = Ref.Provider, Connection = Ref, Status = Status(ConnectionState.Deleted) },
            new ConnectionEvent.DataAvailable { Provider = Ref.Provider }, new ConnectionEvent.DataRetracted { Provider = Ref.Provider },
            new ConnectionEvent.RefreshCompleted { Provider = Ref.Provider, Succeeded = true }, new ConnectionEvent.Unknown { Provider = Ref.Provider, Name = "tomorrow" },
        };

        Rule.Holds(new[] { typeof(RequiredAction), typeof(UserReply), typeof(ConnectionEvent) }
            .SelectMany(set => set.GetNestedTypes().Where(set.IsAssignableFrom))
            .Except(made.Select(each => each.GetType()))
            .Select(Surface.Name));
    }

    [Fact]
    public async Task Code_that_repairs_connections_can_be_tested_with_a_fake_flow()
    {
        var flow = new FakeFlow(rightCode: "481207");

        var session = await flow.StartAsync(Ref);
        session = await flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", "000000"));
        Assert.Equal((1, ReplyFate.Rejected, false), (session.RejectedReplies, session.LastReply, session.IsFinished));
        session = await flow.ReplyAsync(session.Id, new UserReply.FieldValues("otp", "481207"));

        Assert.True(session.IsFinished && session.Continuity!.AllSame);
        Assert.Equal(session.Outcome, ReconnectSession.FromJson(session.ToJson()).Outcome);
        await Assert.ThrowsAsync<ReconnectSessionNotFoundException>(() => flow.PollAsync(ReconnectSessionId.Create()));
    }

    [Fact]
    public async Task Code_that_reads_connections_can_be_tested_with_a_fake_client()
    {
        var client = new FakeClient { Connections = { [Ref] = Connection(ConnectionState.Revoked) } };

        Assert.Equal(ConnectionState.Revoked, (await client.GetAsync(Ref)).Status.State);
        await Assert.ThrowsAsync<AccessRevokedException>(() => client.GetAccountsAsync(Ref));
        await Assert.ThrowsAsync<RemovalRefusedException>(async () => await client.RemoveAsync(await client.PlanRemovalAsync(Ref)));
        client.Failure = new ProviderException(ProviderErrorKind.RateLimited, "powens", "GetConnection") { StatusCode = 429, IsTransient = true, RetryAfter = TimeSpan.FromSeconds(9) };
        Assert.Equal(TimeSpan.FromSeconds(9), (await Assert.ThrowsAsync<ProviderException>(() => client.GetAsync(Ref))).RetryAfter);
        Assert.Equal("https://provider.example/connect", ((RequiredAction.FollowRedirect)(await client.BeginConnectAsync(new ConnectRequest { User = User })).Action).Url!.ToString());
    }

    [Fact]
    public async Task The_stores_and_the_inbox_can_be_written_by_a_host()
    {
        var stores = new FakeStores();
        var session = await new FakeFlow("1").StartAsync(Ref);
        Assert.True(await ((IReconnectSessionStore)stores).TryAddAsync(StoredReconnectSession.From(session), default));
        Assert.False(await stores.TryReplaceAsync(StoredReconnectSession.From(session with { Version = 2 }), 1, default));
        await ((IRevocationStore)stores).SetAsync(Connection(ConnectionState.Revoked), default);
        Assert.NotNull(await ((IRevocationStore)stores).FindAsync(Ref, default));
        await stores.WriteAsync("key", new StoredToken("made-up", null), default);
        Assert.Equal("made-up", (await stores.ReadAsync("key", default))!.Value.Reveal());
        var what = new ConnectionEvent.Revoked { Provider = Ref.Provider, Connection = Ref, Status = Status(ConnectionState.Revoked) };

        var result = await new FakeInbox(what).ReceiveAsync(Ref.Provider, new WebhookRequest("POST", "/hooks", [], default));

        Assert.Equal(200, result.StatusCode);
        Assert.Same(what, Assert.Single(result.Events));
    }

    [Fact]
    public void What_an_adapter_answers_can_be_made_too()
    {
        var user = new PowensNewUser(User, "made-up");

        Assert.Equal("made-up", user.Token.Reveal());
        Assert.Equal(ReconnectVerdict.Repaired, new ReconnectMove { Connection = Connection(ConnectionState.Active), Action = new RequiredAction.None(), Verdict = ReconnectVerdict.Repaired }.Verdict);
    }

    private static Connection Connection(ConnectionState state) => new()
    {
        Ref = Ref,
        Status = Status(state),
        ObservedAt = DateTimeOffset.UnixEpoch,
        Parts = [new ConnectionPart { Id = "1", Status = Status(state) }],
    };

    private static ConnectionStatus Status(ConnectionState state) => new()
    {
        State = state,
        Reason = new StatusReason("made_up"),
        Action = new RequiredAction.None(),
        Advisories = [new Advisory(AdvisoryKind.ConsentExpiring)],
        Provider = new ProviderStatus("made_up", Recognised: true),
    };

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", MemberText.Declared) is not null;

    // A class whose public members can only be read, and that does nothing by itself.
    private static bool IsResult(Type type) => !type.IsNested
        && type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { Length: > 0 } properties
        && properties.All(each => each.SetMethod is null)
        && type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).All(each => each.IsSpecialName || each.IsVirtual)
        && type.BaseType == typeof(object) && type.GetInterfaces().Length == 0;
}
