namespace LocalAzure.Database;

/// <summary>
/// Who the server runs as: the caller, or the system user <c>postgres</c> when the caller is root, whom PostgreSQL refuses.
/// </summary>
internal sealed record ServerAccount(string? Name)
{
    public static ServerAccount Choose() => new(Environment.IsPrivilegedProcess ? "postgres" : null);

    public PostgresCommand Command(string program, params string[] arguments) => Name is null
        ? new(program, arguments)
        : new("setpriv", [$"--reuid={Name}", $"--regid={Name}", "--init-groups", "--", program, .. arguments]);

    public PostgresCommand Shell(string script, params string[] arguments) => Command("/bin/sh", ["-c", script, "sh", .. arguments]);
}
