using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations.Applying;

/// <summary>The statements of one migration, one way, without the row of the history.</summary>
/// <param name="Migration">Its id.</param>
/// <param name="Down">Whether they take it back.</param>
/// <param name="Statements">In order.</param>
internal sealed record MigrationScript(string Migration, bool Down, IReadOnlyList<MigrationStatement> Statements)
{
    /// <summary>The EF Core that makes statements of operations; another one may make others.</summary>
    public static string Generator { get; } = ProductInfo.GetVersion();

    /// <summary>SHA-256 of the statements, in hex; the same on every system.</summary>
    public string Checksum { get; } = Sum(Statements);

    public static MigrationScript UpOf(DbContext context, string id)
    {
        var migration = Create(context, id);
        return new(id, false, Generate(context, migration.UpOperations, migration.TargetModel));
    }

    public static MigrationScript DownOf(DbContext context, string id)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        var before = assembly.Migrations.Keys.TakeWhile(known => known != id).LastOrDefault();
        return new(id, true, Generate(context, Create(context, id).DownOperations, before is null ? null : Create(context, before).TargetModel));
    }

    public static Migration Create(DbContext context, string id)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        return assembly.CreateMigration(assembly.Migrations[id], context.Database.ProviderName!);
    }

    private static MigrationStatement[] Generate(DbContext context, IReadOnlyList<Microsoft.EntityFrameworkCore.Migrations.Operations.MigrationOperation> operations, IModel? model)
    {
        var designed = model is null ? null : context.GetService<IModelRuntimeInitializer>().Initialize(model, designTime: true, validationLogger: null);
        return [.. context.GetService<IMigrationsSqlGenerator>().Generate(operations, designed).SelectMany(command => MigrationStatement.Of(command.CommandText, command.TransactionSuppressed))];
    }

    private static string Sum(IReadOnlyList<MigrationStatement> statements)
    {
        var text = string.Join('\0', statements.Select(statement => $"{(statement.Outside ? '!' : ' ')}{statement.Text.ReplaceLineEndings("\n").Trim()}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
