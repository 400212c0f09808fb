namespace Frostline.Bicep.Types;

/// <summary>Compares the bounds of a value that is not known yet with those of the place it goes to.</summary>
internal static class RangeCheck
{
    /// <summary>Bounds of the length of a string or an array; null where there is none.</summary>
    public static void Lengths(long? least, long? most, long? minimum, long? maximum, Action<DiagnosticSeverity, string, string> report)
    {
        if (least > maximum)
        {
            report(DiagnosticSeverity.Error, "BCP332", $"The provided value (whose length will always be greater than or equal to {least}) is too long to assign to a target for which the maximum allowable length is {maximum}.");
        }
        else if (most < minimum)
        {
            report(DiagnosticSeverity.Error, "BCP333", $"The provided value (whose length will always be less than or equal to {most}) is too short to assign to a target for which the minimum allowable length is {minimum}.");
        }
        else
        {
            if (least < minimum)
            {
                report(DiagnosticSeverity.Warning, "BCP334", $"The provided value can have a length as small as {least} and may be too short to assign to a target with a configured minimum length of {minimum}.");
            }

            if (most > maximum)
            {
                report(DiagnosticSeverity.Warning, "BCP335", $"The provided value can have a length as large as {most} and may be too long to assign to a target with a configured maximum length of {maximum}.");
            }
        }
    }

    /// <summary>Bounds of an integer; null where there is none.</summary>
    public static void Numbers(long? least, long? most, long? minimum, long? maximum, Action<DiagnosticSeverity, string, string> report)
    {
        if (least > maximum)
        {
            report(DiagnosticSeverity.Error, "BCP327", $"The provided value (which will always be greater than or equal to {least}) is too large to assign to a target for which the maximum allowable value is {maximum}.");
        }
        else if (most < minimum)
        {
            report(DiagnosticSeverity.Error, "BCP328", $"The provided value (which will always be less than or equal to {most}) is too small to assign to a target for which the minimum allowable value is {minimum}.");
        }
        else
        {
            if (least < minimum)
            {
                report(DiagnosticSeverity.Warning, "BCP329", $"The provided value can be as small as {least} and may be too small to assign to a target with a configured minimum of {minimum}.");
            }

            if (most > maximum)
            {
                report(DiagnosticSeverity.Warning, "BCP330", $"The provided value can be as large as {most} and may be too large to assign to a target with a configured maximum of {maximum}.");
            }
        }
    }
}
