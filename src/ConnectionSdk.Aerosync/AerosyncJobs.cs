using ConnectionSdk.Aerosync.Api;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Aerosync;

/// <summary>Starts jobs and looks at them. Aerosync: Create a job, Check the job status.</summary>
internal sealed class AerosyncJobs(AerosyncApi api, AerosyncTokens tokens, AerosyncMapper mapper, AerosyncOptions options, TimeProvider time)
{
    private const int MaxFailedLooks = 5;

    /// <summary>Starts a job. Null when one runs already (AC-112), which is as good, or when the answer does not name it.</summary>
    public async Task<string?> StartAsync(ConnectionRef connection, CancellationToken cancellationToken)
    {
        try
        {
            return (await api.StartRefreshAsync(tokens.Credential, connection.ConnectionId, cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (ProviderException exception) when (exception.Kind == ProviderErrorKind.Conflict)
        {
            return null;
        }
    }

    public async Task<AerosyncJob> GetAsync(ConnectionRef connection, string id, CancellationToken cancellationToken) =>
        mapper.Job(await api.GetJobAsync(tokens.Credential, connection.ConnectionId, id, cancellationToken).ConfigureAwait(false), id);

    /// <summary>
    /// Looks until the job is over or needs the user; null when Aerosync does not know it any more. When the time is up, or looking fails for a while, it
    /// is still running as far as is known.
    /// </summary>
    public async Task<AerosyncJob?> WaitAsync(ConnectionRef connection, string id, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var job = new AerosyncJob(id, AerosyncJobState.Running, null, false);
        var failures = 0;
        for (var look = 0; job.State == AerosyncJobState.Running; look++)
        {
            var pause = Pace(look);
            if (time.GetElapsedTime(started) + pause > options.JobTimeout)
            {
                break;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            try
            {
                job = await GetAsync(connection, id, cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (ProviderException exception) when (exception.IsTransient)
            {
                if (++failures > MaxFailedLooks)
                {
                    break;
                }
            }
            catch (ProviderException exception) when (SaysGone(exception))
            {
                return null;
            }
        }

        return job;
    }

    /// <summary>Only Aerosync itself may say so, when it was asked: the 404 page of something in between, or of the token's route, proves nothing.</summary>
    public static bool SaysGone(ProviderException exception) =>
        exception is { Kind: ProviderErrorKind.NotFound, ProviderCode: not null, MayHaveBeenSent: true };

    /// <summary>The wait before a look: half as long again each time.</summary>
    public TimeSpan Pace(int look) => new PollPace(options.JobPollInterval, 1.5, options.LongestJobPollInterval).After(look);
}
