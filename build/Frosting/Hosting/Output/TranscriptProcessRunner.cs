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
        if (!settings.Silent && !settings.RedirectStandardOutput && !settings.RedirectStandardError && output.Title is not null)
        {
            settings.RedirectStandardOutput = settings.RedirectStandardError = true;
            settings.RedirectedStandardOutputHandler = settings.RedirectedStandardErrorHandler = line =>
            {
                if (line is not null)
                    transcript.Write(output, line + "\n");
                return null!;
            };
        }

        return inner.Start(filePath, settings);
    }
}
