using Frostline.Bicep.TypeData;

if (args is not [var source, var target])
{
    Console.Error.WriteLine("usage: dotnet run --project build/Bicep.TypeData -- <folder of bicep-types-az> <types.gz>");
    return 2;
}

var modules = Directory.EnumerateFiles(source, "*.json", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "index.json").Order(StringComparer.Ordinal)
    .Select(file => SourceModule.Read(File.ReadAllBytes(file))).ToArray();
var selection = VersionSelection.Of(modules.SelectMany(module => module.ResourceTypes));
using (var file = File.Create(target))
{
    CatalogFile.Write(file, modules, selection);
}

Console.WriteLine($"{selection.Count} of {modules.Sum(module => module.ResourceTypes.Count())} types in {new FileInfo(target).Length:N0} bytes: {target}");
return 0;
