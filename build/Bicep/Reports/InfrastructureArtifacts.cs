using Frostline.Bicep.Plans;

namespace Frostline.Bicep.Reports;

/// <summary>The files a check leaves for machines and reviewers.</summary>
public static class InfrastructureArtifacts
{
    /// <summary>
    /// Writes <c>report.md</c> and <c>findings.sarif</c> to the folder, and for every environment a folder with
    /// <c>plan.json</c>, <c>plan.txt</c>, <c>template.json</c>, <c>cost.json</c> and the <c>findings.sarif</c> that concern it.
    /// </summary>
    public static async Task WriteAsync(InfrastructureResult result, string folder, CancellationToken cancellationToken)
    {
        foreach (var (name, text) in Files(result))
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var beside = path + ".new";
            await File.WriteAllTextAsync(beside, text, cancellationToken).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
        }
    }

    private static IEnumerable<(string Name, string Text)> Files(InfrastructureResult result)
    {
        yield return ("report.md", MarkdownReport.Write(result));
        yield return ("findings.sarif", SarifFile.Write(result.Findings));
        foreach (var environment in result.Environments)
        {
            yield return ($"{environment.Name}/findings.sarif",
                SarifFile.Write([.. result.Findings.Where(finding => finding.Environments.Count == 0 || finding.Environments.Contains(environment.Name))]));
            yield return ($"{environment.Name}/plan.json", PlanFile.Write(environment.Plan));
            yield return ($"{environment.Name}/plan.txt", PlanTree.Render(environment.Plan, environment.Changes));
            if (environment.Template is { } template)
            {
                yield return ($"{environment.Name}/template.json", template);
            }

            if (environment.Cost is { } cost)
            {
                yield return ($"{environment.Name}/cost.json", CostFile.Write(cost, environment.CostChanges));
            }
        }
    }
}
