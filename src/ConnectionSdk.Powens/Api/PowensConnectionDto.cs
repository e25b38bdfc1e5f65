using System.Text.Json.Serialization;
using ConnectionSdk.Providers;

namespace ConnectionSdk.Powens.Api;

/// <summary>Powens: Connections, Connection object; also the wrapped answer of an update, <c>{message, connection}</c>.</summary>
internal sealed class PowensConnectionDto
{
    private string? _state;
    private bool _hasState;

    [JsonConverter(typeof(PowensTextConverter))]
    public string? Id { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? IdConnector { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? ConnectorUuid { get; set; }

    [JsonConverter(typeof(PowensCodeConverter))]
    public string? State
    {
        get => _state;
        set
        {
            _state = value;
            _hasState = true;
        }
    }

    [JsonConverter(typeof(PowensCodeConverter))]
    public string? Error { get; set; }

    [JsonConverter(typeof(PowensTextConverter))]
    public string? ErrorMessage { get; set; }

    public PowensFieldDto[]? Fields { get; set => field = PowensList.WithoutNulls(value); }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? LastUpdate { get; set; }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? Created { get; set; }

    [JsonConverter(typeof(LenientFlagConverter))]
    public bool? Active { get; set; }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? Expire { get; set; }

    [JsonConverter(typeof(PowensTimeConverter))]
    public DateTimeOffset? NextTry { get; set; }

    public PowensConnectorDto? Connector { get; set; }

    public PowensSourceDto[]? Sources { get; set => field = PowensList.WithoutNulls(value); }

    public PowensAccountMarksDto[]? AllAccounts { get; set => field = PowensList.WithoutNulls(value); }

    public PowensConnectionDto? Connection { get; set; }

    /// <summary>The connection itself, wrapped or not.</summary>
    [JsonIgnore]
    public PowensConnectionDto Unwrapped => Id is null && Connection is not null ? Connection : this;

    /// <summary>The state: the deprecated <c>error</c> stands in only where <c>state</c> is absent; empty text and "null" mean none.</summary>
    [JsonIgnore]
    public string? Code => PowensCode.Of(_hasState ? _state : Error);
}
