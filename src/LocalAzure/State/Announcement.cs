using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LocalAzure.Database;

namespace LocalAzure.State;

/// <summary><c>localazure.json</c>: where everything answers. It is there exactly while everything does.</summary>
internal static class Announcement
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(StateFolder folder, LocalAzureOptions options, DatabaseServerAddress database, X509Certificate2 certificate)
    {
        var content = new
        {
            Version = 1,
            ProcessId = Environment.ProcessId,
            Management = $"https://127.0.0.1:{options.ManagementPort}",
            CertificateSha256 = ServerCertificate.Sha256(certificate),
            TokenFile = folder.Token,
            Page = Page(folder, options),
            Registry = $"127.0.0.1:{options.RegistryPort}",
            RegistryUser = "frostline",
            Ingress = $"http://127.0.0.1:{options.IngressPort}",
            Database = database,
            options.Build,
        };
        AtomicFile.Write(folder.Announcement, JsonSerializer.Serialize(content, Indented));
    }

    public static string Page(StateFolder folder, LocalAzureOptions options) =>
        $"http://127.0.0.1:{options.PagePort}/?key={Secret.ReadOrCreate(folder.PageKey)}";
}
