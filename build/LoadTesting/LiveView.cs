namespace Frostline.LoadTesting;

/// <summary>Where somebody who waits sees how it goes.</summary>
/// <param name="Print">Takes lines that stay.</param>
/// <param name="Draw">Takes the one line that is drawn over and over; null where there is no terminal.</param>
public sealed record LiveView(Action<string> Print, Action<string>? Draw = null);
