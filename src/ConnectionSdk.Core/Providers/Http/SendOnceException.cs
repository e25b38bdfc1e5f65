namespace ConnectionSdk.Providers;

/// <summary>A second send of something that must be sent once was refused. Reaches integrators only as the inner exception of a <see cref="ProviderException"/>.</summary>
internal sealed class SendOnceException()
    : HttpRequestException("Refused to send this request a second time: it must reach the provider at most once. Exclude ConnectionSdk's clients from retry handlers.");
