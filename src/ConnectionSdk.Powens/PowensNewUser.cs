namespace ConnectionSdk.Powens;

/// <summary>A user just made at Powens. Keep both: the token does not expire and is not shown again.</summary>
public sealed class PowensNewUser
{
    /// <summary>Made by <see cref="PowensProvider.CreateUserAsync"/>, and by tests.</summary>
    /// <param name="user">The user.</param>
    /// <param name="token">The user's permanent token.</param>
    public PowensNewUser(UserRef user, SensitiveString token)
    {
        User = user;
        Token = token;
    }

    /// <summary>The user.</summary>
    public UserRef User { get; }

    /// <summary>The user's permanent token.</summary>
    public SensitiveString Token { get; }
}
