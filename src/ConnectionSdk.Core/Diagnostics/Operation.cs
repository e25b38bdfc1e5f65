using System.Diagnostics;

namespace ConnectionSdk.Diagnostics;

/// <summary>One activity for one public operation; costs nothing while nobody listens.</summary>
internal readonly struct Operation : IDisposable
{
    private readonly Activity? _activity;

    private Operation(Activity? activity) => _activity = activity;

    public static bool IsObserved => SdkInstruments.Activities.HasListeners();

    public static Operation Start(string name, ProviderId provider)
    {
        var activity = SdkInstruments.Activities.StartActivity(name);
        if (activity is not null)
        {
            activity.SetTag(ConnectionSdkDiagnostics.ProviderTag, provider.Name);
            activity.SetTag(ConnectionSdkDiagnostics.OperationTag, name);
            if (provider.Tenant is { } tenant)
            {
                activity.SetTag(ConnectionSdkDiagnostics.TenantTag, tenant);
            }
        }

        return new Operation(activity);
    }

    public ReconnectSession Done(ReconnectSession session)
    {
        _activity?.SetTag(ConnectionSdkDiagnostics.OutcomeTag, session.IsFinished ? session.Outcome.ToString() : session.Phase.ToString());
        if (session.Observed is { } connection)
        {
            _activity?.SetTag(ConnectionSdkDiagnostics.ConnectionStateTag, connection.Status.State.ToString());
        }

        return session;
    }

    public Connection Done(Connection connection)
    {
        _activity?.SetTag(ConnectionSdkDiagnostics.OutcomeTag, "ok");
        _activity?.SetTag(ConnectionSdkDiagnostics.ConnectionStateTag, connection.Status.State.ToString());
        return connection;
    }

    public T Done<T>(T result)
    {
        _activity?.SetTag(ConnectionSdkDiagnostics.OutcomeTag, "ok");
        return result;
    }

    /// <summary>Marks the activity as failed; always true, so that it can stand in an exception filter.</summary>
    public bool Failed(Exception exception)
    {
        if (_activity is not null)
        {
            var kind = exception is ProviderException provider ? provider.Kind.ToString() : exception.GetType().Name;
            _activity.SetTag(ConnectionSdkDiagnostics.ErrorTypeTag, kind);
            _activity.SetStatus(ActivityStatusCode.Error, kind);
        }

        return true;
    }

    public void Dispose() => _activity?.Dispose();
}
