using System.Globalization;
using System.Text.RegularExpressions;
using Cake.Core;

namespace Frostline.Pipeline.LoadTests;

/// <summary>The options of LoadTest.</summary>
public sealed partial record LoadTestOptions
{
    /// <summary>Name, value and meaning of each, as <c>--help</c> shows them.</summary>
    public static IReadOnlyList<(string Name, string? Value, string Meaning)> All { get; } =
    [
        ("scenario", "NAME", "The scenario of tests/LoadTests that LoadTest runs. Default: smoke"),
        ("profile", "NAME", "Which of the scenario's profiles. Default: its first"),
        ("duration", "TIME", "How long all stages of a load test are together: 90s, 5m, 2h or hh:mm:ss"),
        ("scale", "FACTOR", "Multiplies every rate and number of users of a load test. Default: 1"),
        ("seed", "NUMBER", "Plans the same load again. Default: 1"),
        ("url", "URL", "Load or scan this address instead of the environment's"),
        ("request", "METHOD PATH", "With --url, the one request of a quick run, in quotes: \"GET /menu\""),
        ("rate", "NUMBER", "Requests per second of a quick run"),
        ("users", "NUMBER", "Users of a quick run, instead of a rate"),
        ("generators", "NUMBER", "Processes that share the sending of a load test. Default: 1, in this one"),
        ("save-baseline", "NAME", "Keep this load test's figures as a baseline"),
        ("baseline", "NAME", "The baseline to compare with. Default: that of the scenario and profile, if there is one"),
    ];

    public required string Scenario { get; init; }

    public required string? Profile { get; init; }

    public required TimeSpan? Duration { get; init; }

    public required double Scale { get; init; }

    internal bool IsScaled => Scale != 1;

    public required int Seed { get; init; }

    public required Uri? Url { get; init; }

    /// <summary>Method and path, when this is a quick run.</summary>
    public required (string Method, string Path)? Request { get; init; }

    public required double? Rate { get; init; }

    public required int? Users { get; init; }

    /// <summary>From 1; 1 sends from this process.</summary>
    public required int Generators { get; init; }

    public required string? SaveBaseline { get; init; }

    public required string? Baseline { get; init; }

    /// <summary>Reads them; what is wrong is added to the errors.</summary>
    internal static LoadTestOptions Read(ICakeArguments arguments, List<string> errors)
    {
        var options = new LoadTestOptions
        {
            Scenario = Named("scenario") ?? "smoke",
            Profile = Named("profile"),
            Duration = Parsed("duration", DurationOf, "Give a time such as 90s, 5m, 2h or 00:01:30."),
            Scale = Parsed("scale", text => Positive(text), "Give a number above 0, such as 0.1.") ?? 1,
            Seed = Parsed("seed", text => int.TryParse(text, CultureInfo.InvariantCulture, out var seed) ? seed : (int?)null, "Give a whole number.") ?? 1,
            Url = Reference("url", text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null, "Give an address such as http://localhost:8080."),
            Request = Parsed("request", RequestOf, "Give a method and a path in quotes, such as \"GET /menu\"."),
            Rate = Parsed("rate", text => Positive(text), "Give requests per second, a number above 0."),
            Users = Parsed("users", text => int.TryParse(text, CultureInfo.InvariantCulture, out var users) && users > 0 ? users : (int?)null, "Give a whole number above 0."),
            Generators = Parsed("generators", text => int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 64 ? count : (int?)null, "Give a whole number from 1 to 64.") ?? 1,
            SaveBaseline = Named("save-baseline"),
            Baseline = Named("baseline"),
        };
        options.CheckTogether(errors, isScenarioNamed: Text("scenario") is not null);
        return options;

        string? Text(string name) => arguments.GetArguments(name).LastOrDefault();

        T? Parsed<T>(string name, Func<string, T?> parse, string remedy)
            where T : struct
        {
            if (Text(name) is not { } text)
                return null;
            var value = parse(text);
            if (value is null)
                errors.Add($"--{name}: '{text}' cannot be read. {remedy}");
            return value;
        }

        T? Reference<T>(string name, Func<string, T?> parse, string remedy)
            where T : class
        {
            if (Text(name) is not { } text)
                return null;
            var value = parse(text);
            if (value is null)
                errors.Add($"--{name}: '{text}' cannot be read. {remedy}");
            return value;
        }

        string? Named(string name) => Reference(name, text => FileName().IsMatch(text) ? text : null, "Use letters, digits and dashes: it is the name of a file.");
    }

    private void CheckTogether(List<string> errors, bool isScenarioNamed)
    {
        if (Request is not null && isScenarioNamed)
            errors.Add("--scenario: a quick run has its one request, and no scenario. Leave out --scenario or --request.");
        if (Request is null && (Rate ?? Users) is not null)
            errors.Add($"--{(Rate is null ? "users" : "rate")}: says nothing without a request. Add --request=\"GET /\", or use --scale for a scenario.");
        if (Request is not null && Url is null)
            errors.Add("--request: has no address. Add --url=http://…");
        if (Request is not null && Rate is null == Users is null)
            errors.Add("--request: needs one of --rate and --users.");
    }

    private static double? Positive(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number) ? number : null;

    private static (string Method, string Path)? RequestOf(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var method, var path] && path.StartsWith('/') ? (method.ToUpperInvariant(), path) : null;

    private static TimeSpan? DurationOf(string text)
    {
        if (ShortDuration().Match(text) is { Success: true } match)
        {
            var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(number * match.Groups[2].Value switch { "h" => 3600, "m" => 60, _ => 1 }) is { Ticks: > 0 } time ? time : null;
        }

        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero ? duration : null;
    }

    [GeneratedRegex(@"^(\d{1,6}(?:\.\d+)?)([smh])$")]
    private static partial Regex ShortDuration();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex FileName();
}
