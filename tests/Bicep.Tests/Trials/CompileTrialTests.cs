using System.Text;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Trials;

namespace Frostline.Bicep.Tests.Trials;

public sealed class CompileTrialTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frostline-bicep-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Variants_OfValidFiles_BreakNeitherCheckNorEvaluationNorEmission()
    {
        var variants = new VariantSource(seed: 7);
        for (var i = 0; i < 1000; i++)
        {
            var (path, text) = variants.Next();
            var main = Write("main.bicep", path.EndsWith("param", StringComparison.Ordinal) ? SampleText.Template : text);
            var parameters = path.EndsWith("param", StringComparison.Ordinal) ? Write("main.bicepparam", text) : null;
            Should.NotThrow(() => Use(BicepCompiler.Compile(main, parameters)), text);
        }
    }

    [Fact]
    public void Lambda_WhereNoneMayStand_IsAnErrorNotAnException()
    {
        var compilation = BicepCompiler.Compile(Write("main.bicep", "var a = 'x${b => b}'\noutput c string = a"));
        compilation.Diagnostics.ShouldContain(found => found.Code == "BCP242" && found.Line == 1 && found.Column == 13);
        Use(compilation);
    }

    private static void Use(Compilation compilation)
    {
        compilation.Evaluate(new EvaluationContext { Now = DateTimeOffset.UnixEpoch });
        compilation.EmitArm();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return path;
    }
}
