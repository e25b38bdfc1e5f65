using ConnectionSdk.TestKit;

namespace ConnectionSdk.ContractTests.Powens;

/// <summary>Connections in the many shapes Powens' pages allow, each with what a product must be told about it.</summary>
public sealed class PowensPayloadTests : PowensContract
{
    private const string Synced = """ "last_update":"2026-03-02 06:14:55" """;

    /// <summary>What follows the id, and what is made of it: state, reason, action and actor, advisories, parts.</summary>
    private static readonly Dictionary<string, (string Members, string Expected)> Payloads = new(StringComparer.Ordinal)
    {
        // State: null, empty, "null", absent with the deprecated twin, odd spelling, unknown, of another type.
        ["healthy, least members"] = ($$""" "id_connector":40,"created":"2025-11-20 10:02:11","active":true,"state":null,{{Synced}} """, "Active none None"),
        ["healthy, without state and error"] = (Synced, "Active none None"),
        ["healthy, empty state"] = ($$""" "state":"",{{Synced}} """, "Active none None"),
        ["healthy, the word null"] = ($$""" "state":"null","error":"null",{{Synced}} """, "Active none None"),
        ["healthy, only an empty error"] = ($$""" "error":"",{{Synced}} """, "Active none None"),
        ["state wins over its twin"] = ($$""" "state":"bug","error":"wrongpass",{{Synced}} """, "Degraded providerError Wait(Provider)"),
        ["the twin where there is no state"] = ($$""" "error":"SCARequired",{{Synced}} """, "ReconnectRequired scaRequired FollowRedirect(EndUser)"),
        ["first synchronisation"] = (""" "state":null,"last_update":null """, "Connecting none Wait(Provider) every 3"),
        ["first synchronisation, no dates at all"] = (""" "state":null """, "Connecting none Wait(Provider) every 3"),
        ["capital P"] = ($$""" "state":"wrongPass",{{Synced}} """, "ReconnectRequired credentialsInvalid FollowRedirect(EndUser)"),
        ["all capitals"] = ($$""" "state":"WEBAUTHREQUIRED",{{Synced}} """, "ReconnectRequired redirectRequired FollowRedirect(EndUser)"),
        ["a state of tomorrow"] = ($$""" "state":"pinNeeded",{{Synced}} """, "Unknown unrecognised ContactSupport(Integrator)"),
        ["a state that is a number"] = ($$""" "state":7,{{Synced}} """, "Unknown unrecognised ContactSupport(Integrator)"),
        ["a state that is a list"] = ($$""" "state":["wrongpass"],{{Synced}} """, "Unknown unrecognised ContactSupport(Integrator)"),
        ["notSupported"] = ($$""" "state":"notSupported",{{Synced}} """, "Degraded notSupported ContactSupport(Integrator)"),

        // What never worked has not broken.
        ["a code during the first connection"] = (
            """ "state":"additionalInformationNeeded","last_update":null,"fields":[{"name":"otp"}] """, "ActionRequired mfaRequired ProvideFields(EndUser) otp:Otp! | NeverSynchronised"),
        ["a redirect during the first connection"] = (""" "state":"webauthRequired","last_update":null """, "ReconnectRequired redirectRequired FollowRedirect(EndUser) | NeverSynchronised"),
        ["a bank down during the first connection"] = (""" "state":"websiteUnavailable","last_update":null """, "Degraded institutionUnavailable Wait(Institution) | NeverSynchronised"),
        ["an unknown state before anything worked"] = (""" "state":"pinNeeded" """, "Unknown unrecognised ContactSupport(Integrator)"),

        // Who waits for whom, and until when.
        ["throttled until"] = ($$""" "state":"rateLimiting","next_try":"2099-03-02 12:00:00",{{Synced}} """, "Degraded rateLimited Wait(Provider) from 2099-03-02T11:00:00"),
        ["down, no next try"] = ($$""" "state":"websiteUnavailable","next_try":null,{{Synced}} """, "Degraded institutionUnavailable Wait(Institution)"),
        ["validating"] = ($$""" "state":"validating","fields":[],{{Synced}} """, "Connecting none Wait(Provider) every 3"),
        ["decoupled, the bank's words and an end"] = (
            $$""" "state":"decoupled","error_message":"Validez dans l'app","expire":"2099-07-02T12:00:00+02:00",{{Synced}} """,
            "ActionRequired decoupledPending ApproveElsewhere(EndUser) \"Validez dans l'app\" until 2099-07-02T10:00:00"),
        ["decoupled, lapsed"] = ($$""" "state":"decoupled","expire":"2020-07-02 12:00:00",{{Synced}} """, "ActionRequired decoupledPending ApproveElsewhere(EndUser)"),
        ["act at the bank"] = ($$""" "state":"actionNeeded","error_message":"CGU",{{Synced}} """, "ActionRequired institutionActionRequired VisitInstitution(EndUser) \"CGU\""),
        ["act at the bank, without a word"] = ($$""" "state":"actionNeeded","error_message":null,{{Synced}} """, "ActionRequired institutionActionRequired VisitInstitution(EndUser)"),
        ["password expired, without fields"] = ($$""" "state":"passwordExpired","fields":null,{{Synced}} """, "ReconnectRequired passwordExpired FollowRedirect(EndUser)"),

        // Fields: everything but the name may be missing.
        ["a code, name alone"] = ($$""" "state":"additionalInformationNeeded","fields":[{"name":"openapisms"}],{{Synced}} """, "ActionRequired mfaRequired ProvideFields(EndUser) openapisms:Otp!"),
        ["a code, all members"] = (
            $$""" "state":"additionalInformationNeeded","fields":[{"name":"otp","type":"password","label":"Code","required":true,"regex":"^[0-9]{6}$","values":null,"connector_sources":["openapi"],"auth_mechanisms":["credentials"],"description":"SMS","ephemeral":true,"value":""}],{{Synced}} """,
            "ActionRequired mfaRequired ProvideFields(EndUser) otp:Otp!^[0-9]{6}$"),
        ["two values, one of them optional"] = (
            $$""" "state":"additionalInformationNeeded","fields":[{"name":"city","type":"text"},{"name":"birthday","type":"date","required":false}],{{Synced}} """,
            @"ActionRequired mfaRequired ProvideFields(EndUser) city:Text! birthday:Date^\d{4}-\d{2}-\d{2}$"),
        ["a choice"] = (
            $$""" "state":"additionalInformationNeeded","fields":[{"name":"device","type":"list","values":[{"label":"iPhone","value":"d1"},{"value":2},{"label":"nothing"},null]}],{{Synced}} """,
            "ActionRequired mfaRequired ProvideFields(EndUser) device:Choice!(d1=iPhone,2=2)"),
        ["a choice of nothing"] = (
            $$""" "state":"additionalInformationNeeded","fields":[{"name":"device","type":"list","values":[]}],{{Synced}} """, "ActionRequired mfaRequired ProvideFields(EndUser) device:Text!"),
        ["the same field for two sources"] = (
            $$""" "state":"additionalInformationNeeded","fields":[{"name":"otp","connector_sources":["openapi"]},{"name":"otp","connector_sources":["directaccess"]}],{{Synced}} """,
            "ActionRequired mfaRequired ProvideFields(EndUser) otp:Otp!"),
        ["a type in capitals and one of tomorrow"] = (
            $$""" "state":"additionalInformationNeeded","fields":[{"name":"a","type":"PASSWORD"},{"name":"b","type":"hologram"}],{{Synced}} """,
            "ActionRequired mfaRequired ProvideFields(EndUser) a:Password! b:Text!"),
        ["a code without fields"] = ($$""" "state":"additionalInformationNeeded","fields":[],{{Synced}} """, "ActionRequired mfaRequired ProvideFields(EndUser)"),

        // Sources with states of their own.
        ["two sources, one broken"] = (
            $$""" "state":"SCARequired",{{Synced}},"sources":[{"id":1,"name":"openapi","state":"SCARequired"},{"id":2,"name":"directaccess","state":null,{{Synced}}}] """,
            "ReconnectRequired scaRequired FollowRedirect(EndUser) | PartialData | openapi ReconnectRequired, directaccess Active"),
        ["two sources, both broken"] = (
            $$""" "state":"wrongpass",{{Synced}},"sources":[{"id":1,"name":"openapi","state":"SCARequired"},{"id":2,"name":"directaccess","state":"wrongpass"}] """,
            "ReconnectRequired credentialsInvalid FollowRedirect(EndUser) | openapi ReconnectRequired, directaccess ReconnectRequired"),
        ["a broken source that is switched off"] = (
            $$""" "state":null,{{Synced}},"sources":[{"id":1,"name":"openapi","state":null,{{Synced}}},{"id":2,"name":"fallback","state":"bug","disabled":"2026-01-01 00:00:00"}] """,
            "Active none None | openapi Active, fallback Degraded off"),
        ["a source switched off by a flag"] = (
            $$""" "state":null,{{Synced}},"sources":[{"id":1,"name":"openapi","state":null,{{Synced}},"disabled":false},{"id":2,"name":"directaccess","state":"bug","disabled":true}] """,
            "Active none None | openapi Active, directaccess Degraded off"),
        ["a source that has not delivered yet"] = (
            $$""" "state":null,{{Synced}},"sources":[{"id":1,"name":"openapi","state":null,{{Synced}}},{"id":2,"name":"directaccess","state":null,"last_update":null}] """,
            "Active none None | openapi Active, directaccess Connecting"),
        ["a source of tomorrow"] = ($$""" "state":null,{{Synced}},"sources":[{"id":1,"name":"hologram","state":"pinNeeded"}] """, "Active none None | hologram Unknown"),
        ["no sources"] = ($$""" "state":null,{{Synced}},"sources":[] """, "Active none None"),

        // Accounts: new ones arrive switched off.
        ["an account not shared yet"] = (
            $$""" "state":null,{{Synced}},"all_accounts":[{"id":501,"disabled":null,"deleted":null},{"id":511,"disabled":"2026-03-02 10:41:07","deleted":null}] """, "Active none None | NewAccountsAvailable"),
        ["an account not shared, by a flag"] = ($$""" "state":null,{{Synced}},"all_accounts":[{"id":511,"disabled":true}] """, "Active none None | NewAccountsAvailable"),
        ["an account the bank took away"] = (
            $$""" "state":null,{{Synced}},"all_accounts":[{"id":511,"disabled":"2026-03-02 10:41:07","deleted":"2026-03-02 10:41:07"},{"id":512,"disabled":0,"deleted":false}] """, "Active none None"),
        ["no accounts"] = ($$""" "state":null,{{Synced}},"all_accounts":null,"accounts":[] """, "Active none None"),

        // Numbers as text, flags as numbers, what is not there, what is not known.
        ["switched off"] = ($$""" "state":null,{{Synced}},"active":"0" """, "Active none None | AutomaticRefreshOff"),
        ["active as a number"] = ($$""" "state":null,{{Synced}},"active":1 """, "Active none None"),
        ["everything null"] = (
            $$""" "id_user":null,"id_connector":null,"connector_uuid":null,"state":null,"error":null,"error_message":null,"fields":null,{{Synced}},"created":null,"active":null,"last_push":null,"expire":null,"next_try":null,"connector":null,"sources":null,"all_accounts":null """,
            "Active none None"),
        ["more than is known"] = (
            $$""" "state":null,{{Synced}},"subscriptions":[{"id":1}],"all_subscriptions":[],"informations":{"a":{"b":[1]} },"connector":{"id":40,"name":"Banque","products":["bank"],"sources":[{"id":1}]} """, "Active none None"),
    };

    public static TheoryData<string> Names => [.. Payloads.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_connection_says_what_the_product_should_do(string name)
    {
        var (members, expected) = Payloads[name];
        Get(Read).Once().ReturnsJson($$"""{"id":1201,{{members}} }""");

        Assert.Equal(expected, PowensWords.Of(await Client.GetAsync(Connection)));
    }

    /// <summary>The same of a list's item and of a delivery that is confirmed by a read would be a test of the stub: the wrapped form differs.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Wrapped_it_says_the_same(string name)
    {
        var (members, expected) = Payloads[name];
        Get(Read).Once().ReturnsJson($$"""{"message":"x","connection":{"id":"1201",{{members}} } }""");

        Assert.Equal(expected, PowensWords.Of(await Client.GetAsync(Connection)));
    }

    [Theory]
    [InlineData("""{"id":1201,"state":null,"connector_uuid":"","connector":{"uuid":"u-1","id":40,"name":"Banque"}}""", "u-1", "Banque")]
    [InlineData("""{"id":1201,"state":null,"id_connector":40,"connector":{"uuid":"u-1","name":"Banque"}}""", "u-1", "Banque")]
    [InlineData("""{"id":1201,"state":null,"id_connector":"40","connector":null}""", "40", null)]
    [InlineData("""{"id":1201,"state":null,"connector_uuid":"u-2","id_connector":40,"connector":{"name":null}}""", "u-2", null)]
    [InlineData("""{"id":1201,"state":null}""", null, null)]
    public async Task The_bank_is_named_by_what_is_there(string json, string? id, string? name)
    {
        Get(Read).Once().ReturnsJson(json);

        var connection = await Client.GetAsync(Connection);

        Assert.Equal((id, name), (connection.InstitutionId, connection.InstitutionName));
    }
}
