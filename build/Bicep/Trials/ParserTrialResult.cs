namespace Frostline.Bicep.Trials;

/// <summary>What a trial saw.</summary>
/// <param name="Inputs">How many texts were parsed.</param>
/// <param name="Characters">How many characters they had together.</param>
/// <param name="Elapsed">How long it all took.</param>
/// <param name="Slowest">How long the slowest took.</param>
/// <param name="Failure">What went wrong and the text it went wrong with; null when nothing did.</param>
public sealed record ParserTrialResult(int Inputs, long Characters, TimeSpan Elapsed, TimeSpan Slowest, string? Failure);
