using Frostline.Bicep.Binding;

namespace Frostline.Bicep.Emission;

internal sealed class TemplateEmission(FileModel main)
{
    public string Emit() => main.File.Path;
}
