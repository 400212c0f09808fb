using System.Security.Cryptography;
using System.Text;
using Frostline.Backups.Sealing;

namespace Frostline.Backups.Tests.Sealing;

public sealed class SealedStreamTests
{
    private const int Chunk = 1024 * 1024;

    private readonly BackupKey key = BackupKey.Parse(BackupKey.Generate(), "test");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<byte[]> SealAsync(byte[] content)
    {
        using var sealedFile = new MemoryStream();
        var told = await SealedStream.WriteAsync(new MemoryStream(content), sealedFile, key, Cancellation);
        told.ShouldBe(new(content.Length, sealedFile.Length, Convert.ToHexStringLower(SHA256.HashData(sealedFile.ToArray()))));
        return sealedFile.ToArray();
    }

    private async Task<byte[]> OpenAsync(byte[] file, BackupKey? with = null)
    {
        using var content = new MemoryStream();
        await SealedStream.ReadAsync(new MemoryStream(file), content, with ?? key, Cancellation);
        return content.ToArray();
    }

    private async Task<string> RefusalAsync(byte[] file, BackupKey? with = null) =>
        (await Should.ThrowAsync<SealBrokenException>(() => OpenAsync(file, with))).Message;

    /// <summary>Three chunks: one that shrinks, one that does not, a short one.</summary>
    private static byte[] Content() => [.. new byte[Chunk], .. RandomNumberGenerator.GetBytes(Chunk), .. "the end"u8];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    public async Task Open_GivesBackWhatWasSealed_WhateverItsLength(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        (await OpenAsync(await SealAsync(content))).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task Seal_ShowsNothingOfTheContent_AndNeverTheSameTwice()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ada@example.com;", 1000)));

        var (first, second) = (await SealAsync(content), await SealAsync(content));

        first.Length.ShouldBeLessThan(content.Length);
        first.AsSpan().IndexOf("ada@"u8).ShouldBe(-1);
        first.AsSpan(60).SequenceEqual(second.AsSpan(60)).ShouldBeFalse();
    }

    [Fact]
    public async Task Open_WithAnotherKey_SaysSo() =>
        (await RefusalAsync(await SealAsync(Content()), BackupKey.Parse(BackupKey.Generate(), "other"))).ShouldBe("it was encrypted with another key");

    [Fact]
    public async Task Open_WhenAnyByteWasChanged_Refuses()
    {
        var file = await SealAsync("short, so that each byte can be tried"u8.ToArray());
        for (var place = 0; place < file.Length; place++)
        {
            var changed = file.ToArray();
            changed[place] ^= 1;
            await Should.ThrowAsync<SealBrokenException>(() => OpenAsync(changed), $"byte {place}");
        }
    }

    [Fact]
    public async Task Open_WhenCutOffAnywhere_Refuses()
    {
        var file = await SealAsync(Content());
        foreach (var length in new[] { 0, 7, SealedHeader.Length - 1, SealedHeader.Length, SealedHeader.Length + 3, file.Length / 2, file.Length - 1 })
            await Should.ThrowAsync<SealBrokenException>(() => OpenAsync(file[..length]), $"{length} bytes");
    }

    [Fact]
    public async Task Open_WhenTheLastChunkIsGone_SaysAfterWhich()
    {
        var file = await SealAsync(Content());
        var last = ChunkCipher.PrefixLength + "the end".Length + ChunkCipher.TagLength;

        (await RefusalAsync(file[..^last])).ShouldBe("it is cut off after chunk 1");
    }

    [Fact]
    public async Task Open_WhenChunksChangedPlaces_SaysWhich()
    {
        var content = RandomNumberGenerator.GetBytes(2 * Chunk + 10);
        var file = await SealAsync(content);
        var length = ChunkCipher.PrefixLength + Chunk + ChunkCipher.TagLength;
        var (first, second) = (SealedHeader.Length, SealedHeader.Length + length);
        byte[] swapped = [.. file[..first], .. file[second..(second + length)], .. file[first..second], .. file[(second + length)..]];

        (await RefusalAsync(swapped)).ShouldBe("chunk 0 is not the one that was written there");
    }

    [Fact]
    public async Task Open_WhenSomethingFollows_Refuses()
    {
        var file = await SealAsync(Content());

        await Should.ThrowAsync<SealBrokenException>(() => OpenAsync([.. file, .. file[SealedHeader.Length..]]));
    }

    [Fact]
    public async Task Open_OfAnotherFile_SaysSo() => (await RefusalAsync(new byte[1000])).ShouldBe("it does not begin as a backup does");

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("no base64 at all, as long as a key would be")]
    public void Parse_OfWhatIsNoKey_DoesNotTellIt(string text)
    {
        var refused = Should.Throw<BackupException>(() => BackupKey.Parse(new(text), "variable KEY"));

        refused.Message.ShouldBe("variable KEY: is not a key for backups. Give 32 bytes in base64, as 'openssl rand -base64 32' prints them.");
    }
}
