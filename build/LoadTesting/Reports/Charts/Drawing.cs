using System.Globalization;
using System.Net;
using System.Text;

namespace Frostline.LoadTesting.Reports.Charts;

/// <summary>One SVG drawing with axes. Colours are classes: the page's style gives them for light and dark.</summary>
internal sealed class Drawing
{
    public const int Width = 860;
    private const int Height = 240;
    private const int Left = 58;
    private const int Right = 14;
    private const int Top = 12;
    private const int Bottom = 26;
    private const double LetterWidth = 6.5;
    private readonly StringBuilder svg = new();
    private readonly Scale x;
    private readonly Scale y;

    /// <param name="label">What it shows, for those who cannot see it.</param>
    /// <param name="horizontal">Least and most of what runs to the right.</param>
    /// <param name="vertical">Least and most of what runs upwards.</param>
    /// <param name="logarithmic">Whether the latter is bent.</param>
    public Drawing(string label, (double Least, double Most) horizontal, (double Least, double Most) vertical, bool logarithmic = false)
    {
        x = new(horizontal.Least, horizontal.Most, Left, Width - Right);
        y = new(vertical.Least, vertical.Most, Height - Bottom, Top, logarithmic);
        Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\">");
        foreach (var tick in y.Ticks())
            Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.At(tick):0.#}\" y2=\"{y.At(tick):0.#}\"/><text x=\"{Left - 6}\" y=\"{y.At(tick) + 4:0.#}\" text-anchor=\"end\">{Scale.Shown(tick)}</text>");
    }

    /// <summary>Values at the lower edge; without any, round ones.</summary>
    public Drawing Below(IEnumerable<(double Value, string Text)>? marks = null)
    {
        foreach (var (value, text) in marks ?? x.Ticks().Select(tick => (tick, Scale.Shown(tick))))
            Add($"<text class=\"time\" x=\"{x.At(value):0.#}\" y=\"{Height - 8}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(text)}</text>");
        return this;
    }

    /// <summary>A part of the time with its name.</summary>
    public Drawing Band(double from, double to, string name, bool odd)
    {
        var width = x.At(to) - x.At(from);
        Add($"<rect class=\"{(odd ? "band odd" : "band")}\" x=\"{x.At(from):0.#}\" y=\"{Top}\" width=\"{width:0.#}\" height=\"{Height - Top - Bottom}\"><title>{WebUtility.HtmlEncode(name)}</title></rect>");
        if (width > name.Length * LetterWidth)
            Add($"<text class=\"{(width > name.Length * LetterWidth * 2 ? "stage" : "stage narrow")}\" x=\"{x.At(from) + 4:0.#}\" y=\"{Top + 12}\">{WebUtility.HtmlEncode(name)}</text>");
        return this;
    }

    public Drawing Line(string style, IEnumerable<(double X, double Y)> points)
    {
        Add($"<polyline class=\"{style}\" points=\"{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x.At(point.X):0.#},{y.At(point.Y):0.#}")))}\"/>");
        return this;
    }

    /// <summary>A cell of a heat map; the more, the denser.</summary>
    public Drawing Cell((double From, double To) across, (double From, double To) up, double density)
    {
        Add($"<rect class=\"heat\" fill-opacity=\"{density:0.###}\" x=\"{x.At(across.From):0.##}\" y=\"{y.At(up.To):0.##}\" width=\"{x.At(across.To) - x.At(across.From) + 0.3:0.##}\" height=\"{y.At(up.From) - y.At(up.To) + 0.3:0.##}\"/>");
        return this;
    }

    /// <summary>The finished drawing.</summary>
    public override string ToString() => $"{svg}</svg>";

    private void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
