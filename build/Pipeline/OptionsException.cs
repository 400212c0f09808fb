namespace Frostline.Pipeline;

/// <summary>What is wrong with the command line: every mistake, one line each.</summary>
public sealed class OptionsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
