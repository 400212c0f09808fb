namespace Frostline.Hosting.Output;

/// <summary>
/// The one place everything is printed. The task that has run longest streams; what others write meanwhile is kept until those
/// begun before them have ended, so that outputs are whole and never mixed. Who is writing follows the flow of execution, so that it holds across awaits and threads.
/// </summary>
internal sealed class Transcript(TextWriter writer, ConsoleProfile profile)
{
    private readonly Lock gate = new();
    private readonly AsyncLocal<TaskOutput?> current = new();
    private readonly TaskOutput host = new(title: null);
    private readonly List<TaskOutput> running = [];
    private TaskOutput? printed;
    private bool lineIsOpen;

    public ConsoleProfile Profile { get; } = profile;

    /// <summary>Whether tasks have headings. A run of a single task needs none.</summary>
    public bool Headings { get; set; } = true;

    /// <summary>The output that belongs to the caller.</summary>
    public TaskOutput Current => current.Value ?? host;

    public TaskOutput Begin(string title)
    {
        var output = new TaskOutput(title);
        lock (gate)
            running.Add(output);
        return output;
    }

    /// <summary>From here on the caller, and everything it starts, writes to <paramref name="output"/>.</summary>
    public void Enter(TaskOutput output) => current.Value = output;

    /// <summary>Ends an output. It is printed now when it is the one that streams, else as soon as those begun before it have ended.</summary>
    public void End(TaskOutput output)
    {
        lock (gate)
        {
            output.Ended = true;
            while (running is [{ Ended: true } first, ..])
            {
                Flush(first);
                running.Remove(first);
                if (printed == first)
                    Close();
            }

            if (running is [var oldest, ..])
                Flush(oldest);
        }
    }

    public void WriteLine(string line) => Write(line + "\n");

    public void Write(string? text) => Write(Current, text);

    public void Write(TaskOutput output, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        lock (gate)
        {
            if (output.Title is null || !running.Contains(output) || running[0] == output)
                Print(output, text);
            else
                output.Pending.Append(text);
        }
    }

    private void Flush(TaskOutput output)
    {
        if (output.Pending.Length == 0)
            return;
        Print(output, output.Pending.ToString());
        output.Pending.Clear();
    }

    private void Print(TaskOutput output, string text)
    {
        if (printed != output)
        {
            Close();
            if (Headings && output.Title is { } title)
                writer.Write(Profile.Heading(output.Begun ? $"{title} (continued)" : title) + "\n");
            output.Begun = true;
            printed = output;
        }

        writer.Write(text);
        writer.Flush();
        lineIsOpen = text[^1] != '\n';
    }

    private void Close()
    {
        if (lineIsOpen)
            writer.Write('\n');
        lineIsOpen = false;
        if (Headings && printed?.Title is not null && Profile.Ending is { } ending)
            writer.Write(ending + "\n");
        printed = null;
    }
}
