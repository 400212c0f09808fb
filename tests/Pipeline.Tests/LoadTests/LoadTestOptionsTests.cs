using Cake.Core;
using Frostline.Pipeline.LoadTests;

namespace Pipeline.Tests.LoadTests;

/// <summary>What the command line says of a load test, and what it cannot say.</summary>
public sealed class LoadTestOptionsTests
{
    [Fact]
    public void Read_OfNothing_IsTheScenarioSmoke_AsItIs()
    {
        var options = Read();

        (options.Scenario, options.Profile, options.Scale, options.Seed, options.Generators).ShouldBe(("smoke", null, 1, 1, 1));
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("00:01:30", 90)]
    public void Duration_IsATimeAsPeopleWriteIt(string text, double seconds) => Read(("duration", text)).Duration.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void QuickRun_IsAnAddress_ARequest_AndARate()
    {
        var options = Read(("url", "http://localhost:8080"), ("request", "get  /menu"), ("rate", "500"));

        options.Request.ShouldBe(("GET", "/menu"));
        (options.Url, options.Rate, options.Users).ShouldBe((new Uri("http://localhost:8080"), 500, null));
    }

    [Theory]
    [InlineData("duration", "soon", "--duration: 'soon' cannot be read. Give a time such as 90s, 5m, 2h or 00:01:30.")]
    [InlineData("duration", "0s", "--duration: '0s' cannot be read. Give a time such as 90s, 5m, 2h or 00:01:30.")]
    [InlineData("scale", "-1", "--scale: '-1' cannot be read. Give a number above 0, such as 0.1.")]
    [InlineData("generators", "65", "--generators: '65' cannot be read. Give a whole number from 1 to 64.")]
    [InlineData("url", "ftp://localhost", "--url: 'ftp://localhost' cannot be read. Give an address such as http://localhost:8080.")]
    [InlineData("scenario", "../smoke", "--scenario: '../smoke' cannot be read. Use letters, digits and dashes: it is the name of a file.")]
    [InlineData("rate", "50", "--rate: says nothing without a request. Add --request=\"GET /\", or use --scale for a scenario.")]
    [InlineData("users", "5", "--users: says nothing without a request. Add --request=\"GET /\", or use --scale for a scenario.")]
    public void Read_OfWhatCannotBe_SaysWhy(string name, string value, string error) => Errors((name, value)).ShouldBe([error]);

    [Fact]
    public void QuickRun_WithoutAddressAndRate_OrWithAScenario_SaysAllOfIt() => Errors(("request", "GET /"), ("scenario", "smoke")).ShouldBe([
        "--scenario: a quick run has its one request, and no scenario. Leave out --scenario or --request.",
        "--request: has no address. Add --url=http://…",
        "--request: needs one of --rate and --users.",
    ]);

    private static LoadTestOptions Read(params (string Name, string Value)[] arguments) => LoadTestOptions.Read(Arguments(arguments), []);

    private static List<string> Errors(params (string Name, string Value)[] arguments)
    {
        var errors = new List<string>();
        LoadTestOptions.Read(Arguments(arguments), errors);
        return errors;
    }

    private static CakeArguments Arguments((string Name, string Value)[] arguments) => new(arguments.ToLookup(argument => argument.Name, argument => argument.Value));
}
