using LocalAzure.Resources;

namespace LocalAzure.Faults;

/// <summary>Refuses a profile that could not do what it says, before it is in force.</summary>
internal static class FaultRules
{
    public static void Check(FaultProfile profile)
    {
        Positive("operationSeconds", profile.OperationSeconds);
        Positive("metricsLagSeconds", profile.MetricsLagSeconds);
        Each("management", profile.Management, (path, fault) =>
        {
            Positive($"{path}.latencyMilliseconds", fault.LatencyMilliseconds);
            Status($"{path}.status", fault.Status);
            if (fault is { LatencyMilliseconds: 0, Status: null, Drop: null })
                throw Refuse(path, "does nothing. Give 'latencyMilliseconds', 'status' or 'drop'.");
        });
        Each("ingress", profile.Ingress, (path, fault) =>
        {
            Positive($"{path}.latencyMilliseconds", fault.LatencyMilliseconds);
            Positive($"{path}.jitterMilliseconds", fault.JitterMilliseconds);
            Positive($"{path}.slowdown", fault.Slowdown);
            Status($"{path}.status", fault.Status);
            if (fault.Share is not (>= 0 and <= 1))
                throw Refuse($"{path}.share", $"{fault.Share} is not from 0 to 1.");
            if (fault is { LatencyMilliseconds: 0, JitterMilliseconds: 0, Slowdown: 0, Status: null, Drop: false })
                throw Refuse(path, "does nothing. Give 'latencyMilliseconds', 'jitterMilliseconds', 'slowdown', 'status' or 'drop'.");
        });
        Each("revisions", profile.Revisions, (path, fault) =>
        {
            Positive($"{path}.coldStartSeconds", fault.ColdStartSeconds);
            Positive($"{path}.crashAfterSeconds", fault.CrashAfterSeconds ?? 0);
            if (fault is { StuckActivating: false, ColdStartSeconds: 0, CrashAfterSeconds: null })
                throw Refuse(path, "does nothing. Give 'stuckActivating', 'coldStartSeconds' or 'crashAfterSeconds'.");
        });
        if (profile.Template is { } template)
            Limits("template", template);
    }

    private static void Each<T>(string name, IReadOnlyList<T> faults, Action<string, T> check)
        where T : Fault
    {
        for (var index = 0; index < faults.Count; index++)
        {
            var path = $"{name}[{index}]";
            Limits(path, faults[index]);
            check(path, faults[index]);
        }
    }

    private static void Limits(string path, Fault fault)
    {
        Positive($"{path}.after", fault.After);
        Positive($"{path}.count", fault.Count ?? 0);
        Positive($"{path}.seconds", fault.Seconds ?? 0);
    }

    private static void Positive(string path, double value)
    {
        if (value is not (>= 0 and <= 1e6))
            throw Refuse(path, $"{value} is not from 0 to 1000000.");
    }

    private static void Status(string path, int? status)
    {
        if (status is not (null or (>= 400 and <= 599)))
            throw Refuse(path, $"{status} is no failure. Give 400 to 599.");
    }

    private static ArmException Refuse(string path, string fact) => ArmException.BadRequest("InvalidFaultProfile", $"{path}: {fact}", path);
}
