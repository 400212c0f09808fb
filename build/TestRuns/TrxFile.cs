using System.Globalization;
using System.Xml.Linq;

namespace Frostline.TestRuns;

/// <summary>One test of a TRX file.</summary>
internal sealed record TrxTest(string Name, TrxOutcome Outcome, TimeSpan Duration, string Message, string StackTrace);

internal enum TrxOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>The parts of a TRX file that matter: its tests, and errors of the run itself.</summary>
internal sealed record TrxFile(IReadOnlyList<TrxTest> Tests, IReadOnlyList<string> Errors)
{
    /// <summary>The runner reports each failed test as an error of the run as well.</summary>
    private const string FailedTest = "[FAIL]";

    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static TrxFile Read(string path)
    {
        var document = XDocument.Load(path);
        return new(
            [.. document.Descendants(Trx + "UnitTestResult").Select(Test)],
            [
                .. document.Descendants(Trx + "RunInfo")
                    .Where(info => (string?)info.Attribute("outcome") == "Error")
                    .Select(info => info.Value.Trim())
                    .Where(text => !text.EndsWith(FailedTest, StringComparison.Ordinal)),
            ]);
    }

    private static TrxTest Test(XElement result)
    {
        var error = result.Element(Trx + "Output")?.Element(Trx + "ErrorInfo");
        return new(
            (string)result.Attribute("testName")!,
            Outcome((string?)result.Attribute("outcome")),
            TimeSpan.TryParse((string?)result.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) ? duration : default,
            Unescaped(error?.Element(Trx + "Message")?.Value ?? ""),
            error?.Element(Trx + "StackTrace")?.Value ?? "");
    }

    /// <summary>An outcome nobody foresaw ("Aborted", "Timeout") is a failure.</summary>
    private static TrxOutcome Outcome(string? outcome) => outcome switch
    {
        "Passed" => TrxOutcome.Passed,
        "NotExecuted" => TrxOutcome.Skipped,
        _ => TrxOutcome.Failed,
    };

    /// <summary>xunit.v3's own TRX writer puts a backslash before each quotation mark; the other writer does not.</summary>
    private static string Unescaped(string message) => message.Replace("\\\"", "\"", StringComparison.Ordinal).Trim();
}
