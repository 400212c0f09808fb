using System.Diagnostics;

namespace Testing;

/// <summary>Shell scripts that stand in for programs.</summary>
public static class Script
{
    /// <summary>
    /// Writes a script that can be run. Another process writes it: whatever a test beside this one starts would inherit our descriptor for a moment, and nobody can
    /// run a file that somebody has open to write ("text file busy").
    /// </summary>
    /// <param name="path">Where to; what is there is replaced.</param>
    /// <param name="body">What follows <c>#!/bin/sh</c>.</param>
    public static void Write(string path, string body)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "cat > \"$1\" && chmod 700 \"$1\"", "sh", path]) { RedirectStandardInput = true };
        using var writer = Process.Start(start)!;
        writer.StandardInput.Write($"#!/bin/sh\n{body}\n");
        writer.StandardInput.Close();
        writer.WaitForExit();
        if (writer.ExitCode != 0)
            throw new InvalidOperationException($"{path}: could not be written.");
    }
}
