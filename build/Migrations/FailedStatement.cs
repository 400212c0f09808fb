using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Frostline.Migrations;

/// <summary>Remembers the text of the statement that failed, which the exception does not carry.</summary>
internal sealed class FailedStatement : DbCommandInterceptor
{
    public string? Text { get; private set; }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Text = command.CommandText;

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Text = command.CommandText;
        return Task.CompletedTask;
    }
}
