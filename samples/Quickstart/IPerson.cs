namespace ConnectionSdk.Quickstart;

/// <summary>The end user: what a product's front end would get from them. A null or false answer means that they gave up.</summary>
internal interface IPerson
{
    /// <summary>Types one value.</summary>
    /// <param name="field">What is asked.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<string?> TypeAsync(ActionField field, CancellationToken cancellationToken);

    /// <summary>Opens a page and comes back to the application's address.</summary>
    /// <param name="page">The provider's or the bank's page.</param>
    /// <param name="cancellationToken">Stops the visit.</param>
    Task<Uri?> FollowAsync(Uri page, CancellationToken cancellationToken);

    /// <summary>Uses a provider's widget.</summary>
    /// <param name="widget">What it is started with.</param>
    /// <param name="cancellationToken">Stops the visit.</param>
    /// <returns>The widget's closing message.</returns>
    Task<string?> UseWidgetAsync(WidgetLaunch widget, CancellationToken cancellationToken);

    /// <summary>Does at the bank what it asks for, and says when it is done.</summary>
    Task<bool> VisitBankAsync(string? message, CancellationToken cancellationToken);

    /// <summary>Time goes by while the bank waits for an approval in its app.</summary>
    /// <param name="waited">How long it has been waiting.</param>
    void Passing(TimeSpan waited);
}
