using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Frostline.Images;

/// <summary>Credentials as <c>docker login</c> keeps them.</summary>
public static class DockerCredentials
{
    private const string TokenUser = "<token>";

    /// <summary>The user that registries of Azure take with a refresh token as password.</summary>
    internal const string RefreshTokenUser = "00000000-0000-0000-0000-000000000000";

    private static readonly TimeSpan HelperDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Looks a registry up: its own credential helper first, then the common store, then what the file itself says.</summary>
    /// <param name="configFile">Path of a <c>config.json</c>; one that is not there knows nobody.</param>
    /// <param name="registry"><c>host</c> or <c>host:port</c>.</param>
    /// <param name="cancellationToken">Ends a credential helper that is running.</param>
    /// <returns>Null when the file has nothing for this registry.</returns>
    /// <exception cref="RegistryException">The file cannot be read, or its credential helper cannot be run.</exception>
    public static async Task<RegistryCredentials?> FindAsync(string configFile, string registry, CancellationToken cancellationToken)
    {
        if (!File.Exists(configFile)) return null;
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(configFile, cancellationToken));
            var helper = Member(Member(document.RootElement, "credHelpers"), registry) ?? Member(document.RootElement, "credsStore");
            if (helper?.GetString() is { Length: > 0 } name && await AskHelperAsync(name, registry, cancellationToken) is { } found) return found;
            return Member(document.RootElement, "auths") is { } known ? ReadEntry(known, registry) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new RegistryException($"{configFile}: is not a Docker configuration: {error.Message} Sign in again with 'docker login {registry}'.", error);
        }
    }

    private static RegistryCredentials? ReadEntry(JsonElement known, string registry)
    {
        string[] names = [registry, $"https://{registry}", $"http://{registry}", $"https://{registry}/v1/"];
        var entry = names.Select(name => Member(known, name)).FirstOrDefault(found => found is not null);
        if (Member(entry, "identitytoken")?.GetString() is { Length: > 0 } token) return Credentials(RefreshTokenUser, token);
        if (Member(entry, "auth")?.GetString() is not { Length: > 0 } encoded) return null;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':', 2);
        return pair is [var user, var password] ? Credentials(user, password) : null;
    }

    private static async Task<RegistryCredentials?> AskHelperAsync(string name, string registry, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo($"docker-credential-{name}", "get")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(HelperDeadline);
        using var helper = Start(start);
        try
        {
            await helper.StandardInput.WriteAsync(registry.AsMemory(), deadline.Token);
            helper.StandardInput.Close();
            var errors = helper.StandardError.ReadToEndAsync(deadline.Token);
            var answer = await helper.StandardOutput.ReadToEndAsync(deadline.Token);
            await errors;
            await helper.WaitForExitAsync(deadline.Token);
            return helper.ExitCode == 0 ? ReadAnswer(answer) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException($"{start.FileName}: did not answer within {HelperDeadline.TotalSeconds:0} s. Run it by hand to see what it waits for.");
        }
        finally
        {
            if (!helper.HasExited) helper.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new RegistryException($"{start.FileName}: cannot be run: {error.Message}. Install it, or take it out of the Docker configuration.", error);
        }
    }

    private static RegistryCredentials ReadAnswer(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        var user = document.RootElement.GetProperty("Username").GetString()!;
        return Credentials(user == TokenUser ? RefreshTokenUser : user, document.RootElement.GetProperty("Secret").GetString()!);
    }

    private static RegistryCredentials Credentials(string user, string password) => new(user, new RegistryPassword(password));

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } present && present.TryGetProperty(name, out var value) ? value : null;
}
