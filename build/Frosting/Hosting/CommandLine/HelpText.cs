namespace Frostline.Hosting.CommandLine;

internal static class HelpText
{
    public static IEnumerable<string> Lines()
    {
        yield return "Runs tasks and everything they need.";
        yield return "";
        yield return "Usage: --target=NAME [--option] [--name=value]";
        yield return "";
        var spellings = HostOption.All.Select(Spelling).ToList();
        var width = spellings.Max(spelling => spelling.Length);
        foreach (var (spelling, option) in spellings.Zip(HostOption.All))
            yield return $"  {spelling.PadRight(width)}  {option.Description}";
        yield return "";
        yield return "Other options are arguments of the tasks. --description lists the tasks.";
        yield return "Exit codes: 0 done, 1 a task failed, 2 usage or settings error, 3 refused, 130/143 cancelled.";
    }

    private static string Spelling(HostOption option)
    {
        var letter = option.Names.FirstOrDefault(name => name.Length == 1);
        var value = option.Value is null ? "" : $"={option.Value}";
        return $"{(letter is null ? "    " : $"-{letter}, ")}--{option.Names[0]}{value}";
    }
}
