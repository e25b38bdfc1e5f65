using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ConnectionSdk.AspNetCore;

/// <summary>An answer that is no session: problem+json with a code a page can branch on. Never a text of the provider.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Thrown and caught between the endpoints; no host ever sees it.")]
internal sealed class ReconnectProblem(int status, string code, string title) : Exception(title)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>Further words for developers; null when the title says enough.</summary>
    public string? Detail { get; init; }

    /// <summary>How long to wait; null when unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The session as it stands, so that a page can go on with it; null when it is of no use.</summary>
    public ReconnectSession? Session { get; init; }

    public static ReconnectProblem NotSignedIn() => new(StatusCodes.Status401Unauthorized, "notSignedIn", "Nobody is signed in. Sign in and try again.");

    public static ReconnectProblem NotFound() =>
        new(StatusCodes.Status404NotFound, "notFound", "There is no such connection or repair. Go back to your connections and start again.");

    public static ReconnectProblem CrossSite() =>
        new(StatusCodes.Status403Forbidden, "crossSite", "This call came from a page of another site. Name its origin in AllowedOrigins if it is yours.");

    public static ReconnectProblem BadRequest(string title) => new(StatusCodes.Status400BadRequest, "badRequest", title);

    public static ReconnectProblem TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "tooLarge", "The body is larger than a reply can be. Send at most 64 KiB.");

    public static ReconnectProblem ReturnUrlNotAllowed() =>
        new(StatusCodes.Status400BadRequest, "returnUrlNotAllowed", "Users may not be sent to this address. Add it to ReturnUrls, to the letter.");

    public static ReconnectProblem InProgress() =>
        new(StatusCodes.Status409Conflict, "inProgress", "The repair is busy with other calls. Read it again in a moment.");

    /// <summary>The owner of a stored session whose registration the application has lost: only its developers can help.</summary>
    public static ReconnectProblem NotRegistered(ProviderNotRegisteredException exception) =>
        new(StatusCodes.Status503ServiceUnavailable, "notRegistered", "The provider of this repair is not registered in this application any more.")
        {
            // The names of other registrations, tenants among them, are nobody's business outside.
            Detail = $"Register {exception.Provider} again, and the repair goes on where it stood. It can be cancelled without.",
        };

    public static ReconnectProblem Unexpected(ReconnectSession session, string detail) =>
        new(StatusCodes.Status409Conflict, "unexpectedReply", "The repair asks for something else by now. Show the session that comes with this answer.")
        {
            Session = session,
            Detail = detail,
        };

    /// <summary>A reply that the flow says was certainly not taken: when waiting helps, the same may be given again.</summary>
    public static ReconnectProblem NotTaken(ProviderException exception) => MayPass(exception)
        ? new(StatusCodes.Status503ServiceUnavailable, "notSent", "It was not passed on, and nothing was spent. Try the same again.") { RetryAfter = exception.RetryAfter }
        : Of(exception);

    /// <summary>A failure of the provider, in the words of this library.</summary>
    public static ReconnectProblem Of(ProviderException exception) => MayPass(exception)
        ? new(StatusCodes.Status503ServiceUnavailable, "providerUnavailable", "The provider cannot be reached now. Try again later.") { RetryAfter = exception.RetryAfter }
        : new(StatusCodes.Status502BadGateway, "providerRefused", "The provider refused the call. Look into the application's log, and ask its support.");

    private static bool MayPass(ProviderException exception) => exception.IsTransient || exception.Kind is ProviderErrorKind.NotSent
        or ProviderErrorKind.Timeout or ProviderErrorKind.Network or ProviderErrorKind.RateLimited or ProviderErrorKind.Unavailable;

    public async Task WriteAsync(HttpContext context, TimeProvider time)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(Math.Max(wait.TotalSeconds, 1)).ToString(CultureInfo.InvariantCulture);
        }

        await Answers.JsonAsync(context, "application/problem+json", Write).ConfigureAwait(false);

        void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteNumber("status"u8, Status);
            writer.WriteString("title"u8, Message);
            writer.WriteString("code"u8, Code);
            if (Detail is not null)
            {
                writer.WriteString("detail"u8, Detail);
            }

            if (Session is not null)
            {
                writer.WritePropertyName("session"u8);
                SessionView.Write(writer, Session, time.GetUtcNow());
            }

            writer.WriteEndObject();
        }
    }
}
