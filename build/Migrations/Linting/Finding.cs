namespace Frostline.Migrations.Linting;

/// <summary>A hazard of an operation.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Class">What it makes of the operation. <see cref="OperationClass.Contract"/> and <see cref="OperationClass.Unknown"/> are refused while an older release serves; the others are told.</param>
/// <param name="Fact">What happens to what, in a phrase.</param>
/// <param name="Reason">Why that is a hazard.</param>
/// <param name="Rewrite">A safe way, to paste.</param>
public sealed record Finding(string Rule, OperationClass Class, string Fact, string Reason, string Rewrite)
{
    /// <summary>Why its author says that it is safe all the same; null when nobody did. What is allowed refuses nothing.</summary>
    public string? Allowed { get; init; }

    /// <summary>Whether it stops the migration while an older release serves.</summary>
    public bool Refuses => Allowed is null && Class >= OperationClass.Contract;
}
