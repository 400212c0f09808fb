using Cake.Core.IO;

namespace Frostline.Hosting.Output;

/// <summary>
/// Lets the output of tools that tasks start take part in the transcript: a tool that would inherit the terminal
/// writes, line by line, to the output of the task that started it.
/// </summary>
internal sealed class TranscriptProcessRunner(ProcessRunner inner, Transcript transcript) : IProcessRunner
{
    public IProcess Start(FilePath filePath, ProcessSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var output = transcript.Current;
        var inherits = !settings.Silent && !settings.RedirectStandardOutput && !settings.RedirectStandardError;
        return inner.Start(filePath, inherits && output.Title is not null ? Redirected(settings, output) : settings);
    }

    private ProcessSettings Redirected(ProcessSettings settings, TaskOutput output)
    {
        return new ProcessSettings
        {
            Arguments = settings.Arguments,
            WorkingDirectory = settings.WorkingDirectory,
            NoWorkingDirectory = settings.NoWorkingDirectory,
            StandardInput = settings.StandardInput,
            Timeout = settings.Timeout,
            EnvironmentVariables = settings.EnvironmentVariables,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectedStandardOutputHandler = Print,
            RedirectedStandardErrorHandler = Print,
        };

        string? Print(string? line)
        {
            if (line is not null)
                transcript.Write(output, line + "\n");
            return null;
        }
    }
}
