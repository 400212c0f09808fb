using System.Text;
using Cake.Core.Diagnostics;

namespace Frostline.Hosting.Output;

/// <summary>What one task writes, and its own colours and verbosity. Everything in it is guarded by the transcript.</summary>
internal sealed class TaskOutput(string? title)
{
    /// <summary>Null for the host itself, whose lines have no heading.</summary>
    public string? Title { get; } = title;

    public StringBuilder Pending { get; } = new();

    public bool Begun { get; set; }

    public bool Ended { get; set; }

    public Verbosity? Verbosity { get; set; }

    public ConsoleColor Foreground { get; set; } = ConsoleColor.Gray;

    public ConsoleColor Background { get; set; } = ConsoleColor.Black;
}
