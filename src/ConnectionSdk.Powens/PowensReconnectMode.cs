namespace ConnectionSdk.Powens;

/// <summary>Who shows the user the steps of a repair. Powens: SCA and connection states.</summary>
public enum PowensReconnectMode
{
    /// <summary>
    /// Your own pages: codes, approvals and bank pages come as separate actions. Passwords still go through Powens' webview unless
    /// <see cref="PowensOptions.HasAgentStatus"/> is set.
    /// </summary>
    Custom = 0,

    /// <summary>Powens' reconnect webview, for every step.</summary>
    Webview,
}
