using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Linting;

/// <summary>One hazard.</summary>
/// <param name="Id">Its name, as overrides give it.</param>
/// <param name="Class">What it makes of an operation.</param>
/// <param name="Reason">Why it is one.</param>
/// <param name="Match">Null when a change is free of it.</param>
internal sealed record Rule(string Id, OperationClass Class, string Reason, Func<SchemaChange, Scope, Hit?> Match)
{
    public static Rule On<TChange>(string id, OperationClass @class, string reason, Func<TChange, Scope, Hit?> match)
        where TChange : SchemaChange => new(id, @class, reason, (change, scope) => change is TChange known ? match(known, scope) : null);

    public Finding? Find(SchemaChange change, Scope scope) =>
        Match(change, scope) is { } hit ? new(Id, Class, hit.Fact, Reason, hit.Rewrite) : null;
}

/// <summary>A rule met.</summary>
/// <param name="Fact">What happens to what.</param>
/// <param name="Rewrite">A safe way, with the names of this case.</param>
internal sealed record Hit(string Fact, string Rewrite);
