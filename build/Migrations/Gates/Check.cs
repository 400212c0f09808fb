namespace Frostline.Migrations.Gates;

/// <summary>What a check came to.</summary>
public enum CheckVerdict
{
    /// <summary>Nothing was found, and everything was looked at.</summary>
    Pass,

    /// <summary>Something is wrong; the migration is refused.</summary>
    Fail,

    /// <summary>Something could not be looked at, or a person may want to know; never a pass.</summary>
    Inconclusive,
}

/// <summary>One thing that was looked at before a migration.</summary>
/// <param name="Name"><c>checksums</c>, <c>history</c>, <c>drift</c>, <c>proof</c> or <c>demands</c>.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Facts">What was found, each in a sentence or a phrase.</param>
public sealed record Check(string Name, CheckVerdict Verdict, IReadOnlyList<string> Facts)
{
    internal static Check Of(string name, IReadOnlyList<string> failures, IReadOnlyList<string> notes) =>
        failures.Count > 0 ? new(name, CheckVerdict.Fail, failures) : new(name, notes.Count > 0 ? CheckVerdict.Inconclusive : CheckVerdict.Pass, notes);
}
