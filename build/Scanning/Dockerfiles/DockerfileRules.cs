using System.Globalization;
using System.Text.RegularExpressions;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dockerfiles;

/// <summary>The rules of one Dockerfile.</summary>
internal sealed partial class DockerfileRules(string path)
{
    private readonly List<Finding> findings = [];
    private Dictionary<string, string> defaults = [];

    public IReadOnlyList<Finding> Check(IReadOnlyList<Instruction> instructions)
    {
        var stages = instructions.Where(instruction => instruction.Name == "FROM").ToArray();
        if (stages.Length == 0)
            return [];
        defaults = instructions.TakeWhile(instruction => instruction != stages[0]).Where(instruction => instruction.Name == "ARG" && instruction.Arguments.Contains('='))
            .Select(argument => argument.Arguments.Split('=', 2)).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1].Trim('"', '\''), StringComparer.Ordinal);
        foreach (var from in stages)
            CheckBase(from, stages);
        foreach (var instruction in instructions)
            CheckInstruction(instruction);
        CheckUser([.. instructions.SkipWhile(instruction => instruction != stages[^1])]);
        return findings;
    }

    private void CheckBase(Instruction from, Instruction[] stages)
    {
        var image = ImageOf(from);
        var isStage = stages.Any(stage => stage.Line < from.Line && StageName().Match(stage.Arguments).Groups["name"].Value.Equals(image, StringComparison.OrdinalIgnoreCase));
        if (isStage || image == "scratch" || image.Contains("@sha256:", StringComparison.Ordinal) || image.Contains('$'))
            return;
        var tag = image[(image.LastIndexOf('/') + 1)..].Split(':');
        if (tag.Length == 1 || tag[1] == "latest")
            Add("image-latest", Severity.High, from, $"{image} is whatever was pushed last.", "Give a version and its digest: name:tag@sha256:...");
        else
            Add("image-unpinned", Severity.Medium, from, $"{image} may be another image tomorrow.", "Give its digest: name:tag@sha256:...");
    }

    private void CheckInstruction(Instruction instruction)
    {
        var arguments = instruction.Arguments;
        switch (instruction.Name)
        {
            case "ADD" when !arguments.Contains("://", StringComparison.Ordinal) && !Archive().IsMatch(arguments):
                Add("add-instead-of-copy", Severity.Info, instruction, "ADD unpacks and fetches where COPY only copies.", "Use COPY.");
                break;
            case "WORKDIR" when arguments.Length > 0 && arguments[0] is not ('/' or '$' or '"') && !arguments.Contains(':'):
                Add("relative-workdir", Severity.Low, instruction, $"Where {arguments} is depends on what stands above.", "Give the whole path.");
                break;
            case "ADD" when arguments.Contains("://", StringComparison.Ordinal) && !arguments.Contains("--checksum=", StringComparison.Ordinal):
                Add("add-from-address", Severity.Medium, instruction, "ADD takes what the address answers, unseen.", "Give --checksum=sha256:..., or COPY a file you keep.");
                break;
            case "ENV" or "ARG" when SecretName().IsMatch(arguments):
                Add("secret-in-image", Severity.High, instruction, $"{SecretName().Match(arguments).Groups["name"].Value} stays in the image's history for everybody who pulls it.", "Use RUN --mount=type=secret, or an environment variable of the container app.");
                break;
            case "EXPOSE" when arguments.Split(' ').Any(IsPrivileged):
                Add("privileged-port", Severity.Medium, instruction, $"Port {arguments} needs root.", "Listen on 8080.");
                break;
            case "ENTRYPOINT" or "CMD" when arguments.Length > 0 && arguments[0] != '[':
                Add("shell-form", Severity.Low, instruction, $"{instruction.Name} starts a shell that takes the signals for itself: the service never hears that it should stop.", "Write it as a list: [\"dotnet\", \"app.dll\"].");
                break;
            case "RUN":
                CheckRun(instruction);
                break;
        }
    }

    private void CheckRun(Instruction run)
    {
        if (PipedToShell().IsMatch(run.Arguments))
            Add("piped-to-shell", Severity.High, run, "What the address answers is run unseen.", "Fetch a version, check its hash, then run it.");
        if (Insecure().IsMatch(run.Arguments))
            Add("unverified-download", Severity.High, run, "Certificates or signatures are not checked.", "Leave the option out.");
        if (OpenMode().IsMatch(run.Arguments))
            Add("world-writable", Severity.Medium, run, "Anybody in the container may change these files.", "Leave them to root, 0644 or 0755.");
        if (Sudo().IsMatch(run.Arguments))
            Add("sudo", Severity.Medium, run, "sudo is a way to root.", "Do what needs root before USER.");
        if (run.Arguments.Contains("apt-get install", StringComparison.Ordinal) && !run.Arguments.Contains("--no-install-recommends", StringComparison.Ordinal))
            Add("recommended-packages", Severity.Info, run, "Packages that nobody asked for come along.", "Give --no-install-recommends.");
    }

    private void CheckUser(Instruction[] stage)
    {
        var user = stage.LastOrDefault(instruction => instruction.Name == "USER");
        var name = user?.Arguments.Split(':')[0] ?? "";
        if (user is null && !ImageOf(stage[0]).Contains("chiseled", StringComparison.Ordinal) && !ImageOf(stage[0]).Contains("nonroot", StringComparison.Ordinal))
            Add("root-user", Severity.High, stage[0], "The service runs as root.", "Add 'USER 1654', the user that .NET's images bring.");
        else if (name is "root" or "0")
            Add("root-user", Severity.High, user!, "The service runs as root.", "Write 'USER 1654', the user that .NET's images bring.");
        else if (user is not null && !name.All(char.IsAsciiDigit) && !name.StartsWith('$'))
            Add("named-user", Severity.Info, user, $"Platforms cannot tell that '{name}' is not root.", "Give the user's number, such as 1654.");
    }

    /// <summary>What the instruction begins with, unless somebody gives another argument.</summary>
    private string ImageOf(Instruction from)
    {
        var image = from.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => !word.StartsWith("--", StringComparison.Ordinal)) ?? "";
        return Argument().Match(image) is { Success: true } argument && defaults.TryGetValue(argument.Groups["name"].Value, out var usual) ? image.Replace(argument.Value, usual, StringComparison.Ordinal) : image;
    }

    private static bool IsPrivileged(string port) => int.TryParse(port.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1024;

    private void Add(string rule, Severity severity, Instruction instruction, string fact, string remedy) =>
        findings.Add(new("containers", rule, severity, new(path, instruction.Line), fact, remedy));

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)(:-[^}]*)?\}?", RegexOptions.NonBacktracking)]
    private static partial Regex Argument();

    [GeneratedRegex(@"\.(tar|tgz|gz|bz2|xz|zip)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Archive();

    [GeneratedRegex(@"\sas\s+(?<name>\S+)\s*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex StageName();

    [GeneratedRegex(@"(^|\s)(?<name>[A-Z0-9_]*(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|CREDENTIALS?|PRIVATE_?KEY|ACCESS_?KEY)[A-Z0-9_]*)(\s*=|\s|$)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(curl|wget)\b[^|;&]*\|\s*(sudo\s+)?(ba|z|da)?sh\b", RegexOptions.NonBacktracking)]
    private static partial Regex PipedToShell();

    [GeneratedRegex(@"curl\b[^|;&]*\s(-k|--insecure)\b|wget\b[^|;&]*--no-check-certificate|--allow-unauthenticated|--force-yes|NODE_TLS_REJECT_UNAUTHORIZED\s*=\s*0", RegexOptions.NonBacktracking)]
    private static partial Regex Insecure();

    [GeneratedRegex(@"chmod\s+(-\S+\s+)*(0?777|a\+w|o\+w|ugo\+w)", RegexOptions.NonBacktracking)]
    private static partial Regex OpenMode();

    [GeneratedRegex(@"(^|[\s;&|])sudo\s", RegexOptions.NonBacktracking)]
    private static partial Regex Sudo();
}
