namespace ConnectionSdk.PackageTests.Examples;

/// <summary>Some code of a product, to be tested in <see cref="FakeExample"/>.</summary>
public sealed class Banner(IConnectionClient connections)
{
    public async Task<string?> TextAsync(ConnectionRef connection, CancellationToken cancellationToken = default)
    {
        try
        {
            var status = (await connections.GetAsync(connection, cancellationToken)).Status;
            return status.State switch
            {
                ConnectionState.ActionRequired or ConnectionState.ReconnectRequired => "Your bank asks for you.",
                ConnectionState.Revoked => "You withdrew access.",
                _ => null,
            };
        }
        catch (ProviderException failure) when (failure.IsTransient)
        {
            return "Your bank cannot be reached just now.";
        }
    }
}
