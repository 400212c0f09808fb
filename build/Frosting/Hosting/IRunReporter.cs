namespace Frostline.Hosting;

/// <summary>
/// Told about every run that got as far as having a plan, last of all and after the final table: what it prints is the
/// end of the transcript. All registered reporters are called, in order of registration, also when Setup failed.
/// </summary>
public interface IRunReporter
{
    /// <summary>Writes the report. An exception is printed and makes a successful run end with exit code 1.</summary>
    void Report(RunResult run);
}
