namespace LocalAzure;

/// <summary>The terminal of whoever started the program, as long as there is one.</summary>
internal static class Terminal
{
    public static void Say(string line) => Write(Console.Out, line);

    public static void Complain(string line) => Write(Console.Error, line);

    private static void Write(TextWriter terminal, string line)
    {
        try
        {
            terminal.WriteLine(line);
        }
        catch (IOException)
        {
            // The starter is gone and its pipe with it: nobody is left to read this.
        }
    }
}
