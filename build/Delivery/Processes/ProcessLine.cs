namespace Frostline.Delivery.Processes;

/// <summary>One line a process printed, secrets redacted.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">True for standard error.</param>
public readonly record struct ProcessLine(string Text, bool IsError);
