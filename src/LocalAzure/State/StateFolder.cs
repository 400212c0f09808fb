namespace LocalAzure.State;

/// <summary>Names and rights of what one LocalAzure keeps on disk.</summary>
internal sealed class StateFolder
{
    private const UnixFileMode Traversable = OwnerOnly.FolderMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private StateFolder(string path) => Root = path;

    public string Root { get; }

    public string State => Path.Combine(Root, "state.json");

    public string Ports => Path.Combine(Root, "ports.json");

    public string Token => Path.Combine(Root, "token");

    public string PageKey => Path.Combine(Root, "page-key");

    public string Certificate => Path.Combine(Root, "certificate.pem");

    public string Process => Path.Combine(Root, "process.json");

    public string Announcement => Path.Combine(Root, "localazure.json");

    public string Log => Path.Combine(Root, "logs", "localazure.log");

    /// <summary>Makes the folder when there is none: others may pass through it (the database server runs as another user), not look into it.</summary>
    public static StateFolder Open(string path)
    {
        var folder = new StateFolder(Path.GetFullPath(path));
        Directory.CreateDirectory(folder.Root);
        File.SetUnixFileMode(folder.Root, Traversable);
        OwnerOnly.CreateFolder(Path.Combine(folder.Root, "logs"));
        return folder;
    }
}
