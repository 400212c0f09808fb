using Frostline.Delivery.Settings;

namespace Frostline.Migrations.Applying;

/// <summary>What to do to which database.</summary>
/// <param name="Source">The migrations.</param>
/// <param name="ConnectionString">The database; its user must own the schema.</param>
/// <param name="Options">Target and limits.</param>
/// <param name="Progress">Called with lines for the person who waits.</param>
internal sealed record ApplyOrder(MigrationSource Source, Secret ConnectionString, MigrationOptions Options, Action<string> Progress)
{
    /// <summary>Whether a way back may lose whatever it loses.</summary>
    public bool DespiteLoss { get; init; }

    /// <summary>What a way back may lose, as <see cref="Loss"/> tells it.</summary>
    public IReadOnlyList<LostValues> Accepted { get; init; } = [];

    /// <summary>Called between any two things that are done, with what was done.</summary>
    public Action<string> Boundary { get; init; } = _ => { };
}
