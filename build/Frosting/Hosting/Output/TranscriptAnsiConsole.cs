using System.Text;
using Spectre.Console;

namespace Frostline.Hosting.Output;

/// <summary>Where Spectre's console writes: the transcript, with the host's idea of colours.</summary>
internal sealed class TranscriptAnsiConsole(TextWriter writer, ConsoleProfile profile) : IAnsiConsoleOutput
{
    public TextWriter Writer { get; } = writer;

    public bool IsTerminal => profile.Ansi;

    public int Width { get; } = Console.IsOutputRedirected ? 120 : Math.Max(Console.WindowWidth, 40);

    public int Height => 40;

    public static IAnsiConsole Create(Transcript transcript) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = transcript.Profile.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = transcript.Profile.Ansi ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new TranscriptAnsiConsole(new TranscriptWriter(transcript), transcript.Profile),
    });

    public void SetEncoding(Encoding encoding)
    {
    }
}
