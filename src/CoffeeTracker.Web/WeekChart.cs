using System.Globalization;

namespace CoffeeTracker.Web;

/// <summary>Where the bars of a week's caffeine stand, in the units of the drawing.</summary>
internal sealed class WeekChart(IReadOnlyList<DaySummary> days)
{
    public const int Width = 700;
    public const int Height = 260;
    private const double BaseLine = Height - Bottom;
    private const int Left = 44;
    private const int Top = 24;
    private const int Bottom = 40;
    private const int BarWidth = 46;

    private readonly int highest = Math.Max(DayView.SafeCaffeine, (int)Math.Ceiling(days.Max(day => day.Caffeine) / 100.0) * 100);

    public double SafeLine => Y(DayView.SafeCaffeine);

    public IEnumerable<(int Caffeine, double Y)> GridLines
    {
        get
        {
            var step = highest <= 500 ? 100 : highest <= 1200 ? 200 : (int)Math.Ceiling(highest / 500.0) * 100;
            for (var caffeine = 0; caffeine <= highest; caffeine += step)
                yield return (caffeine, Y(caffeine));
        }
    }

    public IEnumerable<Bar> Bars => days.Select((day, index) =>
    {
        var slot = (double)(Width - Left) / days.Count;
        var center = Left + slot * (index + 0.5);
        return new Bar(day, center, center - BarWidth / 2.0, Y(day.Caffeine));
    });

    /// <summary>A number as drawings want it.</summary>
    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private double Y(int caffeine) => Top + (BaseLine - Top) * (1 - (double)caffeine / highest);

    /// <param name="Y">Its upper edge.</param>
    internal sealed record Bar(DaySummary Day, double Center, double X, double Y)
    {
        /// <summary>An outline with round shoulders, standing flat on the base line.</summary>
        public string Path()
        {
            var radius = Math.Min(7, BaseLine - Y);
            return $"M{N(X)} {N(BaseLine)}V{N(Y + radius)}q0 {N(-radius)} {N(radius)} {N(-radius)}h{N(BarWidth - 2 * radius)}q{N(radius)} 0 {N(radius)} {N(radius)}V{N(BaseLine)}z";
        }

        public string Label => $"{Day.Day:dddd, d MMMM}: {Day.Caffeine} mg of caffeine, {Day.Coffees} {(Day.Coffees == 1 ? "coffee" : "coffees")}";
    }
}
