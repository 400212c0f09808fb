using System.Text;
using System.Text.Json;

namespace LocalAzure.State;

/// <summary>The program's own log: JSON lines, at most three files of 10 MB, the newest without a number.</summary>
internal sealed class LogFile(string path, TimeProvider time, long sizeLimit = LogFile.UsualLimit) : ILoggerProvider
{
    private const long UsualLimit = 10 * 1024 * 1024;
    private const int OldFiles = 2;
    private readonly Lock gate = new();
    private FileStream? stream;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => stream?.Dispose();

    private void Write(string line)
    {
        lock (gate)
        {
            try
            {
                if (stream is null || stream.Length > sizeLimit)
                    Open();

                stream!.Write(Encoding.UTF8.GetBytes(line + "\n"));
                stream.Flush();
            }
            catch (IOException)
            {
                // A full disk must not end what only wanted to tell something.
            }
        }
    }

    private void Open()
    {
        stream?.Dispose();
        if (File.Exists(path) && new FileInfo(path).Length > sizeLimit)
        {
            for (var number = OldFiles; number > 0; number--)
            {
                var newer = number == 1 ? path : $"{path}.{number - 1}";
                if (File.Exists(newer))
                    File.Move(newer, $"{path}.{number}", overwrite: true);
            }
        }

        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, UnixCreateMode = OwnerOnly.FileMode };
        stream = new FileStream(path, options);
    }

    private sealed class Logger(LogFile file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            file.Write(JsonSerializer.Serialize(new
            {
                time = file.Time.GetUtcNow(),
                level = logLevel.ToString(),
                category,
                message = formatter(state, exception),
                exception = exception?.ToString(),
            }));
    }

    private TimeProvider Time { get; } = time;
}
