namespace Frostline.Delivery.Reports;

/// <summary>Something seen that explains a result: a log, a list of states.</summary>
/// <param name="Title">What it is, such as <c>api: last 100 lines of coffee-api--r1-0001</c>.</param>
/// <param name="Lines">The lines, oldest first.</param>
public sealed record EvidenceSection(string Title, IReadOnlyList<string> Lines);
