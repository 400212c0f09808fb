using System.Globalization;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Locks;

/// <summary>A claim as tags: one for who and when, one for the page of the run. Fields are parted by bars, the first one is the version of the form.</summary>
internal sealed class ClaimTag(string product, string environment)
{
    private const string Form = "1";
    private const string Run = ".run";
    private const int Fields = 10;

    /// <summary>Claims that were freed against their holders' will are remembered up to so many: each holder looks again within seconds.</summary>
    private const int FreedMost = 5;

    private readonly string prefix = $"frostline-lock.{product}.{environment}.";
    private readonly string freed = $"frostline-freed.{product}.{environment}";

    public IReadOnlyDictionary<string, string> Write(LockHolder holder)
    {
        var name = prefix + holder.Id;
        var tags = new Dictionary<string, string>
        {
            [name] = string.Join('|', [
                Form, Text(holder.User, 40), Text(holder.Host, 64), holder.Machine, holder.ProcessId.ToString(CultureInfo.InvariantCulture), Time(holder.ProcessStart),
                Text(holder.Purpose, 40), Time(holder.Since), Time(holder.Heartbeat), Time(holder.Expiry)]),
        };
        if (holder.RunUrl is { Length: <= IEnvironmentTags.LongestValue } url)
            tags[name + Run] = url;
        return tags;
    }

    /// <summary>Names of the tags of a claim.</summary>
    public IEnumerable<string> Names(LockHolder holder) => holder.RunUrl is null ? [prefix + holder.Id] : [prefix + holder.Id, prefix + holder.Id + Run];

    public IEnumerable<LockHolder> Read(IReadOnlyDictionary<string, string> tags) => tags
        .Where(tag => tag.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !tag.Key.EndsWith(Run, StringComparison.OrdinalIgnoreCase))
        .Select(tag => Holder(tag.Key[prefix.Length..], tag.Value, tags.GetValueOrDefault(tag.Key + Run)));

    /// <summary>Ids of claims that count no more, even where a holder that did not see it yet writes one once again.</summary>
    public IReadOnlyList<string> ReadFreed(IReadOnlyDictionary<string, string> tags) => tags.GetValueOrDefault(freed)?.Split(' ') ?? [];

    public IReadOnlyDictionary<string, string> WriteFreed(IEnumerable<string> ids) =>
        new Dictionary<string, string> { [freed] = string.Join(' ', ids.Distinct().TakeLast(FreedMost)) };

    /// <summary>A claim that this version cannot read is held by somebody all the same.</summary>
    private LockHolder Holder(string id, string value, string? url)
    {
        var fields = value.Split('|');
        var known = fields.Length == Fields && fields[0] == Form;
        return new LockHolder
        {
            Id = id,
            Environment = environment,
            User = known ? fields[1] : "somebody",
            Host = known ? fields[2] : $"an unknown host (tag {prefix}{id})",
            Machine = known ? fields[3] : "",
            ProcessId = known && int.TryParse(fields[4], CultureInfo.InvariantCulture, out var process) ? process : 0,
            ProcessStart = Time(fields, 5),
            Purpose = known ? fields[6] : "",
            Since = Time(fields, 7),
            Heartbeat = Time(fields, 8),
            Expiry = known ? Time(fields, 9) : DateTimeOffset.MaxValue,
            RunUrl = url,
        };
    }

    private static string Text(string text, int most) => (text.Length > most ? text[..most] : text).Replace('|', '/');

    private static string Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string[] fields, int index) =>
        DateTimeOffset.FromUnixTimeMilliseconds(fields.Length == Fields && long.TryParse(fields[index], CultureInfo.InvariantCulture, out var time) ? time : 0);
}
