using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Frostline.Images.Layers;

/// <summary>
/// The list of static assets that ASP.NET Core serves repeats when each file was written, which differs in every checkout. In
/// an image they are as old as the commit; what tells browsers of a change is the content's hash beside it.
/// </summary>
internal static partial class StaticAssets
{
    private const string ListSuffix = ".staticwebassets.endpoints.json";

    public static async Task<Stream> OpenAsync(LayerFile file, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (!file.Path.EndsWith(ListSuffix, StringComparison.OrdinalIgnoreCase))
            return new FileStream(file.Source, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        var list = await File.ReadAllTextAsync(file.Source, cancellationToken);
        var stamp = time.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
        return new MemoryStream(Encoding.UTF8.GetBytes(WrittenAt().Replace(list, $"${{before}}{stamp}${{after}}")));
    }

    [GeneratedRegex("""(?<before>"Name":\s*"Last-Modified",\s*"Value":\s*")[^"]*(?<after>")""", RegexOptions.NonBacktracking)]
    private static partial Regex WrittenAt();
}
