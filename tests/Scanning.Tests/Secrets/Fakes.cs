namespace Scanning.Tests.Secrets;

/// <summary>Values that look like secrets, made anew from a seed: none is written down anywhere, none ever opened anything.</summary>
internal sealed class Fakes(int seed)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private readonly Random random = new(seed);

    public string Base64(int bytes)
    {
        var value = new byte[bytes];
        random.NextBytes(value);
        return Convert.ToBase64String(value);
    }

    public string Alphanumeric(int length) => Of(Letters + Digits, length);

    public string Letter(int length) => Of(Letters, length);

    public string Upper32(int length) => Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length);

    public string Lower32(int length) => Of("abcdefghijklmnopqrstuvwxyz234567", length);

    public string Lower(int length) => Of("abcdefghijklmnopqrstuvwxyz0123456789", length);

    public string Hex(int length) => Of("0123456789abcdef", length);

    public string Number(int length) => Of(Digits, length);

    /// <summary>As a person chooses one.</summary>
    public string Password() => $"{Word()}{random.Next(10, 2100)}{"!?#%+"[random.Next(5)]}";

    public string Guid()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private string Word() => new[] { "Sommer", "Trompete", "Kaffee", "Winter", "Falcon", "Granite", "Bicycle", "Harbour" }[random.Next(8)];

    private string Of(string alphabet, int length) => string.Create(length, (alphabet, random), static (text, state) =>
    {
        for (var place = 0; place < text.Length; place++)
            text[place] = state.alphabet[state.random.Next(state.alphabet.Length)];
    });
}
