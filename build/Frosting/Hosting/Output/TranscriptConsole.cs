using System.Globalization;
using Cake.Core;

namespace Frostline.Hosting.Output;

/// <summary>Cake's console. Errors keep their place in the transcript instead of overtaking it on another stream.</summary>
internal sealed class TranscriptConsole(Transcript transcript) : IConsole
{
    public ConsoleColor ForegroundColor
    {
        get => transcript.Current.Foreground;
        set => Colour(() => transcript.Current.Foreground = value, foreground: value, first: 30);
    }

    public ConsoleColor BackgroundColor
    {
        get => transcript.Current.Background;
        set => Colour(() => transcript.Current.Background = value, foreground: value, first: 40);
    }

    public bool SupportAnsiEscapeCodes => transcript.Profile.Ansi;

    public void Write(string value) => transcript.Write(value);

    public void Write(string format, params object[] arg) => Write(string.Format(CultureInfo.InvariantCulture, format, arg));

    public void WriteLine(string value) => transcript.WriteLine(value);

    public void WriteLine(string format, params object[] arg) => WriteLine(string.Format(CultureInfo.InvariantCulture, format, arg));

    public void WriteError(string value) => transcript.Write(transcript.Profile.Paint(value, "31"));

    public void WriteError(string format, params object[] arg) => WriteError(string.Format(CultureInfo.InvariantCulture, format, arg));

    public void WriteErrorLine(string value) => transcript.WriteLine(transcript.Profile.Error(value));

    public void WriteErrorLine(string format, params object[] arg) => WriteErrorLine(string.Format(CultureInfo.InvariantCulture, format, arg));

    public void ResetColor()
    {
        (transcript.Current.Foreground, transcript.Current.Background) = (ConsoleColor.Gray, ConsoleColor.Black);
        Code(0);
    }

    private void Colour(Action remember, ConsoleColor foreground, int first)
    {
        remember();
        Code(first + Ansi(foreground));
    }

    private void Code(int code)
    {
        if (transcript.Profile.Ansi)
            transcript.Write($"\e[{code}m");
    }

    // Windows orders the colours blue-green-red, terminals red-green-blue, and the bright ones come 60 later.
    private static int Ansi(ConsoleColor colour)
    {
        var bits = (int)colour & 7;
        var swapped = (bits & 2) | ((bits & 1) << 2) | ((bits & 4) >> 2);
        return swapped + (colour >= ConsoleColor.DarkGray ? 60 : 0);
    }
}
