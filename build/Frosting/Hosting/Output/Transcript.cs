namespace Frostline.Hosting.Output;

/// <summary>
/// The one place everything is printed. What a task writes is kept and printed whole when the task ends; while only one
/// task runs, it streams. Who is writing follows the flow of execution, so that it holds across awaits and threads.
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

    public void End(TaskOutput output)
    {
        lock (gate)
        {
            Flush(output);
            output.Ended = true;
            running.Remove(output);
            if (printed == output)
                Close();
            if (running is [var last])
                Flush(last);
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
            if (output.Title is null || output.Ended || running is [var only] && only == output)
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
