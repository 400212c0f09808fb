using System.Text.Json;
using System.Text.Json.Serialization;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep.Costs;

/// <summary>What things cost: <c>prices.json</c>, a dated file somebody answers for.</summary>
public sealed record PriceTable
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The day the prices were read on.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Where they were read.</summary>
    public required string Source { get; init; }

    /// <summary>For example <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>The region they hold for.</summary>
    public required string Region { get; init; }

    /// <summary>What is used in a month and no template says, by name, then by environment.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>> Usage { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, decimal>>();

    /// <summary>Every part of every resource that costs money.</summary>
    public required IReadOnlyList<Price> Prices { get; init; }

    /// <summary>Types that cost nothing by themselves; a <c>*</c> at the end stands for the rest.</summary>
    public IReadOnlyList<string> Free { get; init; } = [];

    /// <summary>Reads a price file.</summary>
    /// <exception cref="InvalidDataException">It is malformed; the message says where.</exception>
    public static PriceTable Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<PriceTable>(File.ReadAllText(file), SettingsJson.Options) ?? throw new JsonException("The file is empty.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{file}({malformed.LineNumber + 1}): {malformed.Message}", malformed);
        }
    }

    internal bool IsFree(string type) => Free.Any(free => free.EndsWith('*')
        ? type.StartsWith(free[..^1], StringComparison.OrdinalIgnoreCase)
        : type.Equals(free, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The price of one part of a resource for a month.</summary>
public sealed record Price
{
    /// <summary>The resource type it is for.</summary>
    public required string Type { get; init; }

    /// <summary>What is paid: <c>compute</c>, <c>storage</c>, <c>requests</c>.</summary>
    public required string Part { get; init; }

    /// <summary>What the body must say, by path; nothing: always.</summary>
    public IReadOnlyDictionary<string, string> When { get; init; } = new Dictionary<string, string>();

    /// <summary>For one unit and a month.</summary>
    public required decimal Monthly { get; init; }

    /// <summary>Paths in the body whose numbers are multiplied into the number of units.</summary>
    public IReadOnlyList<string> Per { get; init; } = [];

    /// <summary>A name in <see cref="PriceTable.Usage"/> that is multiplied into the number of units.</summary>
    public string? Usage { get; init; }

    /// <summary>Units that are free each month.</summary>
    public decimal Included { get; init; }

    /// <summary>Factors, each with what the body must say for it.</summary>
    public IReadOnlyList<PriceFactor> Times { get; init; } = [];
}

/// <summary>A factor that holds when the body says so: a standby doubles the price.</summary>
/// <param name="When">What the body must say, by path.</param>
/// <param name="Factor">Multiplied into the price.</param>
public sealed record PriceFactor(IReadOnlyDictionary<string, string> When, decimal Factor);
