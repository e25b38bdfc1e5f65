namespace ConnectionSdk.Simulator.Powens;

internal enum PowensStepKind
{
    Consent,
    Code,
    Approval,
    Redirect,
    Credentials,
    NewPassword,
    BankAction,
    Outage,
    Stuck,
}
