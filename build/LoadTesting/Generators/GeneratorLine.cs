using System.ComponentModel;
using System.Diagnostics;
using Frostline.Delivery;

namespace Frostline.LoadTesting.Generators;

/// <summary>The line to one generator; disposing it ends the generator.</summary>
/// <param name="orders">What it reads.</param>
/// <param name="words">What it says.</param>
/// <param name="end">Ends it.</param>
internal sealed class GeneratorLine(TextWriter orders, TextReader words, Action end) : IDisposable
{
    /// <summary>Starts a generator as a process of this machine.</summary>
    /// <param name="program">What to start.</param>
    /// <param name="arguments">With which arguments.</param>
    /// <exception cref="DeliveryException">It does not start.</exception>
    public static GeneratorLine Start(string program, IReadOnlyList<string> arguments)
    {
        var process = new Process { StartInfo = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true } };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            process.Dispose();
            throw new DeliveryException($"{program}: a load generator cannot be started ({error.Message.TrimEnd('.')}). Run with --generators=1.", error);
        }

        return new(process.StandardInput, process.StandardOutput, () => End(process));
    }

    public async Task SayAsync<T>(T message)
    {
        await orders.WriteLineAsync(GeneratorProtocol.Write(message)).ConfigureAwait(false);
        await orders.FlushAsync().ConfigureAwait(false);
    }

    /// <returns>Null when it is gone.</returns>
    public async Task<GeneratorWord?> HearAsync(CancellationToken cancellation) =>
        await words.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line ? GeneratorProtocol.Read<GeneratorWord>(line) : null;

    public void Dispose() => end();

    private static void End(Process process)
    {
        using (process)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(5));
        }
    }
}
