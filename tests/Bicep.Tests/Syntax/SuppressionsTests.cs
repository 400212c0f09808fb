namespace Frostline.Bicep.Tests.Syntax;

public sealed class SuppressionsTests
{
    private static readonly BicepFile File = BicepFile.Parse("main.bicep", """
        #disable-next-line no-unused-params BCP081 // both are known
        param a string
        param b string
          #disable-diagnostics no-unused-vars
        var c = 1
        #restore-diagnostics no-unused-vars
        var d = 1
        """);

    [Fact]
    public void Directives_AreNoErrors() => File.Diagnostics.ShouldBeEmpty();

    [Theory]
    [InlineData(2, "no-unused-params", true)]
    [InlineData(2, "NO-UNUSED-PARAMS", true)]
    [InlineData(2, "BCP081", true)]
    [InlineData(2, "no-unused-vars", false)]
    [InlineData(3, "no-unused-params", false)]
    [InlineData(5, "no-unused-vars", true)]
    [InlineData(7, "no-unused-vars", false)]
    public void Suppresses_WhatTheCommentsName(int line, string code, bool hidden) =>
        File.Suppresses(new Diagnostic(DiagnosticSeverity.Warning, code, "", "main.bicep", line, 1, 0)).ShouldBe(hidden);

    [Fact]
    public void Suppresses_NoErrorOfTheLanguage()
    {
        File.Suppresses(new Diagnostic(DiagnosticSeverity.Error, "BCP081", "", "main.bicep", 2, 1, 0)).ShouldBeFalse();
        File.Suppresses(new Diagnostic(DiagnosticSeverity.Error, "no-unused-params", "", "main.bicep", 2, 1, 0)).ShouldBeTrue();
    }
}
