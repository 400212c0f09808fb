using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Bicep.Binding.Structure;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Binding;

/// <summary>Reads files, follows what they name, and gives every name its meaning.</summary>
internal sealed class Compiler(CompilerOptions options)
{
    private const int MaximumFiles = 2000;
    private readonly Dictionary<string, FileModel> _files = new(StringComparer.Ordinal);
    private readonly Queue<FileModel> _unlinked = [];

    public Compilation Compile(string mainFile, string? parameterFile)
    {
        var main = Load(mainFile);
        var json = parameterFile is not null && ParametersJson.IsOne(parameterFile) ? ParametersJson.Read(parameterFile, Shown(parameterFile)) : null;
        var parameters = parameterFile is null || json is not null ? null : Load(parameterFile);
        while (_unlinked.TryDequeue(out var model))
        {
            Link(model);
        }

        var models = _files.Values.ToList();
        models.ForEach(ImportBinding.Bind);
        models.ForEach(Extensions.Report);
        ModuleCycles.Report(models);
        models.ForEach(model => new NameBinding(model).Run());
        models.ForEach(TypeCycles.Report);
        models.ForEach(DecoratorCheck.Report);
        models.ForEach(UnionCheck.Report);
        models.ForEach(DeclarationCycles.Report);
        models.ForEach(DeploymentStart.Report);
        models.ForEach(DuplicateNames.Report);
        models.ForEach(FileStructure.Report);
        models.ForEach(ResourceStructure.Report);
        models.ForEach(ModuleStructure.Report);
        models.ForEach(AbsentParts.Report);
        models.ForEach(LambdaStructure.Report);
        return new Compilation(options, main, new GivenParameters(main, parameters, json), models);
    }

    private string Shown(string path) => (options.Root is null ? path : Path.GetRelativePath(Path.GetFullPath(options.Root), Path.GetFullPath(path))).Replace('\\', '/');

    private FileModel Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (_files.TryGetValue(full, out var known))
        {
            return known;
        }

        var file = BicepFile.Read(full, Shown(path));
        var model = new FileModel(file, full) { Catalog = options.Types };
        _files.Add(full, model);
        model.Diagnostics.AddRange(file.Diagnostics);
        Declarations.Declare(model);
        _unlinked.Enqueue(model);
        return model;
    }

    private void Link(FileModel model)
    {
        foreach (var module in model.Modules)
        {
            module.Target = Follow(model, module.Syntax.Path, isModule: true, json => module.Json = json);
        }

        foreach (var statement in model.Syntax.Statements)
        {
            switch (statement)
            {
                case ImportSyntax import when Follow(model, import.Path, isModule: false) is { } target:
                    model.ImportSources.Add(import, target);
                    break;
                case UsingSyntax { Target: ExpressionSyntax target }:
                    model.Using = Follow(model, target, isModule: false);
                    break;
                case ExtendsSyntax extends:
                    model.Extends = Follow(model, extends.Path, isModule: false);
                    break;
                case TestSyntax test:
                    Follow(model, test.Path, isModule: false);
                    break;
            }
        }
    }

    private FileModel? Follow(FileModel model, ExpressionSyntax pathSyntax, bool isModule, Action<JsonObject>? take = null)
    {
        if (pathSyntax is not StringSyntax { Literal: { } path })
        {
            if (pathSyntax is StringSyntax)
            {
                model.Error("BCP092", "String interpolation is not supported in file paths.", pathSyntax.Span);
            }

            return null;
        }

        if (ArtifactReference.Of(path) is { } reference)
        {
            reference.Report(model, pathSyntax.Span);
            return null;
        }

        if (FilePaths.ProblemOf(path) is var (code, message))
        {
            model.Error(code, message, pathSyntax.Span);
            return null;
        }

        var full = Path.GetFullPath(Path.Combine(model.Directory, path));
        if (!File.Exists(full))
        {
            model.Error("BCP091", $"An error occurred reading file. Could not find file '{path}'.", pathSyntax.Span);
            return null;
        }

        if (full.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || full.EndsWith(".jsonc", StringComparison.OrdinalIgnoreCase))
        {
            ReadTemplate(model, full, pathSyntax.Span, take);
            return null;
        }

        if (_files.Count >= MaximumFiles && !_files.ContainsKey(full))
        {
            model.Error("BCP091", $"An error occurred reading file. More than {MaximumFiles} files would be needed.", pathSyntax.Span);
            return null;
        }

        var target = Load(full);
        model.Links.Add((target, pathSyntax.Span));
        return target;
    }

    private static void ReadTemplate(FileModel model, string path, TextSpan at, Action<JsonObject>? take)
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            if (JsonNode.Parse(File.ReadAllText(path), null, options) is JsonObject template && template["resources"] is not null)
            {
                take?.Invoke(template);
                return;
            }
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            // What is no template is told below, whatever else it is.
        }

        model.Error("BCP188", "The referenced ARM template has errors. It must be a JSON object with resources.", at);
    }
}
