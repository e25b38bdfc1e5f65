using System.Diagnostics.CodeAnalysis;

namespace ConnectionSdk.Simulator.Flinks;

/// <summary>An answer with a FlinksCode in the making.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It becomes an HTTP answer and never leaves the simulator.")]
internal sealed class FlinksFailure(string code, string? message = null, int? status = null) : Exception(message ?? FlinksCode.Named(code).Message)
{
    public string Code { get; } = code;

    /// <summary>The HTTP number, where a script asks for another one than the table's.</summary>
    public int? Status { get; } = status;

    /// <summary>The session it happened in, where there is one: the answer then names it and its institution.</summary>
    public FlinksSession? Session { get; init; }

    public FlinksFailure In(FlinksSession session) => new(Code, Message, Status) { Session = session };
}
