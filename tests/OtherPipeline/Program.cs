// Another pipeline on the same machine, for tests: "lock" holds an environment's lock until standard input ends, or until it is killed;
// "run" promotes a release, or rolls back, and kills itself at a line of its journal.
using System.Text.Json;
using OtherPipeline;

return args[0] == "run" ? await Doomed.RunAsync(JsonSerializer.Deserialize<DoomedRun>(args[1])!) : await LockHolding.RunAsync(args[1], args[2]);
