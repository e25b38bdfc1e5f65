using System.Reflection;
using ConnectionSdk.DocsTests.Pages;

namespace ConnectionSdk.DocsTests;

/// <summary>docs/errors.md has every public exception and every kind of failure, and no other.</summary>
public sealed class ErrorsPageTests
{
    private static readonly string[] Assemblies =
    [
        "ConnectionSdk", "ConnectionSdk.Aerosync", "ConnectionSdk.Araucaria", "ConnectionSdk.AspNetCore", "ConnectionSdk.Core", "ConnectionSdk.Flinks", "ConnectionSdk.Powens",
    ];

    private static readonly DocPage Page = DocPages.Get("docs/errors.md");

    [Fact]
    public void The_page_has_every_exception() => Assert.Equal(
        Assemblies.SelectMany(name => Assembly.Load(name).GetExportedTypes()).Where(typeof(Exception).IsAssignableFrom).Select(type => type.Name).Order(StringComparer.Ordinal),
        Page.FirstCells("Exceptions").Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_has_every_kind_in_order() => Assert.Equal(Enum.GetNames<ProviderErrorKind>(), Page.FirstCells("Kinds of provider failures"));

    [Fact]
    public void The_pages_have_every_outcome_and_phase_and_action()
    {
        var reconnect = DocPages.Get("docs/reconnect.md");

        Assert.Equal(Enum.GetNames<ReconnectOutcome>(), reconnect.FirstCells("Outcomes"));
        Assert.Equal(Enum.GetNames<ReconnectPhase>(), reconnect.FirstCells("Phases"));
        Assert.Equal(Enum.GetNames<RequiredActionKind>(), reconnect.FirstCells("Actions and replies"));
        Assert.Equal(Enum.GetNames<AccountChange>(), reconnect.FirstCells("Accounts before and after"));
    }
}
