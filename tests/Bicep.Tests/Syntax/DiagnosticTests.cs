namespace Frostline.Bicep.Tests.Syntax;

public sealed class DiagnosticTests
{
    [Fact]
    public void ToString_IsTheFormThatEditorsLink() =>
        new Diagnostic(DiagnosticSeverity.Error, "BCP018", "Expected the \"]\" character at this location.", "main.bicep", 3, 14, 0)
            .ToString().ShouldBe("main.bicep(3,14): error BCP018: Expected the \"]\" character at this location.");
}
