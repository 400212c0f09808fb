using System.Text;

namespace Frostline.Hosting.Output;

/// <summary>A writer for code that wants one (<c>Console.Out</c>, Spectre): every piece goes to the caller's own output.</summary>
internal sealed class TranscriptWriter : TextWriter
{
    private readonly Transcript transcript;

    public TranscriptWriter(Transcript transcript)
    {
        this.transcript = transcript;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => transcript.Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => transcript.Write(new string(buffer, index, count));

    public override void Write(string? value) => transcript.Write(value);

    public override void WriteLine(string? value) => transcript.Write(value + "\n");
}
