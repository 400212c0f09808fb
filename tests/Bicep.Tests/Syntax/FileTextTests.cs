using System.Text;

namespace Frostline.Bicep.Tests.Syntax;

public sealed class FileTextTests
{
    [Fact]
    public void ByteOrderMark_OfUtf8_IsNoPartOfTheText()
    {
        var file = BicepFile.Parse("main.bicep", [.. Encoding.UTF8.Preamble, .. "var é ="u8]);
        file.Text.ShouldBe("var é =");
        file.Diagnostics.Select(found => (found.Line, found.Column)).ShouldContain((1, 5));
    }

    [Fact]
    public void Byte_ThatIsNotUtf8_IsAnErrorAtItsPlace()
    {
        var found = BicepFile.Parse("main.bicep", [.. "var a = 1\nvar b = '"u8, 0xE9, .. "'"u8]).Diagnostics.ShouldHaveSingleItem();
        found.ToString().ShouldBe("main.bicep(2,10): error file-encoding: The byte 0xE9 here is not UTF-8. Save the file as UTF-8.");
    }

    [Fact]
    public void Utf16_IsRefusedByName()
    {
        var found = BicepFile.Parse("main.bicep", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("var a = 1")]).Diagnostics.ShouldHaveSingleItem();
        found.ToString().ShouldBe("main.bicep(1,1): error file-encoding: The file is UTF-16. Save it as UTF-8.");
    }

    [Fact]
    public void Read_WhenThereIsNoFile_IsAnErrorNotAnException()
    {
        var found = BicepFile.Read(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "main.bicep"), "main.bicep").Diagnostics.ShouldHaveSingleItem();
        (found.Path, found.Line, found.Column, found.Code).ShouldBe(("main.bicep", 1, 1, "BCP091"));
    }

    [Fact]
    public void Read_WhenTheFileIsTooLarge_SaysSo()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, new string(' ', 5_000_000));
            BicepFile.Read(path, "main.bicep").Diagnostics.ShouldHaveSingleItem().ToString()
                .ShouldBe("main.bicep(1,1): error file-too-large: The file has more than 4194304 bytes, which no deployment takes. Split it into modules.");
            File.WriteAllText(path, "");
            BicepFile.Read(path).Diagnostics.ShouldBeEmpty();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_OfAFolder_IsAnErrorNotAnException() => BicepFile.Read(Path.GetTempPath()).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("BCP091");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Position_CountsLinesOfAnyKind(string newLine)
    {
        var found = BicepFile.Parse("main.bicep", $"var a = 1{newLine}{newLine}var b = {newLine}").Diagnostics.ShouldHaveSingleItem();
        (found.Line, found.Column).ShouldBe((3, 9));
    }
}
