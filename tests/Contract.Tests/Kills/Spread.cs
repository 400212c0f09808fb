using Testing;

namespace Contract.Tests.Kills;

/// <summary>Which cases of a matrix are tried: all for the figures, else every so many.</summary>
internal static class Spread
{
    /// <param name="cases">How many there are, from 1 on.</param>
    /// <param name="apart">How far apart those are that are always tried.</param>
    public static IReadOnlyList<int> Of(int cases, int apart) => [.. Enumerable.Range(1, cases).Where(number => Figures.AreWanted || number % apart == 0)];
}
