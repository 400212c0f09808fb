using System.Text.Json;

namespace Frostline.Delivery.Rollouts;

/// <summary>One line before and after each step and effect, on disk before the step goes on.</summary>
internal sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions OneLine = new(DeliveryJson.Options) { WriteIndented = false };

    private readonly FileStream file;
    private readonly TimeProvider clock;
    private readonly Lock writing = new();

    public Journal(string path, TimeProvider clock)
    {
        this.clock = clock;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <param name="mark"><c>begin</c>, <c>end</c> or <c>fail</c>.</param>
    /// <param name="step">The phase or effect.</param>
    /// <param name="subject">The app or revision, or null.</param>
    /// <param name="detail">What it is about, or the error.</param>
    public void Write(string mark, string step, string? subject, string? detail = null)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new { At = clock.GetUtcNow(), Mark = mark, Step = step, Subject = subject, Detail = detail }, OneLine);
        lock (writing)
        {
            file.Write(line);
            file.Write("\n"u8);
            file.Flush(flushToDisk: true);
        }
    }

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
}
