namespace ConnectionSdk.Powens;

/// <summary>
/// Supplies the permanent user tokens that the host keeps itself. Register an implementation with the host's services, or pass it to
/// <see cref="PowensProvider.Create"/>. Powens: Authentication.
/// </summary>
public interface IPowensUserTokens
{
    /// <summary>The token of a user; null has one obtained with the client's secret. Asked before every call: answer from memory.</summary>
    /// <param name="user">The user; its provider says which registration asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<SensitiveString?> FindAsync(UserRef user, CancellationToken cancellationToken);
}
