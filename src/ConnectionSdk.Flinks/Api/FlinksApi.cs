using ConnectionSdk.Providers;

namespace ConnectionSdk.Flinks.Api;

/// <summary>Flinks' endpoints, one method each. What a call does decides whether it may be repeated: see docs/retries.md.</summary>
internal sealed class FlinksApi(ProviderHttp http, FlinksOptions options, FlinksErrorReader errors)
{
    public const string AuthHeader = "flinks-auth-key";

    private const int MaxAttempts = 2;

    /// <summary>Flinks answers Authorize and data calls after 210 seconds at the latest. Flinks: Timeout lengths.</summary>
    private static readonly TimeSpan LongCall = TimeSpan.FromSeconds(240);

    private static readonly FlinksJsonContext Json = FlinksJsonContext.Instance;

    private static readonly ProviderCall GenerateToken = new("GenerateAuthorizeToken", CallEffect.MintSingleUse, HttpMethod.Post, "GenerateAuthorizeToken");

    private static readonly ProviderCall Cached = new("AuthorizeCached", CallEffect.Read, HttpMethod.Post, "Authorize")
    {
        AnyStatusIsResult = true,
        MaxAttempts = MaxAttempts,
        MaxResponseBytes = ProviderCall.DataBytes,
        AttemptTimeout = LongCall,
        TotalTimeout = LongCall,
    };

    private static readonly ProviderCall Live = new("AuthorizeLive", CallEffect.Refresh, HttpMethod.Post, "Authorize")
    {
        AnyStatusIsResult = true,
        MaxResponseBytes = ProviderCall.DataBytes,
        AttemptTimeout = LongCall,
        TotalTimeout = LongCall,
    };

    private static readonly ProviderCall Answer = new("AnswerChallenges", CallEffect.Submit, HttpMethod.Post, "Authorize")
    {
        AnyStatusIsResult = true,
        QuestionsMember = nameof(FlinksAnswerDto.SecurityChallenges),
        MaxResponseBytes = ProviderCall.DataBytes,
        AttemptTimeout = LongCall,
        TotalTimeout = LongCall,
    };

    private static readonly ProviderCall AuthorizeAsync = Poll("AuthorizeAsync", "AuthorizeAsync/{requestId}");
    private static readonly ProviderCall Detail = Data("GetAccountsDetail");
    private static readonly ProviderCall DetailAsync = Poll("GetAccountsDetailAsync", "GetAccountsDetailAsync/{requestId}");
    private static readonly ProviderCall Summary = Data("GetAccountsSummary");
    private static readonly ProviderCall SummaryAsync = Poll("GetAccountsSummaryAsync", "GetAccountsSummaryAsync/{requestId}");
    private static readonly ProviderCall DeleteCard = new("DeleteCard", CallEffect.Delete, HttpMethod.Delete, "DeleteCard/{loginId}");
    private static readonly ProviderCall SetScheduledRefresh = new("SetScheduledRefresh", CallEffect.Refresh, HttpMethod.Patch, "SetScheduledRefresh");

    private readonly CallCredential _secretKey = CallCredential.Header(AuthHeader, options.SecretKey!);
    private readonly CallCredential _apiKey = CallCredential.Header("x-api-key", options.XApiKey!);

    /// <summary>A token that can be used once, within 15 minutes (other pages say 30).</summary>
    public async Task<SensitiveString> MintTokenAsync(CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(
            GenerateToken, ProviderPath.Literal("GenerateAuthorizeToken"), Json.FlinksTokenDto, null, _secretKey, null, cancellationToken).ConfigureAwait(false);
        if (answer.Body is { Token: { } token } && CallCredential.FitsHeader(token))
        {
            return token;
        }

        var refusal = FlinksCode.Of(answer.Body.FlinksCode) is { } code
            ? errors.Read(new FlinksAnswerDto { FlinksCode = code, Message = answer.Body.Message, RetryAfter = answer.RetryAfter }, bankTakesPart: false)
            : null;
        throw new ProviderException(
            refusal?.Kind ?? ProviderErrorKind.Protocol, http.Provider, GenerateToken.Operation, $"{http.Provider} {GenerateToken.Operation}: the answer has no usable token.")
        {
            Tenant = http.Tenant,
            StatusCode = answer.StatusCode,
            ProviderCode = refusal?.Code,
            ProviderMessage = refusal?.DeveloperMessage,
            IsTransient = refusal?.IsTransient ?? false,
            RetryAfter = refusal?.RetryAfter,
        };
    }

    /// <summary>Opens what is stored, without the bank. Answers the error of the last refresh, if it failed.</summary>
    public async Task<FlinksAnswerDto> AuthorizeCachedAsync(string loginId, CancellationToken cancellationToken)
    {
        var token = NewToken();
        var answer = await SendAsync().ConfigureAwait(false);
        return token is { Minted: < MaxAttempts } && FlinksCode.Is(FlinksCode.RowOf(answer), FlinksStatusMap.KeyRefused)
            ? await SendAsync().ConfigureAwait(false)
            : answer;

        Task<FlinksAnswerDto> SendAsync() => PostAsync(
            Cached,
            ProviderBody.Json(loginId, static (writer, id) =>
            {
                writer.WriteStartObject();
                writer.WriteString("LoginId", id);
                writer.WriteBoolean("MostRecentCached", true);
                writer.WriteEndObject();
            }),
            token,
            cancellationToken);
    }

    /// <summary>Contacts the bank, which may ask the user something.</summary>
    public Task<FlinksAnswerDto> AuthorizeLiveAsync(string loginId, string? tag, CancellationToken cancellationToken) => PostAsync(
        Live,
        ProviderBody.Json((loginId, tag, options.Language), static (writer, live) =>
        {
            writer.WriteStartObject();
            writer.WriteString("LoginId", live.loginId);
            writer.WriteBoolean("MostRecentCached", false);
            writer.WriteBoolean("Save", true);
            writer.WriteString("Language", live.Language);
            if (live.tag is not null)
            {
                writer.WriteString("Tag", live.tag);
            }

            writer.WriteEndObject();
        }),
        NewToken(),
        cancellationToken);

    /// <summary>Passes all answers of one round on, each under its exact question.</summary>
    public Task<FlinksAnswerDto> AnswerAsync(
        string loginId, string requestId, IReadOnlyList<FlinksGivenAnswer> answers, CancellationToken cancellationToken) => PostAsync(
        Answer,
        ProviderBody.Json((loginId, requestId, answers), static (writer, round) =>
        {
            writer.WriteStartObject();
            writer.WriteString("LoginId", round.loginId);
            writer.WriteBoolean("MostRecentCached", false);
            writer.WriteBoolean("Save", true);
            writer.WriteString("RequestId", round.requestId);
            writer.WriteStartObject("SecurityResponses");
            foreach (var answer in round.answers)
            {
                writer.WriteStartArray(answer.Prompt);
                foreach (var value in answer.Values)
                {
                    value.WriteTo(writer);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }),
        NewToken(),
        cancellationToken);

    /// <summary>What has become of a contact with the bank that goes on in the background.</summary>
    public Task<FlinksAnswerDto> GetAuthorizeAsync(string requestId, CancellationToken cancellationToken) =>
        SendAsync(AuthorizeAsync, ProviderPath.Of($"AuthorizeAsync/{requestId}"), null, _apiKey, cancellationToken);

    /// <summary>The accounts of a session with their numbers, without transactions.</summary>
    public Task<FlinksAnswerDto> GetAccountsDetailAsync(string requestId, CancellationToken cancellationToken) => SendAsync(
        Detail,
        ProviderPath.Literal("GetAccountsDetail"),
        ProviderBody.Json(requestId, static (writer, id) =>
        {
            writer.WriteStartObject();
            writer.WriteString("RequestId", id);
            writer.WriteBoolean("WithAccountIdentity", true);
            writer.WriteBoolean("WithKYC", false);
            writer.WriteBoolean("WithTransactions", false);
            writer.WriteEndObject();
        }),
        _apiKey,
        cancellationToken);

    /// <summary>What has become of <see cref="GetAccountsDetailAsync"/> after a 202.</summary>
    public Task<FlinksAnswerDto> PollAccountsDetailAsync(string requestId, CancellationToken cancellationToken) =>
        SendAsync(DetailAsync, ProviderPath.Of($"GetAccountsDetailAsync/{requestId}"), null, _apiKey, cancellationToken);

    /// <summary>The accounts of a session without their branch: for a login that has no transactions to detail.</summary>
    public Task<FlinksAnswerDto> GetAccountsSummaryAsync(string requestId, CancellationToken cancellationToken) => SendAsync(
        Summary,
        ProviderPath.Literal("GetAccountsSummary"),
        ProviderBody.Json(requestId, static (writer, id) =>
        {
            writer.WriteStartObject();
            writer.WriteString("RequestId", id);
            writer.WriteBoolean("WithBalance", true);
            writer.WriteBoolean("WithAccountIdentity", true);
            writer.WriteEndObject();
        }),
        _apiKey,
        cancellationToken);

    /// <summary>What has become of <see cref="GetAccountsSummaryAsync"/> after a 202.</summary>
    public Task<FlinksAnswerDto> PollAccountsSummaryAsync(string requestId, CancellationToken cancellationToken) =>
        SendAsync(SummaryAsync, ProviderPath.Of($"GetAccountsSummaryAsync/{requestId}"), null, _apiKey, cancellationToken);

    /// <summary>Deletes a login and all its data. The answer's body is not documented, so only its status counts.</summary>
    public async Task DeleteCardAsync(string loginId, CancellationToken cancellationToken) => await http
        .SendAsync(DeleteCard, ProviderPath.Of($"DeleteCard/{loginId}"), null, _apiKey, null, cancellationToken)
        .ConfigureAwait(false);

    /// <summary>Switches nightly refresh on or off.</summary>
    public async Task SetScheduledRefreshAsync(string loginId, bool on, CancellationToken cancellationToken) => await http
        .SendAsync(
            SetScheduledRefresh,
            ProviderPath.Literal("SetScheduledRefresh"),
            ProviderBody.Json((loginId, on), static (writer, setting) =>
            {
                writer.WriteStartObject();
                writer.WriteString("LoginId", setting.loginId);
                writer.WriteBoolean("IsActivated", setting.on);
                writer.WriteEndObject();
            }),
            _apiKey,
            null,
            cancellationToken)
        .ConfigureAwait(false);

    private static ProviderCall Data(string operation) => new(operation, CallEffect.Read, HttpMethod.Post, operation)
    {
        AnyStatusIsResult = true,
        MaxResponseBytes = ProviderCall.DataBytes,
        AttemptTimeout = LongCall,
        TotalTimeout = LongCall,
    };

    private static ProviderCall Poll(string operation, string route) => new(operation, CallEffect.Read, HttpMethod.Get, route)
    {
        AnyStatusIsResult = true,
        MaxResponseBytes = ProviderCall.DataBytes,
    };

    private FlinksTokenCredential? NewToken() => options.RequireAuthorizeToken ? new FlinksTokenCredential(this) : null;

    private Task<FlinksAnswerDto> PostAsync(ProviderCall call, ProviderBody body, CallCredential? token, CancellationToken cancellationToken) =>
        SendAsync(call, ProviderPath.Literal("Authorize"), body, token, cancellationToken);

    private async Task<FlinksAnswerDto> SendAsync(
        ProviderCall call, ProviderPath path, ProviderBody? body, CallCredential? credential, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(call, path, Json.FlinksAnswerDto, body, credential, null, cancellationToken).ConfigureAwait(false);
        var answer = response.Body;
        answer.ReceivedStatus = response.StatusCode;
        answer.RetryAfter = response.RetryAfter;
        return IsFailure(call, answer) ? throw Failure(call, answer) : answer;
    }

    /// <summary>A server error that does not speak Flinks' language says nothing about a connection, and leaves open what became of the user's answers.</summary>
    private static bool IsFailure(ProviderCall call, FlinksAnswerDto answer) =>
        answer.ReceivedStatus >= 500
        && FlinksCode.RowOf(answer) == FlinksStatusMap.Unexplained
        && (answer.HttpStatusCode is null || call.Effect is CallEffect.Submit or CallEffect.Refresh);

    private ProviderException Failure(ProviderCall call, FlinksAnswerDto answer) => new(
        call.Effect == CallEffect.Read ? ProviderErrorKind.Unavailable : ProviderErrorKind.OutcomeUnknown, http.Provider, call.Operation)
    {
        Tenant = http.Tenant,
        StatusCode = answer.ReceivedStatus,
        IsTransient = true,
        RetryAfter = answer.RetryAfter,
    };
}

/// <summary>What the user said to one question.</summary>
/// <param name="Prompt">The question, to the letter.</param>
/// <param name="Values">The answer; several where several options may be chosen.</param>
internal sealed record FlinksGivenAnswer(string Prompt, IReadOnlyList<SensitiveString> Values);
