using ConnectionSdk.Conformance;
using ConnectionSdk.Providers;
using ConnectionSdk.Simulator;
using Maple;
using Maple.Fake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConnectionSdk.ConformanceTests.CustomProvider;

/// <summary>Maple: the fake that comes with the sample, and a user who reads codes and visits pages.</summary>
internal class MapleDriver : IProviderDriver
{
    private const string WrongCode = "00000000";

    private readonly SimulatedClock _clock = new();
    private readonly List<ServiceProvider> _processes = [];
    private readonly HashSet<string> _secrets = [FakeMaple.ApiKey, "100200300400", "100200300401"];

    public MapleDriver()
    {
        Maple = new FakeMaple(_clock);
        Wire = new MapleWire(Maple, _clock);
    }

    public TimeProvider Clock => _clock;

    public IReadOnlySet<Feature> Lacks { get; } = new HashSet<Feature>();

    public IReadOnlyCollection<string> Secrets => _secrets;

    public int Requests => Wire.Requests;

    public int ChangingRequests => Wire.ChangingRequests;

    public int DeleteRequests => Wire.DeleteRequests;

    public int SubmissionsAtBank => Maple.CodesReceived;

    public bool IsLockedAtBank => Maple.HasLocked;

    protected FakeMaple Maple { get; }

    protected MapleWire Wire { get; }

    public virtual ConnectionProvider CreateProvider(ILoggerFactory loggers)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton(loggers);
        services.AddConnectionSdkCore().AddMaple(
            options =>
            {
                options.ApiKey = FakeMaple.ApiKey;
                options.RedirectUri = new Uri("https://app.example/callback");
            },
            configureHttp: http => http.ConfigurePrimaryHttpMessageHandler(() => Wire));
        _processes.Add(services.BuildServiceProvider());
        return _processes[^1].GetRequiredService<ConnectionProvider>();
    }

    public ConnectionRef AddConnection(Situation situation)
    {
        var id = new ProviderId(MapleProvider.Name);
        if (situation == Situation.Gone)
        {
            return new ConnectionRef(id, "999", "7");
        }

        var connection = Maple.Add(situation switch
        {
            Situation.Healthy => "ok",
            Situation.AsksForFields => "codeNeeded",
            Situation.UnknownStatus => "somethingOfTomorrow",
            Situation.BankDown => "bankDown",
            Situation.Revoked => "withdrawn",
            _ => "consentNeeded",
        });
        connection.OnRepair = situation switch
        {
            Situation.ReturnsWithOtherIds => accounts =>
            {
                accounts[0]["id"] = "b1";
                accounts[1]["id"] = "b2";
            }
            ,
            Situation.ReturnsWithAnotherAccount => accounts =>
            {
                accounts.Clear();
                accounts.Add(FakeConnection.Account("c1", "Joint", "999888777666"));
            }
            ,
            _ => null,
        };
        return new ConnectionRef(id, connection.Id, connection.User);
    }

    public Task<UserReply?> ActAsync(ReconnectSession session, Behaviour behaviour)
    {
        switch (session.Action)
        {
            case RequiredAction.ProvideFields ask when behaviour != Behaviour.GivesUp:
                var typed = behaviour == Behaviour.Succeeds ? "48120765" : WrongCode;
                _secrets.Add(typed);
                return Reply(new UserReply.FieldValues(ask.Fields.Single().Name, typed));
            case RequiredAction.FollowRedirect { Url: { } page }:
                _secrets.Add(page.AbsolutePath);
                var callback = Maple.Visit(page, consents: behaviour == Behaviour.Succeeds);
                _secrets.Add(CallbackState.QueryValue(callback, "state")!);
                return Reply(new UserReply.RedirectReturned(callback));
            default:
                return Reply(new UserReply.Abandoned());
        }

        static Task<UserReply?> Reply(UserReply reply) => Task.FromResult<UserReply?>(reply);
    }

    public Task AdvanceAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    public async Task PassTimeUntilAsync(Task call)
    {
        var ended = call.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await _clock.AdvanceUntilAsync(ended, TimeSpan.FromSeconds(6));
    }

    public void Spoil(Trouble trouble) => Wire.Trouble = trouble;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Wire.Dispose();
        GC.SuppressFinalize(this);
    }
}
