using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Storage accounts.</summary>
internal static class StorageRules
{
    private const string Account = "Microsoft.Storage/storageAccounts";

    public static IEnumerable<PolicyRule> All =>
    [
        new("ST001", Critical, Account, "Plain HTTP can be read on the way.", "Set supportsHttpsTrafficOnly to true.")
        {
            Check = account => account.MustNotBe("properties.supportsHttpsTrafficOnly", "false"),
        },
        new("ST002", Critical, Account, "Old TLS can be read on the way.", "Set minimumTlsVersion to TLS1_2.")
        {
            Check = account => account.MustBe("properties.minimumTlsVersion", "TLS1_2", "TLS1_3"),
        },
        new("ST003", High, Account, "A container could be opened to everybody.", "Set allowBlobPublicAccess to false.")
        {
            Check = account => account.MustBe("properties.allowBlobPublicAccess", "false"),
        },
        new("ST004", High, Account, "The account answers every network.", "Set networkAcls.defaultAction to Deny.")
        {
            Check = account => account.MustBe("properties.networkAcls.defaultAction", "Deny"),
        },
        new("ST005", High, Account, "Account keys are passwords with every right.", "Set allowSharedKeyAccess and allowCrossTenantReplication to false.")
        {
            Check = account => [.. account.MustBe("properties.allowSharedKeyAccess", "false"), .. account.MustNotBe("properties.allowCrossTenantReplication", "true")],
        },
        new("ST006", Medium, $"{Account}/blobServices", "A deleted blob could not be brought back.", "Enable deleteRetentionPolicy and containerDeleteRetentionPolicy.")
        {
            Check = blobs => [.. blobs.MustBe("properties.deleteRetentionPolicy.enabled", "true"), .. blobs.MustBe("properties.containerDeleteRetentionPolicy.enabled", "true")],
        },
        new("ST007", Medium, Account, "A region or zone lost is the data lost.", "Use a sku with ZRS, GRS or GZRS.")
        {
            ProductionOnly = true,
            Check = account => account.Text("sku.name") is { } sku && !sku.EndsWith("LRS", StringComparison.OrdinalIgnoreCase) ? [] : account.IsSymbolic("sku.name") ? [] : [new Violation("sku.name", $"is {account["sku.name"]}")],
        },
        new("ST008", High, Account, "The platform refuses other names.", "Use 3 to 24 lower-case letters and digits.")
        {
            Check = account => account.Name.Contains('[', StringComparison.Ordinal) || (account.Name.Length is >= 3 and <= 24 && account.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
                ? []
                : [new Violation("name", $"is '{account.Name}'")],
        },
        new("ST009", High, $"{Account}/blobServices/containers", "Everybody may read what is in it.", "Set publicAccess to None.")
        {
            Check = container => container.MayBe("properties.publicAccess", "None"),
        },
        new("ST010", Medium, Account, "The data of production have an address on the internet.", "Set publicNetworkAccess to Disabled and use a private endpoint.")
        {
            ProductionOnly = true,
            Check = account => account.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
    ];
}
