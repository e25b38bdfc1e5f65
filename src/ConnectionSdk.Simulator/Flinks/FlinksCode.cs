namespace ConnectionSdk.Simulator.Flinks;

/// <summary>One row of Flinks' error table. Flinks: Error codes.</summary>
/// <param name="Name">The FlinksCode.</param>
/// <param name="Status">The HTTP number of the newest documentation; 401 where none is documented.</param>
/// <param name="OlderStatus">The HTTP number of older documentation.</param>
/// <param name="Message">The message sent with it.</param>
internal sealed record FlinksCode(string Name, int Status, int OlderStatus, string Message)
{
    public static IReadOnlyList<FlinksCode> All { get; } =
    [
        Same("OPERATION_PENDING", 202, "Your operation is still processing"),
        Same("OPERATION_DISPATCHED", 202, "Your operation has been moved to the background"),
        Same("SESSION_NONEXISTENT", 400, "RequestId is invalid or session has ended"),
        Same("CARD_IN_USE", 400, "The card is in use by another operation"),
        new("INVALID_LOGIN", 401, 400, "The LoginId provided is either invalid or does not belong to the CustomerId"),
        new("INVALID_REQUEST", 401, 400, "The request is incomplete or malformed"),
        Same("ACCESS_DENIED", 401, "The authentication provided is not valid"),
        Same("INVALID_USERNAME", 401, "The username provided is invalid"),
        Same("INVALID_PASSWORD", 401, "The password provided is invalid"),
        Same("INVALID_SECURITY_RESPONSE", 401, "The answer provided is incorrect"),
        Same("INVALID_SECURITY_RESPONSE_NO_RETRY", 401, "The answer provided is incorrect and cannot be retried"),
        Same("QUESTION_NOT_FOUND", 401, "No answer is known for the question asked"),
        Same("UNKNOWN_CHALLENGE_KEY", 401, "An answer was given to a question that was not asked"),
        Same("SECURITYRESPONSES_INCOMPLETE", 401, "Not all questions were answered"),
        Same("RETRY_LATER", 401, "The institution could not be reached"),
        Same("BANK_MAINTENANCE_RETRY_LATER", 401, "The institution is in maintenance"),
        new("TOO_MANY_REQUESTS", 401, 403, "Too many requests"),
        Same("CONCURRENT_SESSION", 401, "Another session is open for this login"),
        Same("UNAUTHORIZED", 401, "The institution did not authorize the card"),
        Same("DISABLED_LOGIN", 401, "The account was deactivated by the institution"),
        Same("NEW_ACCOUNT", 401, "The holder must act in online banking first"),
        Same("SESSION_EXPIRED", 401, "The session has expired"),
        Same("ALREADY_AUTHORIZED", 401, "The session is authorized already"),
        Same("NO_TRANSACTION", 401, "There are no transactions"),
        Same("DISABLED_INSTITUTION", 405, "The selected institution is not available"),
        Same("METHOD_NOT_AVAILABLE", 401, "The method is not enabled on this instance"),
        Same("AGGREGATION_ERROR", 500, "An unexpected error occurred"),
    ];

    /// <summary>The row of a code; a code that Flinks does not know (yet) comes with 401 and its own name.</summary>
    public static FlinksCode Named(string name) => All.FirstOrDefault(code => code.Name == name) ?? Same(name, 401, name);

    private static FlinksCode Same(string name, int status, string message) => new(name, status, status, message);
}
