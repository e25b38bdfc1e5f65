namespace ConnectionSdk.Flinks.Api;

/// <summary>An authorize token, good for one use. Flinks: Generate authorize token.</summary>
internal sealed class FlinksTokenDto
{
    public SensitiveString? Token { get; set; }
}
