using ConnectionSdk.Providers;

namespace ConnectionSdk.Tests.Aerosync;

/// <summary>What comes back from the widget, in every shape that was seen.</summary>
public class AerosyncMessageTests
{
    [Theory]
    [InlineData("""{"type":"pageSuccess","payload":{"connectionId":"c1","clientName":"x","aeroPassUserUuid":"u"}}""")]
    [InlineData("""{"type":"pageSuccess","payload":{"accounts":[{"connectionId":"c1","accountType":"x"},{"connectionId":"c2"}],"clientName":"x"}}""")]
    [InlineData("""{"type":"pageSuccess","payload":{"user_id":"u","user_password":"c1","ClientName":"x","FILoginAcctId":"{\"a\":1}"}}""")]
    [InlineData("""{"type":"pageSuccess","payload":"{\"connectionId\":\"c1\"}"}""")]
    [InlineData("""{"connectionId":"c1","clientName":"x"}""")]
    [InlineData("""{"accounts":[{"connectionId":"c1"}]}""")]
    [InlineData("""{"user_id":"u","user_password":"c1"}""")]
    [InlineData("""
        "{\"type\":\"pageSuccess\",\"payload\":{\"connectionId\":\"c1\"}}"
        """)]
    public async Task Success_is_read_in_each_of_its_shapes(string json) =>
        Assert.Equal("aerosync:u1/c1", (await CompleteAsync(new UserReply.WidgetReturned(json))).ToString());

    [Theory]
    [InlineData("""{"type":"pageSuccess","payload":{}}""")]
    [InlineData("""{"type":"pageSuccess"}""")]
    [InlineData("""{"type":"pageSuccess","payload":{"accounts":[1,null,{"connectionId":5}]}}""")]
    [InlineData("""{"type":"pageSuccess","payload":{"connectionId":"   "}}""")]
    [InlineData("""{"type":"widgetPageLoaded","payload":{"connectionId":"c1"}}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("5")]
    [InlineData("{")]
    [InlineData("")]
    public Task A_message_that_names_no_connection_makes_none(string json) => FailsAsync(new UserReply.WidgetReturned(json), "unrecognised", null);

    [Theory]
    [InlineData("""{"type":"widgetError","payload":"POLLING_TIMEOUT | Code: AR-100 | Message: x"}""", "mfaTimeout", "AR-100")]
    [InlineData("""{"type":"widgetError","payload":"X|code:AC-117|Message: a | b"}""", "credentialsInvalid", "AC-117")]
    [InlineData("""{"type":"widgetError","payload":"X | Code: AC-204 | Message: y"}""", "noAccounts", "AC-204")]
    [InlineData("""{"type":"widgetError","payload":"X | Code: AC-999 | Message: y"}""", "unrecognised", "AC-999")]
    [InlineData("""{"type":"widgetError","payload":"something else"}""", "unrecognised", null)]
    [InlineData("""{"type":"widgetError","payload":{"code":"AR-500"}}""", "providerError", "AR-500")]
    [InlineData("""{"type":"widgetError"}""", "unrecognised", null)]
    [InlineData("SERVER_ERROR | Code: AR-500 | Message: x", "providerError", "AR-500")]
    [InlineData("""{"type":"widgetClose","payload":{}}""", "userAbandoned", null)]
    public Task Errors_and_closing_are_told_with_reason_and_code(string json, string reason, string? code) =>
        FailsAsync(new UserReply.WidgetReturned(json), reason, code);

    [Theory]
    [InlineData("https://app.example/back?status=error&AC_CODE=AC-117", "credentialsInvalid", "AC-117")]
    [InlineData("https://app.example/back?status=close", "userAbandoned", null)]
    [InlineData("https://app.example/back?status=success", "unrecognised", null)]
    [InlineData("https://app.example/back?status=new", "unrecognised", null)]
    [InlineData("myapp://back", "unrecognised", null)]
    public Task An_address_without_success_makes_no_connection(string address, string reason, string? code) =>
        FailsAsync(new UserReply.RedirectReturned(new Uri(address)), reason, code);

    [Fact]
    public async Task An_address_names_its_connection() => Assert.Equal(
        "aerosync:u1/c1", (await CompleteAsync(new UserReply.RedirectReturned(new Uri("myapp://back?status=success&connectionId=c1&clientName=x")))).ToString());

    [Fact]
    public async Task Deep_long_and_hostile_messages_are_no_messages()
    {
        await FailsAsync(new UserReply.WidgetReturned(new string('[', 5000)), "unrecognised", null);
        await FailsAsync(new UserReply.WidgetReturned(new string('|', 100_000)), "unrecognised", null);
        await FailsAsync(new UserReply.WidgetReturned($$"""{"connectionId":"{{new string('c', 300)}}"}"""), "unrecognised", null);
        await FailsAsync(new UserReply.WidgetReturned("""{"connectionId":"\u0000"}"""), "unrecognised", null);
        await FailsAsync(new UserReply.WidgetReturned("""{"type":"pageSuccess","payload":{"connectionId":"\ud800"}}"""), "unrecognised", null);
    }

    private static async Task FailsAsync(UserReply reply, string reason, string? code)
    {
        var error = await Assert.ThrowsAsync<ConnectNotCompletedException>(() => CompleteAsync(reply));
        Assert.Equal((reason, code), (error.Reason.Value, error.ProviderCode));
    }

    private static async Task<ConnectionRef> CompleteAsync(UserReply reply)
    {
        using var bed = new AerosyncBed();
        var session = new ConnectSession { User = new UserRef(new ProviderId("aerosync"), "u1"), Action = new RequiredAction.OpenWidget() };
        return await bed.Provider.CompleteConnectAsync(session, reply, CancellationToken.None);
    }
}
