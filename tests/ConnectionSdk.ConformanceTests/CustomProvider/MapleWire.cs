using System.Net;
using System.Text;
using ConnectionSdk.Conformance;
using Maple.Fake;

namespace ConnectionSdk.ConformanceTests.CustomProvider;

/// <summary>Between the adapter and the fake: counts, and spoils answers on demand.</summary>
internal sealed class MapleWire(FakeMaple maple, TimeProvider time) : DelegatingHandler(maple)
{
    private int _requests;
    private int _changing;
    private int _deletes;

    public int Requests => _requests;

    public int ChangingRequests => _changing;

    public int DeleteRequests => _deletes;

    public Trouble? Trouble { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var isDelete = request.Method == HttpMethod.Delete;
        var isChanging = isDelete || (request.Method == HttpMethod.Post && !request.RequestUri!.AbsolutePath.EndsWith("/page", StringComparison.Ordinal));
        Interlocked.Add(ref _changing, isChanging ? 1 : 0);
        Interlocked.Add(ref _deletes, isDelete ? 1 : 0);
        switch (Trouble)
        {
            case Conformance.Trouble.Nonsense:
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Please try again</html>", Encoding.UTF8, "text/html") };
            case Conformance.Trouble.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case Conformance.Trouble.AnswerLost when isChanging:
                Trouble = null;
                using (await base.SendAsync(request, cancellationToken))
                {
                }

                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            default:
                break;
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
