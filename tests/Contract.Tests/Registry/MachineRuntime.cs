using System.Formats.Tar;
using System.Runtime.InteropServices;

namespace Contract.Tests.Registry;

/// <summary>The .NET of this machine as the root file system of a base image: the runtime, ASP.NET Core and the libraries they load.</summary>
internal static class MachineRuntime
{
    private const string Libraries = "/lib/x86_64-linux-gnu";
    private static readonly string[] Needed =
        ["libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1", "libstdc++.so.6", "libz.so.1", "libssl.so.3", "libcrypto.so.3"];

    /// <summary>Skips the test, with the reason, where the machine's files are not where they are looked for.</summary>
    public static void Write(string path)
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (RuntimeInformation.OSArchitecture != Architecture.X64 || Needed.FirstOrDefault(name => !File.Exists($"{Libraries}/{name}")) is not null)
            Assert.Skip($"A base image is made of Debian's libraries in {Libraries}, which are not all here.");
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Ustar);
        // Docker lets nobody but root into folders that are not in the archive.
        foreach (var folder in (string[])["lib/", "lib/x86_64-linux-gnu/", "lib64/", "usr/", "usr/bin/", .. Folders(root)])
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, folder) { Mode = (UnixFileMode)0b111_101_101 });
        Add(tar, "/lib64/ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2");
        foreach (var name in Needed)
            Add(tar, $"{Libraries}/{name}", $"lib/x86_64-linux-gnu/{name}");
        Add(tar, Path.Combine(root, "dotnet"), "usr/bin/dotnet");
        foreach (var file in Files(root))
            Add(tar, file, $"usr/bin/{Path.GetRelativePath(root, file)}");
        tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "tmp/") { Mode = (UnixFileMode)0b001_111_111_111 });
    }

    /// <summary>Of the version that runs, where there are several.</summary>
    private static IEnumerable<string> Files(string root) =>
        new[] { "host", "shared/Microsoft.NETCore.App", "shared/Microsoft.AspNetCore.App" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            .Where(file => file.Contains(Environment.Version.ToString(), StringComparison.Ordinal));

    private static IEnumerable<string> Folders(string root) => Files(root)
        .SelectMany(file => Path.GetDirectoryName(Path.GetRelativePath(root, file))!.Split('/').Select((_, depth) => string.Join('/', Path.GetRelativePath(root, file).Split('/')[..(depth + 1)])))
        .Distinct().Order(StringComparer.Ordinal).Select(folder => $"usr/bin/{folder}/");

    /// <summary>Links are followed: the image has the files themselves.</summary>
    private static void Add(TarWriter tar, string file, string name)
    {
        using var data = File.OpenRead(file);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = data, Mode = (UnixFileMode)0b111_101_101 });
    }
}
