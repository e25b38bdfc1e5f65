namespace ConnectionSdk;

/// <summary>How a field is asked for.</summary>
public enum FieldKind
{
    /// <summary>Plain text; also what an unknown kind is shown as.</summary>
    Text = 0,

    /// <summary>Text that must not be shown while it is typed.</summary>
    Password,

    /// <summary>A one-time code.</summary>
    Otp,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A date, replied as <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>One of the options, which are pictures in base64.</summary>
    ImageChoice,
}
