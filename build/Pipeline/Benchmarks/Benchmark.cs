namespace Frostline.Pipeline.Benchmarks;

/// <summary>Ways of doing one thing, measured against each other in one run.</summary>
/// <param name="Name">What <c>--name</c> calls it.</param>
/// <param name="Question">What it answers.</param>
/// <param name="Ways">The first is ours, and what the ratios are relative to is each of the others.</param>
internal sealed record Benchmark(string Name, string Question, IReadOnlyList<Way> Ways)
{
    /// <summary>Rounds in which every way runs once, so that a busy moment of the machine meets all of them.</summary>
    public int Rounds { get; init; } = 7;
}

/// <summary>One way of doing it: a command line.</summary>
internal sealed record Way(string Name, string Program, params IReadOnlyList<string> Arguments);
