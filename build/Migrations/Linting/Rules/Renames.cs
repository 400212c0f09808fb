using Frostline.Migrations.Sql;
using static Frostline.Migrations.Linting.Pasted;

namespace Frostline.Migrations.Linting.Rules;

/// <summary>What releases before know by another name.</summary>
internal static class Renames
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.On<Renamed>("rename-table", OperationClass.Contract, "Releases before look for the old name.", (renamed, scope) =>
            renamed.What is "table" or "foreign table" && scope.Exists(renamed.On ?? renamed.Name)
                ? new($"table {renamed.Name} is called {renamed.NewName}", $"Keep the name and map it: entity.ToTable(\"{renamed.Name}\"). Or rename and leave a view: CREATE VIEW {Name(renamed.Name)} AS SELECT * FROM {Name(renamed.NewName)};") : null),
        Rule.On<Renamed>("rename-column", OperationClass.Contract, "Releases before look for the old name.", (renamed, scope) =>
            renamed.What == "column" && scope.Exists(renamed.On)
                ? new($"column {renamed.On}.{renamed.Name} is called {renamed.NewName}", $"Keep the name and map it: property.HasColumnName(\"{renamed.Name}\"). Or add the new column, write both, move the rows, and drop the old one two releases later.") : null),
        Rule.On<Renamed>("rename-schema", OperationClass.Contract, "Releases before look for its tables under the old name.", (renamed, _) =>
            renamed.What == "schema" ? new($"schema {renamed.Name} is called {renamed.NewName}", "Keep the name and map it: modelBuilder.HasDefaultSchema(…).") : null),
        Rule.On<Renamed>("rename-enum-value", OperationClass.Contract, "Releases before write and read the old value.", (renamed, _) =>
            renamed.What == "enum value" ? new($"enum value {renamed.Name} is called {renamed.NewName}", "Add the new value, let a release read both, then move the rows.") : null),
        Rule.On<Renamed>("rename-object", OperationClass.Contract, "Releases before may look for the old name.", (renamed, scope) =>
            renamed.What is not ("table" or "foreign table" or "column" or "schema" or "enum value" or "index" or "constraint" or "statistics" or "trigger" or "policy")
            && !scope.Before.OfType<Created>().Any(created => created.Name == renamed.Name)
                ? new($"{renamed.What} {renamed.Name} is called {renamed.NewName}", "Create it under the new name beside the old one, and drop the old one with --contract.") : null),
    ];
}
