using System.ComponentModel;
using System.Globalization;

namespace ConnectionSdk;

/// <summary>Lets configuration binding fill a secret from text; turns it back only into the mask.</summary>
internal sealed class SensitiveStringTypeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? SensitiveString.FromString(text) : base.ConvertFrom(context, culture, value);

    public override object? ConvertTo(ITypeDescriptorContext? context, CultureInfo? culture, object? value, Type destinationType) =>
        destinationType == typeof(string) && value is SensitiveString ? SensitiveString.Masked : base.ConvertTo(context, culture, value, destinationType);
}
