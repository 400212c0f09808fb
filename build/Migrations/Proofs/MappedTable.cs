using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Frostline.Migrations.Proofs;

/// <summary>A table or view as a release's model maps it.</summary>
/// <param name="Name">With its schema unless that is <c>public</c>.</param>
/// <param name="Columns">The columns that it names in its statements, and whether it reads null from them.</param>
internal sealed record MappedTable(string Name, IReadOnlyDictionary<string, bool> Columns)
{
    public bool IsView { get; init; }

    public static IReadOnlyList<MappedTable> Of(IModel model) =>
    [
        .. model.GetRelationalModel().Tables.Select(table => new MappedTable(Named(table.Schema, table.Name), table.Columns.ToDictionary(column => column.Name, column => column.IsNullable))),
        .. model.GetRelationalModel().Views.Select(view => new MappedTable(Named(view.Schema, view.Name), view.Columns.ToDictionary(column => column.Name, column => column.IsNullable)) { IsView = true }),
    ];

    private static string Named(string? schema, string name) => schema is null or "public" ? name : $"{schema}.{name}";
}
