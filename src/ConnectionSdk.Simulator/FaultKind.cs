namespace ConnectionSdk.Simulator;

internal enum FaultKind
{
    None,
    Refuse,
    Replace,
    Truncate,
    CutMidBody,
    Drop,
    Oversized,
    GzipBomb,
    UnknownState,
    WrongContentType,
    Redirect,
}
