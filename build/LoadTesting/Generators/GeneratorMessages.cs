using System.Text.Json;
using Frostline.Delivery;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Validity;

namespace Frostline.LoadTesting.Generators;

/// <summary>What a generator process is asked to send: the first line it reads. A line saying when to start follows, and one that stops it may.</summary>
internal sealed record GeneratorOrder
{
    public required int Version { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>Folder of the scenario's data files.</summary>
    public required string Folder { get; init; }

    public required IReadOnlyList<Stage> Stages { get; init; }

    public required Uri Target { get; init; }

    public required int Seed { get; init; }

    /// <summary>Its place among those that share the plan.</summary>
    public required int Shard { get; init; }

    public required int Shards { get; init; }

    public LoadPlan Plan(DateTimeOffset start) => new()
    {
        Scenario = Scenario with { Folder = Folder }, Stages = Stages, Target = Target, Seed = Seed, Shard = Shard, Shards = Shards, Start = start,
    };
}

/// <summary>What is said to a generator while it runs.</summary>
/// <param name="Start">When the plan starts; null to stop.</param>
internal sealed record GeneratorCommand(DateTimeOffset? Start);

/// <summary>What a generator says: a line of its own for each.</summary>
internal sealed record GeneratorWord
{
    public required int Version { get; init; }

    /// <summary>It knows its order, and waits for the start.</summary>
    public bool Ready { get; init; }

    /// <summary>What it counted since it spoke last.</summary>
    public GeneratorCounts? Counts { get; init; }

    /// <summary>How it kept to the plan: the last thing it says.</summary>
    public GeneratorReading? Reading { get; init; }

    /// <summary>Why it cannot go on.</summary>
    public string? Problem { get; init; }
}

/// <summary>Counts of a piece of time, in an order that the scenario gives: both sides have it.</summary>
/// <param name="Histograms">Each as text; empty when nothing came.</param>
/// <param name="Counters">By place, those that moved.</param>
/// <param name="Samples">Errors for instance, those that are new.</param>
internal sealed record GeneratorCounts(IReadOnlyList<string> Histograms, IReadOnlyDictionary<int, long> Counters, IReadOnlyList<GeneratorSample> Samples);

/// <summary>An error, told.</summary>
internal sealed record GeneratorSample(int Request, ErrorKind Kind, string Detail);

/// <summary>One JSON document in each line.</summary>
internal static class GeneratorProtocol
{
    /// <summary>Changes when older generators would misunderstand.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new(DeliveryJson.Options) { WriteIndented = false };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Options);

    /// <exception cref="JsonException">It is none.</exception>
    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, Options) ?? throw new JsonException("an empty message");
}
