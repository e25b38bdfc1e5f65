namespace ConnectionSdk.Conformance;

/// <summary>What can go wrong between an adapter and its provider.</summary>
public enum Trouble
{
    /// <summary>The next request that changes something is carried out, and the connection is dropped instead of an answer.</summary>
    AnswerLost = 0,

    /// <summary>From now on every request is answered with status 200 and a page of HTML.</summary>
    Nonsense,

    /// <summary>From now on no request is answered.</summary>
    Silence,
}
