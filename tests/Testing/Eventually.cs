using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Testing;

/// <summary>Waits for what must come true soon: polls a condition, with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="condition">Tried every 20 ms.</param>
    /// <param name="deadline">Default a minute: it only ends what hangs.</param>
    /// <exception cref="TimeoutException">It did not come true; names the condition as it was written.</exception>
    public static Task Is(
        Func<bool> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string expression = "") =>
        Is(() => Task.FromResult(condition()), deadline, expression);

    /// <inheritdoc cref="Is(Func{bool}, TimeSpan?, string)"/>
    public static async Task Is(
        Func<Task<bool>> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        var watch = Stopwatch.StartNew();
        var limit = deadline ?? DefaultDeadline;
        while (!await condition())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {expression}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Repeats an assertion until it holds.</summary>
    /// <exception cref="Exception">What the assertion threw last, when the deadline (default a minute) passed.</exception>
    public static async Task Holds(Func<Task> assertion, TimeSpan? deadline = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch when (watch.Elapsed < (deadline ?? DefaultDeadline))
            {
                await Task.Delay(Pause);
            }
        }
    }
}
