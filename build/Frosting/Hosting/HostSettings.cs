using Cake.Core.IO;

namespace Frostline.Hosting;

internal sealed record WorkingDirectory(DirectoryPath Path);

internal sealed record CakeSetting(string Key, string Value);
