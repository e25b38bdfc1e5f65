using ConnectionSdk.Simulator.Aerosync;

namespace ConnectionSdk.FlowTests.Webhooks;

/// <summary>Four events of one connection end in the state that a read gives, in every one of their 24 orders.</summary>
public sealed class OrderTests : WebhookWorld
{
    public static TheoryData<string> Providers => ["aerosync", "araucaria", "flinks", "powens"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_order_of_four_events_ends_in_the_state_that_a_read_gives(string provider)
    {
        Flinks.Divergences.TellsFailures = true;
        Aerosync.Bank.CodeLifetime = TimeSpan.FromMinutes(2);
        var webhooks = SimulatorOf(provider).Webhooks;
        foreach (var order in Orders(4))
        {
            foreach (var endsWell in new[] { true, false })
            {
                var (connection, happens) = History(provider, endsWell);
                var subscription = webhooks.Subscribe(AddressOf(provider), Secret, [.. webhooks.Events.Where(name => name is not ("accounts.updated" or "ACCOUNTS_FETCHED"))]);
                webhooks.Hold();
                await happens();
                Assert.Equal(4, webhooks.Held.Count);
                Told.Forget();
                webhooks.Release(order);
                await webhooks.WaitUntilIdleAsync();
                Assert.All(Told.Results, result => Assert.Equal(WebhookVerdict.Accepted, result.Verdict));
                var read = (await RunAsync(Client.GetAsync(connection))).Status.State;
                Assert.True(read == Told.State, $"{string.Join(',', order)}: told {Told.Words}, read {read}");
                Assert.Equal(endsWell, read == ConnectionState.Active);
                subscription.Cancel();
            }
        }
    }

    private static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));

    private (ConnectionRef Connection, Func<Task> Happens) History(string provider, bool endsWell) => provider switch
    {
        "aerosync" => OfAerosync(endsWell),
        "araucaria" => OfAraucaria(endsWell),
        "flinks" => OfFlinks(endsWell),
        _ => OfPowens(endsWell),
    };

    private (ConnectionRef Connection, Func<Task> Happens) OfAraucaria(bool endsWell)
    {
        var connection = Araucaria.AddConnection();
        return (new ConnectionRef(new ProviderId("araucaria"), connection.Id), HappensAsync);

        Task HappensAsync()
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            connection.FailAuthentication();
            Clock.Advance(TimeSpan.FromSeconds(1));
            connection.SubmitCredentials(endsWell ? null : "wrong");
            Clock.Advance(Araucaria.QueueTakes);
            Clock.Advance(Araucaria.VerificationTakes);
            return Task.CompletedTask;
        }
    }

    private (ConnectionRef Connection, Func<Task> Happens) OfPowens(bool endsWell)
    {
        var connection = Powens.AddConnection(Powens.AddUser());
        return (new ConnectionRef(new ProviderId("powens"), $"{connection.Id}", $"{connection.User.Id}"), HappensAsync);

        Task HappensAsync()
        {
            connection.Break(now => now.ActionNeeded());
            connection.Break(now => now.NeedsConsent());
            if (endsWell)
            {
                connection.Break(now => now.BankDown(Clock.GetUtcNow().AddSeconds(5)));
                Clock.Advance(TimeSpan.FromSeconds(5));
            }
            else
            {
                connection.Break(now => now.BankDown());
                connection.Break(now => now.WrongPassword());
            }

            return Task.CompletedTask;
        }
    }

    private (ConnectionRef Connection, Func<Task> Happens) OfFlinks(bool endsWell)
    {
        var connection = Flinks.AddConnection();
        var reference = new ConnectionRef(new ProviderId("flinks"), connection.LoginId);
        return (reference, HappensAsync);

        async Task HappensAsync()
        {
            connection.Break(now => now.LastRefreshFailed("RETRY_LATER"));
            connection.Break(now => now.LastRefreshFailed("QUESTION_NOT_FOUND"));
            if (endsWell)
            {
                await RunAsync(Flow.StartAsync(reference));
            }
            else
            {
                connection.Break(now => now.LastRefreshFailed("DISABLED_LOGIN"));
                connection.Break(now => now.LastRefreshFailed("INVALID_PASSWORD"));
            }
        }
    }

    /// <summary>Aerosync tells no repair: its histories end with a job that failed for want of a code, or with a revocation.</summary>
    private (ConnectionRef Connection, Func<Task> Happens) OfAerosync(bool endsWell)
    {
        var connection = Aerosync.AddConnection(Aerosync.AddUser());
        connection.NextJobs = AerosyncJobEnd.NeedsCode;
        var reference = new ConnectionRef(new ProviderId("aerosync"), connection.Id, connection.UserUuid);
        return (reference, HappensAsync);

        async Task HappensAsync()
        {
            await RunAsync(Client.RefreshAsync(reference, new RefreshOptions { UserPresent = true }));
            Clock.Advance(TimeSpan.FromMinutes(3));
            if (endsWell)
            {
                Aerosync.Webhooks.Send("test.event", $$$"""{"event":"test.event","timestamp":{{{Clock.GetUtcNow().ToUnixTimeSeconds()}}},"data":{"n":"{{{connection.Id}}}"}}""");
            }
            else
            {
                connection.RevokeByUser();
            }
        }
    }
}
