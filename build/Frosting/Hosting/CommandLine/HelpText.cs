namespace Frostline.Hosting.CommandLine;

internal static class HelpText
{
    public static IEnumerable<string> Lines(IReadOnlyList<TaskArgument> arguments)
    {
        yield return "Runs tasks and everything they need.";
        yield return "";
        yield return "Usage: --target=NAME [--option] [--name=value]";
        yield return "";
        var options = HostOption.All.Select(option => (Spelling: Spelling(option), option.Description)).ToList();
        var own = arguments.Select(argument => (Spelling: $"    --{argument.Name}{Value(argument.Value)}", argument.Description)).ToList();
        var width = options.Concat(own).Max(row => row.Spelling.Length);
        foreach (var (spelling, description) in options)
            yield return $"  {spelling.PadRight(width)}  {description}";
        yield return "";
        if (own.Count > 0)
            yield return "Arguments of the tasks";
        foreach (var (spelling, description) in own)
            yield return $"  {spelling.PadRight(width)}  {description}";
        if (own.Count > 0)
            yield return "";
        yield return own.Count > 0 ? "--description lists the tasks." : "Other options are arguments of the tasks. --description lists the tasks.";
        yield return "Exit codes: 0 done, 1 a task failed, 2 usage or settings error, 3 refused, 130/143 cancelled.";
    }

    private static string Spelling(HostOption option)
    {
        var letter = option.Names.FirstOrDefault(name => name.Length == 1);
        return $"{(letter is null ? "    " : $"-{letter}, ")}--{option.Names[0]}{Value(option.Value)}";
    }

    private static string Value(string? value) => value is null ? "" : $"={value}";
}
