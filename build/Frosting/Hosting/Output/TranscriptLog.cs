using System.Globalization;
using Cake.Core.Diagnostics;

namespace Frostline.Hosting.Output;

/// <summary>Cake's log. A task that changes the verbosity changes its own, not that of its neighbours.</summary>
internal sealed class TranscriptLog(Transcript transcript) : ICakeLog
{
    private Verbosity verbosity = Verbosity.Normal;

    public Verbosity Verbosity
    {
        get => transcript.Current.Verbosity ?? verbosity;
        set
        {
            if (transcript.Current.Title is null)
                verbosity = value;
            else
                transcript.Current.Verbosity = value;
        }
    }

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity)
            return;
        var text = args is { Length: > 0 } ? string.Format(CultureInfo.InvariantCulture, format, args) : format;
        transcript.WriteLine(level switch
        {
            LogLevel.Fatal or LogLevel.Error => transcript.Profile.Error(text),
            LogLevel.Warning => transcript.Profile.Warning(text),
            LogLevel.Information => text,
            _ => transcript.Profile.Faint(text),
        });
    }
}
