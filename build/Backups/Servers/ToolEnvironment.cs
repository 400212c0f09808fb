using System.Globalization;
using Npgsql;

namespace Frostline.Backups.Servers;

/// <summary>What PostgreSQL's own programs are told about a server: by environment, so that command lines show nothing of it.</summary>
internal static class ToolEnvironment
{
    /// <summary>Variables like PGOPTIONS or PGSERVICE would steer the programs from outside.</summary>
    public static bool Inherits(string variable) => !variable.StartsWith("PG", StringComparison.Ordinal);

    public static IReadOnlyDictionary<string, string?> For(DatabaseServer server, string database, PasswordFile password)
    {
        var variables = new Dictionary<string, string?>
        {
            ["PGHOST"] = server.Host,
            ["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = server.User,
            ["PGDATABASE"] = database,
            ["PGPASSFILE"] = password.Location,
            ["PGAPPNAME"] = "frostline backup",
            ["PGSSLMODE"] = Mode(server.SslMode),
            ["LC_ALL"] = "C",
        };
        if (server.RootCertificate is { } certificate)
            variables["PGSSLROOTCERT"] = certificate;
        return variables;
    }

    private static string Mode(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}
