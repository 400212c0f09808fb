using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>The product's database.</summary>
public sealed record DatabaseSettings
{
    /// <summary>Folder of the project that holds the EF Core migrations, relative to the repository.</summary>
    [Description("Folder of the project that holds the EF Core migrations, relative to the repository.")]
    public required string Project { get; init; }

    /// <summary>First part of the database's name; the environment is the second.</summary>
    [Description("First part of the database's name; the environment is the second.")]
    [Matches("^[a-z][a-z0-9_]{0,39}$", "is not a database name", "Use up to 40 lower-case letters, digits and underscores, starting with a letter.")]
    public required string Name { get; init; }

    /// <summary>Folders of test projects whose tests use the database.</summary>
    [Description("Folders of test projects, relative to the repository, that are packed with a release and tried on a new schema before the database gets it. They take the schema that FROSTLINE_TEST_SCHEMA names.")]
    public IReadOnlyList<string> Tests { get; init; } = [];

    [Description("Where backups are kept, how they are encrypted, and for how long.")]
    public BackupSettings Backups { get; init; } = new();

    /// <summary>Columns whose values are replaced when a backup of another environment is restored into one that asks for no approval.</summary>
    [Description("Columns, as table.column, whose values are replaced when a backup of another environment is restored where nobody must approve: `hash`, `email`, `null`, `empty` or `zero`.")]
    [Keys(@"^[^.\s]+\.[^.\s]+(\.[^.\s]+)?$", "is not a column", "Give table.column or schema.table.column.")]
    public IReadOnlyDictionary<string, AnonymousForm> Anonymise { get; init; } = new Dictionary<string, AnonymousForm>();
}
