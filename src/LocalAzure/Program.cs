using LocalAzure;
using LocalAzure.Clocks;
using LocalAzure.State;

// A starter that goes away, and its terminal with it, must not take this program along.
using var hangUp = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGHUP, signal => signal.Cancel = true);

var command = CommandLine.Parse(args);
if (command.Help)
{
    Terminal.Say(CommandLine.Usage);
    return 0;
}

if (command.Error is { } error)
{
    Terminal.Complain(error);
    return 2;
}

if (command.Down && !Directory.Exists(command.StateFolder))
    return 0;

var folder = StateFolder.Open(command.StateFolder!);
try
{
    return command.Down ? await Shutdown.RunAsync(folder, command.DeleteDatabases, TimeProvider.System) : await Instance.RunAsync(folder, command, new VirtualClock(TimeProvider.System));
}
catch (Exception e)
{
    Terminal.Complain(e is LocalAzure.Database.DatabaseServerException or InvalidDataException or IOException or UnauthorizedAccessException ? e.Message : e.ToString());
    return 1;
}
