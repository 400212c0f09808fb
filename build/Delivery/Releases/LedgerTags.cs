using System.Globalization;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Releases;

/// <summary>
/// Ledger entries as tags that people can read: one for the release, one for its schema, one for each service. Fields are parted by bars,
/// the first one is the version of the form.
/// </summary>
internal sealed class LedgerTags(string product, string environment)
{
    private const string Form = "1";
    private const int LongestActor = 40;

    private readonly string prefix = $"frostline-release.{product}.{environment}.";

    public bool IsOurs(string tag) => tag.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="DeliveryException">A value does not fit into a tag.</exception>
    public IReadOnlyDictionary<string, string> Write(LedgerEntry entry)
    {
        var key = prefix + entry.Id;
        var tags = new Dictionary<string, string>
        {
            [key] = Joined(
                entry.Version, entry.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                entry.Actor.Length > LongestActor ? entry.Actor[..LongestActor] : entry.Actor, entry.Commit, entry.Sources, entry.Restores ?? ""),
        };
        if (entry.MigrationHead is { } head)
            tags[$"{key}.schema"] = Joined(head);
        foreach (var service in entry.Services)
            tags[$"{key}.service.{service.Name}"] = Joined(service.Revision, service.Image.Split('@')[0], service.Digest);
        return tags.FirstOrDefault(tag => tag.Value.Length > IEnvironmentTags.LongestValue) is { Key: { } tooLong } tag
            ? throw new DeliveryException($"Tag '{tooLong}' would have {tag.Value.Length} characters, and {IEnvironmentTags.LongestValue} is the most. Shorten the names in it: {tag.Value}")
            : tags;
    }

    /// <summary>The entries among the tags, oldest first.</summary>
    /// <exception cref="DeliveryException">A tag is none that this version writes.</exception>
    public IReadOnlyList<LedgerEntry> Read(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.Keys.Where(IsOurs).Select(IdOf).Distinct().Where(id => tags.ContainsKey(prefix + id)).Select(id => Entry(id, tags)).OrderBy(entry => entry.At)];

    /// <summary>Tags of all entries but the newest ones.</summary>
    public IReadOnlyList<string> Oldest(IReadOnlyDictionary<string, string> tags, int keep)
    {
        var kept = Read(tags).Reverse().Take(keep).Select(entry => entry.Id).ToHashSet();
        return [.. tags.Keys.Where(name => IsOurs(name) && !kept.Contains(IdOf(name)))];
    }

    private LedgerEntry Entry(string id, IReadOnlyDictionary<string, string> tags)
    {
        var key = prefix + id;
        var fields = Fields(key, tags[key], 6);
        return new LedgerEntry
        {
            Id = id,
            Environment = environment,
            Version = fields[0],
            At = DateTimeOffset.FromUnixTimeMilliseconds(long.TryParse(fields[1], CultureInfo.InvariantCulture, out var time) ? time : throw Broken(key, tags[key])),
            Actor = fields[2],
            Commit = fields[3],
            Sources = fields[4],
            Restores = fields[5].Length > 0 ? fields[5] : null,
            MigrationHead = tags.TryGetValue($"{key}.schema", out var head) ? Fields($"{key}.schema", head, 1)[0] : null,
            Services = [.. tags.Where(tag => tag.Key.StartsWith($"{key}.service.", StringComparison.OrdinalIgnoreCase)).OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(Service)],
        };
    }

    private LedgerService Service(KeyValuePair<string, string> tag)
    {
        var fields = Fields(tag.Key, tag.Value, 3);
        var app = fields[0].Split("--")[0];
        return new(tag.Key.Split(".service.")[^1], app, fields[0], $"{fields[1]}@{fields[2]}", fields[2]);
    }

    private string IdOf(string tag) => tag[prefix.Length..].Split('.')[0];

    private static string Joined(params string[] fields) => string.Join('|', fields.Select(field => field.Replace('|', '/')).Prepend(Form));

    private static string[] Fields(string tag, string value, int count)
    {
        var fields = value.Split('|');
        return fields[0] == Form && fields.Length == count + 1 ? fields[1..] : throw Broken(tag, value);
    }

    private static DeliveryException Broken(string tag, string value) => new(
        $"Tag '{tag}' is no ledger entry: '{value}'. Remove the tag to go on without it (a newer version of the pipeline may have written it).");
}
