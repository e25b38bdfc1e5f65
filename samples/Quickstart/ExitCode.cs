namespace ConnectionSdk.Quickstart;

internal static class ExitCode
{
    public const int AsExpected = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Stopped = 130;
}
