using System.Text.Json;
using Frostline.Delivery.Processes;

namespace Frostline.Delivery.Rollouts;

/// <summary>One line before and after each step and effect, on disk before the step goes on. The lines carry no secrets.</summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Mark of a line whose detail is the address of an operation that the platform accepted.</summary>
    public const string Accepted = "accepted";

    private readonly FileStream file;
    private readonly TimeProvider clock;
    private readonly Redaction redaction;
    private readonly Lock writing = new();
    private bool mayFail;

    /// <summary>Told of each line once it was written, by mark, step and subject.</summary>
    public Action<string, string, string?> Written { get; init; } = (_, _, _) => { };

    public Journal(string path, Redaction redaction, TimeProvider clock)
    {
        (this.redaction, this.clock) = (redaction, clock);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        file = new FileStream(path, OwnerOnly());
    }

    /// <param name="mark"><c>begin</c>, <c>accepted</c>, <c>end</c> or <c>fail</c>.</param>
    /// <param name="step">The phase or effect.</param>
    /// <param name="subject">The app or revision, or null.</param>
    /// <param name="detail">What it is about, or the error.</param>
    /// <exception cref="DeliveryException">A step would begin that is not on disk.</exception>
    public void Write(string mark, string step, string? subject, string? detail = null)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new JournalLine(clock.GetUtcNow(), mark, step, subject, detail is null ? null : redaction.Apply(detail)), JournalLine.Json);
        try
        {
            lock (writing)
            {
                file.Write([.. line, (byte)'\n']);
                file.Flush(flushToDisk: true);
            }
        }
        catch (IOException error)
        {
            // Nothing begins unwritten; but what was done is done, and an undo matters more than its line.
            if (mark == "begin" && !mayFail)
                throw new DeliveryException($"{file.Name}: the journal cannot be written: {error.Message} Make room for it, then deploy again.", error);
        }

        Written(mark, step, subject);
    }

    /// <summary>From here on lines that cannot be written are left out.</summary>
    public void MayFail() => mayFail = true;

    /// <summary>Journals an effect without a result before and after it.</summary>
    public Task EffectAsync(string step, string subject, string? detail, Func<Task> effect) => EffectAsync(step, subject, detail, async () =>
    {
        await effect();
        return true;
    });

    /// <summary>Journals an effect before and after it.</summary>
    public async Task<T> EffectAsync<T>(string step, string subject, string? detail, Func<Task<T>> effect)
    {
        Write("begin", step, subject, detail);
        try
        {
            var result = await effect();
            Write("end", step, subject);
            return result;
        }
        catch (Exception error)
        {
            Write("fail", step, subject, error.Message);
            throw;
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>Addresses of operations may be signed.</summary>
    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
