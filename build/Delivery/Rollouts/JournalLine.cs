using System.Text.Json;

namespace Frostline.Delivery.Rollouts;

/// <summary>One line of a journal.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Mark"><c>begin</c>, <c>accepted</c>, <c>end</c> or <c>fail</c>.</param>
/// <param name="Step">The phase or effect.</param>
/// <param name="Subject">The app or revision; null for a phase.</param>
/// <param name="Detail">What it is about, the address of an operation, or the error.</param>
internal sealed record JournalLine(DateTimeOffset At, string Mark, string Step, string? Subject, string? Detail)
{
    public static JsonSerializerOptions Json { get; } = new(DeliveryJson.Options) { WriteIndented = false };

    /// <summary>The line, or null where a run was cut off while it wrote.</summary>
    public static JournalLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalLine>(text, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
