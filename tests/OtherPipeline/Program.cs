// Another pipeline on the same machine, for tests: "lock" holds an environment's lock until standard input ends, or until it is killed;
// "run" promotes a release, or rolls back, and kills itself at a line of its journal; "migrate" migrates a database, or takes a migration
// back, as standard input tells, and kills itself between two statements.
using System.Text.Json;
using OtherPipeline;

return args[0] switch
{
    "run" => await Doomed.RunAsync(JsonSerializer.Deserialize<DoomedRun>(args[1])!),
    "migrate" => await DoomedMigration.RunAsync(JsonSerializer.Deserialize<DoomedMigration>(await Console.In.ReadToEndAsync())!),
    _ => await LockHolding.RunAsync(args[1], args[2]),
};
