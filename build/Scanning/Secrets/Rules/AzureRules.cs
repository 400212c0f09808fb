namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Azure's keys and connection strings. Shapes of keys with a signature are those that Azure documents for its secret scanners.</summary>
internal static class AzureRules
{
    private const string Family = "azure";
    private const string Key64 = "[A-Za-z0-9+/]{86}==";
    private const string Key32 = "[A-Za-z0-9+/]{43}=";
    private const string Before = "(^|[^A-Za-z0-9+/=_-])";

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        Shaped("azure-cosmos-key", "Azure Cosmos DB account key", $@"AccountEndpoint=[^;""'\s]{{8,}};\s*AccountKey=(?<secret>{Key64})", ["accountendpoint="]) with { Entropy = 4 },
        Shaped("azure-storage-key", "Azure storage account key", $@"AccountKey\s*=\s*(?<secret>{Key64})", ["accountkey=", "accountkey ="]) with { Entropy = 4 },
        Shaped("azure-service-bus-key", "Azure Service Bus, Event Hubs or IoT Hub key", $@"SharedAccessKey\s*=\s*(?<secret>{Key32})", ["sharedaccesskey=", "sharedaccesskey ="]) with { Entropy = 3.5 },
        Shaped("azure-app-configuration", "Azure App Configuration connection string", @"Endpoint=https://[^;""'\s]{4,};\s*Id=[^;""'\s]{4,60};\s*Secret=(?<secret>[A-Za-z0-9+/_-]{40,}={0,2})", [";secret=", "; secret="]) with { Entropy = 3.5 },
        Shaped("azure-sas", "Azure shared access signature", @"[?&;""'\s](amp;)?sig=(?<secret>[A-Za-z0-9%+/_-]{40,}(%3D|=)?)", ["sig="]) with { Entropy = 3.5, Holds = candidate => candidate.Line.Contains("sv=", StringComparison.Ordinal) || candidate.Line.Contains("se=", StringComparison.Ordinal) },
        Shaped("azure-shared-access-signature", "Azure Service Bus or IoT Hub signature", @"SharedAccessSignature\s+(sr|sig)=\S*sig=(?<secret>[A-Za-z0-9%+/]{40,}(%3D|=)?)", ["sharedaccesssignature "]) with { Entropy = 3.5 },
        Shaped("azure-client-secret", "Microsoft Entra client secret", @"(^|[^A-Za-z0-9_~.-])(?<secret>[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})($|[^A-Za-z0-9_~.-])", ["Q~"], exact: true) with { Entropy = 3 },
        Shaped("azure-container-registry", "Azure Container Registry password", $@"{Before}(?<secret>[A-Za-z0-9+/]{{42}}\+ACR[A-D][A-Za-z0-9+/]{{5}})", ["+ACR"], exact: true),
        Shaped("azure-key", "Azure key with a signature", $@"{Before}(?<secret>[A-Za-z0-9+/]{{33}}(AIoT|\+(ASb|AEh|ARm))[A-P][0-9A-Za-z+/]{{5}}=|[A-Za-z0-9]{{33}}AzCa[A-P][A-Za-z0-9]{{5}}=|[A-Za-z0-9]{{42}}AzSe[A-D][A-Za-z0-9]{{5}}|[A-Za-z0-9_-]{{44}}AzFu[A-Za-z0-9_-]{{5}}[AQgw]==|[A-Za-z0-9+/]{{76}}(APIM|ACDb|\+(ABa|AMC|ASt))[A-Za-z0-9+/]{{5}}[AQgw]==)", ["AIoT", "+ASb", "+AEh", "+ARm", "AzCa", "AzSe", "AzFu", "APIM", "ACDb", "+ABa", "+AMC", "+ASt"], exact: true),
        Shaped("azure-64-byte-key", "Azure account key", $@"(account|storage|primary|secondary|access|auth|master|cosmos|batch)[_-]?(master)?[_-]?key[""']?\s*[:=]\s*[""']?(?<secret>{Key64})", ["accountkey", "account_key", "storagekey", "storage_key", "primarykey", "primary_key", "secondarykey", "accesskey", "access_key", "authkey", "auth_key", "masterkey", "master_key", "cosmoskey", "cosmos_key"]) with { Entropy = 4 },
        Shaped("azure-devops-token", "Azure DevOps personal access token", $@"{Before}(?<secret>[A-Za-z0-9]{{76}}AZDO[A-Za-z0-9]{{4}})", ["AZDO"], exact: true),
        Shaped("azure-devops-token", "Azure DevOps personal access token", @"(pat|devops|azdo|vsts|personal[_-]?access[_-]?token|system_accesstoken)[^\n]{0,40}[=:""'\s](?<secret>[a-z2-7]{52})($|[^A-Za-z0-9])", ["_pat", "\"pat", "pat=", "pat:", "devops", "azdo", "vsts", "personalaccesstoken", "personal_access_token", "accesstoken"]) with { Entropy = 3.5 },
        Shaped("azure-publish-profile", "Password of an App Service publish profile", @"userPWD\s*=\s*[""'](?<secret>[A-Za-z0-9]{30,})[""']", ["userpwd"]) with { Entropy = 3.5 },
        Shaped("azure-function-key", "Azure Functions key", @"(azurewebsites\.net[^\s""']*[?&]code=|x-functions-key[""']?\s*[:=,]\s*[""']?)(?<secret>[A-Za-z0-9_/+%-]{40,}={0,2})", ["azurewebsites.net", "x-functions-key"]) with { Entropy = 3.5 },
    ];

    private static SecretRule Shaped(string id, string name, string pattern, string[] keywords, bool exact = false) =>
        new(id, Family, name, pattern) { Keywords = keywords, ExactKeywords = exact, Shaped = true };
}
