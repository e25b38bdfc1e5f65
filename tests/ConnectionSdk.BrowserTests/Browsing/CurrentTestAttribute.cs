using System.Reflection;
using Xunit.Sdk;

namespace ConnectionSdk.BrowserTests.Browsing;

/// <summary>Remembers which test runs, for the names of its pictures. One runs at a time: they share a browser.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CurrentTestAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest) => CurrentTest.Name = methodUnderTest.Name;
}

internal static class CurrentTest
{
    public static string Name { get; set; } = "before the first test";
}
