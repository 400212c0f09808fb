using System.Security.Cryptography;
using System.Text;

namespace CoffeeTracker.Web;

/// <summary>The one style sheet. It stands in the page, which so needs no second request; its hash lets it, and nothing else, through.</summary>
internal static class Stylesheet
{
    public static string Text { get; } = Read();

    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; img-src data:; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static string Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("site.css")!;
        using var reader = new StreamReader(stream);
        // Browsers hash what their parser made of it, and that has \n only.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
