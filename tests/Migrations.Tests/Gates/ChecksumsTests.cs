using Frostline.Migrations.Applying;
using Frostline.Migrations.Gates;

namespace Frostline.Migrations.Tests.Gates;

public sealed class ChecksumsTests
{
    private static JournalRow Row(string id, string checksum, string? generator = null, JournalState state = JournalState.Committed) =>
        new(id, checksum, state, 1) { Generator = generator ?? MigrationScript.Generator, Owner = "ada" };

    private static Check Judge(params JournalRow[] journal) => Checksums.Judge(journal, ["1_First", "2_Second"], id => id == "1_First" ? "aa" : "bb");

    [Fact]
    public void Judge_OfTheSameStatements_Passes() => Judge(Row("1_First", "aa"), Row("2_Second", "bb", state: JournalState.Adopted)).Verdict.ShouldBe(CheckVerdict.Pass);

    [Fact]
    public void Judge_OfOtherStatements_FailsAndSaysWhatToDo()
    {
        var check = Judge(Row("1_First", "aa"), Row("2_Second", "cc"));

        check.Verdict.ShouldBe(CheckVerdict.Fail);
        check.Facts.ShouldBe(["2_Second was applied with other statements than it has now. Bring its file back as it was, and put the change into a migration of its own"]);
    }

    [Fact]
    public void Judge_OfWhatNobodyKnows_NeverPasses()
    {
        var check = Judge(Row("1_First", "zz", generator: "9.0.0"));

        check.Verdict.ShouldBe(CheckVerdict.Inconclusive);
        check.Facts.ShouldBe([$"the statements of 1_First were made by EF Core 9.0.0, this is {MigrationScript.Generator}", "2_Second was applied by something else, and its statements are not known"]);
    }
}
