using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace Frosting.Tests.Composition;

public sealed class ToolTests
{
    private static readonly Uri Tool = new("shelf:?package=hammer");

    [Fact]
    public void ATool_IsInstalledBeforeTheFirstTaskAndFoundByItsName()
    {
        var shelf = Directory.CreateTempSubdirectory("shelf-");
        try
        {
            File.WriteAllText(System.IO.Path.Combine(shelf.FullName, "hammer"), "");
            var host = new TestHost(typeof(Locate))
                .With(cake => cake.InstallTool(Tool).UsePackageInstaller<ShelfInstaller>())
                .Register(services => services.AddSingleton(new Shelf(shelf.FullName)));
            host.Run("--target=Locate").ShouldBe(0, host.Output);
            host.Happened.ShouldBe("hammer");
        }
        finally
        {
            shelf.Delete(recursive: true);
        }
    }

    [Fact]
    public void AToolNobodyCanInstall_FailsTheRunBeforeTheFirstTask()
    {
        var host = new TestHost(typeof(Locate)).With(cake => cake.InstallTool(new Uri("nowhere:?package=saw")));
        host.Run("--target=Locate").ShouldBe(1);
        host.Happened.ShouldBeEmpty();
        host.Output.ShouldContain("nowhere");
    }

    [Theory]
    [InlineData("--tree")]
    [InlineData("--dryrun")]
    [InlineData("--description")]
    public void ListingCommands_InstallNothing(string arg)
    {
        var host = new TestHost(typeof(Locate), typeof(Listed)).With(cake => cake.InstallTool(new Uri("nowhere:?package=saw")));
        host.Run(arg).ShouldBe(0);
    }

    [Fact]
    public void AWorkingFolderThatIsNotThere_IsAUsageError()
    {
        var host = new TestHost(typeof(Locate));
        host.Run("--target=Locate", "--working=/not/there").ShouldBe(2);
        host.Output.ShouldBe("The working folder '/not/there' does not exist. Give --working an existing one.\n");
    }

    public sealed class Locate : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add(context.Tools.Resolve("hammer").GetFilename().FullPath);
    }

    [TaskName("Default")]
    public sealed class Listed : FrostingTask;

    public sealed record Shelf(DirectoryPath Path);

    public sealed class ShelfInstaller(IFileSystem files, Shelf shelf) : IPackageInstaller
    {
        public bool CanInstall(PackageReference package, PackageType type) => package.Scheme == "shelf";

        public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path) =>
            [files.GetFile(shelf.Path.CombineWithFilePath(package.Package))];
    }
}
