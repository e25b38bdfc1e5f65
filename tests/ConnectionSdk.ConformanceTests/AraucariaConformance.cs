using ConnectionSdk.Conformance;
using ConnectionSdk.ConformanceTests.Simulated;

namespace ConnectionSdk.ConformanceTests;

/// <summary>Araucaria, after a change of password.</summary>
public sealed class AraucariaPasswordConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() => new AraucariaDriver(connection => connection.FailAuthentication()).StartAsync();
}

/// <summary>Araucaria, where the bank wants a code; answered in the older edition of the API.</summary>
public sealed class AraucariaCodeConformance : ProviderConformance
{
    protected override Task<IProviderDriver> StartDriverAsync() => new AraucariaDriver(
        connection => connection.AskForCode(),
        edition =>
        {
            edition.SaysActive = true;
            edition.NamesConnectionIdId = true;
            edition.SaysLastSyncAt = true;
            edition.WrapsAccounts = true;
            edition.AccountsPerPage = 1;
            edition.ShowsWholeNumbers = true;
            edition.AnswersOk = true;
        }).StartAsync();
}
