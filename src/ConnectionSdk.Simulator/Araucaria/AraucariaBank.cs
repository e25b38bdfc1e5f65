namespace ConnectionSdk.Simulator.Araucaria;

/// <summary>The bank in the widget's list.</summary>
internal static class AraucariaBank
{
    public const string Id = "cl_banco_estado";

    public const string Name = "Banco Estado";
}
