namespace Frostline.Bicep.Costs;

/// <summary>What an environment is expected to cost in a month.</summary>
/// <param name="Environment">For example <c>staging</c>.</param>
/// <param name="Currency">Of every amount.</param>
/// <param name="PricesAsOf">The day of the prices.</param>
/// <param name="Lines">Every part of every resource that costs money, the dearest first.</param>
/// <param name="Unpriced">Resources whose type, size or quantity has no price: the total is too low by them.</param>
public sealed record CostEstimate(string Environment, string Currency, DateOnly PricesAsOf, IReadOnlyList<CostLine> Lines, IReadOnlyList<string> Unpriced)
{
    /// <summary>The sum of the lines.</summary>
    public decimal Total => Lines.Sum(line => line.Monthly);

    /// <summary>The budget that the templates set for a month; null when they set none.</summary>
    public decimal? Budget { get; init; }
}

/// <summary>One part of one resource.</summary>
/// <param name="Resource">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Part">What is paid.</param>
/// <param name="Units">How many of it.</param>
/// <param name="UnitPrice">For one and a month.</param>
public sealed record CostLine(string Resource, string Type, string Part, decimal Units, decimal UnitPrice)
{
    /// <summary>Rounded to cents.</summary>
    public decimal Monthly => decimal.Round(Units * UnitPrice, 2, MidpointRounding.AwayFromZero);

    /// <summary>Tells lines apart between two estimates.</summary>
    public string Key => $"{Type}|{Resource}|{Part}".ToLowerInvariant();
}

/// <summary>A part that costs more or less than before, or than elsewhere.</summary>
/// <param name="Name">The resource, or its type, with the part.</param>
/// <param name="Before">A month; 0 when it was not there.</param>
/// <param name="After">A month; 0 when it is gone.</param>
public sealed record CostChange(string Name, decimal Before, decimal After)
{
    /// <summary>After less before.</summary>
    public decimal Difference => After - Before;
}
