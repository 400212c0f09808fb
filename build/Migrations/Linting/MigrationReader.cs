using Frostline.Migrations.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Frostline.Migrations.Linting;

/// <summary>The statements that EF Core would run for a migration, read one by one; needs no database.</summary>
internal sealed class MigrationReader(DbContext context)
{
    private readonly IMigrationsAssembly assembly = context.GetService<IMigrationsAssembly>();
    private readonly IMigrationsSqlGenerator generator = context.GetService<IMigrationsSqlGenerator>();

    /// <summary>A migration with its hazards.</summary>
    /// <exception cref="MigrationException">An override names no rule or gives no reason.</exception>
    public LintedMigration Lint(string id, Version server)
    {
        var migration = assembly.CreateMigration(assembly.Migrations[id], context.Database.ProviderName!);
        return Linter.Judge(id, Read(migration.UpOperations, Model(migration)), Override.On(assembly.Migrations[id], id), server);
    }

    /// <summary>The statements that take a migration back; none when it has no Down.</summary>
    public IReadOnlyList<Step> Down(string id)
    {
        var migration = assembly.CreateMigration(assembly.Migrations[id], context.Database.ProviderName!);
        try
        {
            return Read(migration.DownOperations, model: null);
        }
        catch (NotSupportedException)
        {
            // EF Core's own answer for a Down that nobody wrote.
            return [];
        }
    }

    /// <summary>The model as a migration leaves it; null when it does not say.</summary>
    public IModel? ModelAt(string id) =>
        Model(assembly.CreateMigration(assembly.Migrations[id], context.Database.ProviderName!)) is var model && model.GetEntityTypes().Any() ? model : null;

    /// <summary>Operations as statements.</summary>
    public IReadOnlyList<Step> Read(IReadOnlyList<MigrationOperation> operations, IModel? model) =>
        [.. operations.SelectMany(operation => Read(operation, model))];

    private IEnumerable<Step> Read(MigrationOperation operation, IModel? model) =>
        generator.Generate([operation], model).SelectMany(command => Statements(command.CommandText)
            .Select(statement => new Step(statement, Known(operation) ?? Flat(StatementReader.Read(statement), operation))
            {
                OutsideTransaction = command.TransactionSuppressed, ByHand = operation is SqlOperation,
            }));

    private static IReadOnlyList<Statement> Statements(string sql)
    {
        try
        {
            return SqlScript.Split(sql);
        }
        catch (SqlException broken)
        {
            return [new(sql.Trim(), 1, []) { Broken = broken.Message }];
        }
    }

    /// <summary>What EF Core writes as a block that nobody could read, though the operation tells what it does.</summary>
    private static IReadOnlyList<SchemaChange>? Known(MigrationOperation operation) => operation switch
    {
        EnsureSchemaOperation schema => [new Created("schema", schema.Name) { IfNotExists = true }],
        _ => null,
    };

    private static SchemaChange[] Flat(IReadOnlyList<SchemaChange> changes, MigrationOperation operation) =>
        [.. changes.SelectMany<SchemaChange, SchemaChange>(change => change switch
        {
            ColumnAdded added => [added, .. added.Column.Constraints],
            TypeChanged typed when operation is AlterColumnOperation { OldColumn.ColumnType: { } old } => [typed with { From = SqlType.Parse(old) }],
            _ => [change],
        })];

    private IModel Model(Migration migration) => context.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel, designTime: true, validationLogger: null);
}
