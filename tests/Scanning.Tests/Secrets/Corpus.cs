namespace Scanning.Tests.Secrets;

/// <summary>Something planted, or something that only looks like it.</summary>
/// <param name="Family">The family of rules that should see it; for what is none, the kind of trap.</param>
/// <param name="Path">The file it is in.</param>
/// <param name="Text">The file, or a part of it.</param>
internal sealed record Sample(string Family, string Path, string Text);

/// <summary>Files as .NET projects on Azure have them: with planted fakes, and with what must not be taken for secrets.</summary>
internal static class Corpus
{
    /// <summary>Every kind, several times with other values.</summary>
    public static IEnumerable<Sample> Planted() => Enumerable.Range(1, 8).SelectMany(seed => Azure(new(seed)).Concat(Connections(new(seed + 100))).Concat(Tokens(new(seed + 200))).Concat(Keys(new(seed + 300))).Concat(Files(new(seed + 400))).Concat(Generic(new(seed + 500))));

    public static IEnumerable<Sample> Traps() => Enumerable.Range(1, 8).SelectMany(seed => Traps(new(seed + 900)));

    private static IEnumerable<Sample> Azure(Fakes fake)
    {
        const string family = "azure";
        yield return new(family, "src/appsettings.json", $"{{\n  \"Storage\": \"DefaultEndpointsProtocol=https;AccountName=coffee;AccountKey={fake.Base64(64)};EndpointSuffix=core.windows.net\"\n}}");
        yield return new(family, "src/appsettings.json", $"  \"Cosmos\": \"AccountEndpoint=https://coffee.documents.azure.com:443/;AccountKey={fake.Base64(64)};\"");
        yield return new(family, "src/local.settings.json", $"  \"Bus\": \"Endpoint=sb://coffee.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={fake.Base64(32)}\"");
        yield return new(family, "src/Program.cs", $"const string Hub = \"HostName=coffee.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey={fake.Base64(32)}\";");
        yield return new(family, "src/appsettings.json", $"  \"AppConfig\": \"Endpoint=https://coffee.azconfig.io;Id=ab12-l0-s0:{fake.Alphanumeric(20)};Secret={fake.Base64(32)}\"");
        yield return new(family, "docs/notes.md", $"curl 'https://coffee.blob.core.windows.net/beans?sv=2024-11-04&se=2030-01-01T00%3A00%3A00Z&sr=c&sp=rl&sig={Uri.EscapeDataString(fake.Base64(32))}'");
        yield return new(family, "infra/deploy.sh", $"az login --service-principal -u {fake.Guid()} -p {fake.Alphanumeric(3)}8Q~{fake.Alphanumeric(34)}");
        yield return new(family, ".github/workflows/push.yml", $"          docker login coffee.azurecr.io -u coffee -p {fake.Alphanumeric(42)}+ACRA{fake.Alphanumeric(5)}");
        yield return new(family, "nuget.config", $"    <add key=\"feed\" value=\"{fake.Alphanumeric(76)}AZDO{fake.Alphanumeric(4)}\" />");
        yield return new(family, "build/azure.ps1", $"$env:AZURE_DEVOPS_EXT_PAT = '{fake.Lower32(52)}'");
        yield return new(family, "coffee.xml", $"<publishProfile profileName=\"coffee - Web Deploy\" userName=\"$coffee\" userPWD=\"{fake.Alphanumeric(60)}\" />");
        yield return new(family, "src/client.ts", $"fetch(`https://coffee.azurewebsites.net/api/brew?code={fake.Alphanumeric(44)}AzFu{fake.Alphanumeric(5)}A==`)");
        yield return new(family, "main.parameters.json", $"    \"storageKey\": {{ \"value\": \"{fake.Base64(64)}\" }},\n    \"primaryKey\": \"{fake.Base64(64)}\"");
        yield return new(family, "src/cache.json", $"  \"Cache\": \"coffee.redis.cache.windows.net:6380,password={fake.Alphanumeric(33)}AzCaP{fake.Alphanumeric(5)}=,ssl=True\"");
    }

    private static IEnumerable<Sample> Connections(Fakes fake)
    {
        const string family = "connection";
        yield return new(family, "src/appsettings.Production.json", $"  \"Sql\": \"Server=tcp:coffee.database.windows.net,1433;Initial Catalog=coffee;User ID=barista;Password={fake.Password()};Encrypt=True\"");
        yield return new(family, "src/appsettings.json", $"  \"Coffee\": \"Host=coffee.postgres.database.azure.com;Database=coffee;Username=barista;Password={fake.Password()}\"");
        yield return new(family, "src/web.config", $"<add name=\"db\" connectionString=\"Data Source=db01;Initial Catalog=c;Uid=sa;Pwd={fake.Password()};\" />");
        yield return new(family, "src/appsettings.json", $"  \"Old\": \"User=sa;Password={fake.Password()};Server=db01.internal\"");
        yield return new(family, "compose.yml", $"      DATABASE_URL: postgresql://barista:{fake.Alphanumeric(16)}@db.internal:5432/coffee");
        yield return new(family, "src/settings.py", $"BROKER = 'amqps://barista:{fake.Alphanumeric(20)}@rabbit.internal/coffee'");
        yield return new(family, ".env", $"MONGO=mongodb+srv://barista:{fake.Alphanumeric(14)}@cluster0.internal/coffee");
        yield return new(family, "src/cache.json", $"  \"Redis\": \"cache.internal:6379,abortConnect=false,password={fake.Alphanumeric(24)}\"");
    }

    private static IEnumerable<Sample> Tokens(Fakes fake)
    {
        const string family = "token";
        yield return new(family, ".github/push.sh", $"git push https://x:{"ghp"}_{fake.Alphanumeric(36)}@github.com/coffee/beans");
        yield return new(family, "src/a.cs", $"var t = \"github{"_pat"}_{fake.Alphanumeric(22)}_{fake.Alphanumeric(59)}\";");
        yield return new(family, "src/a.py", $"slack = \"xox{"b"}-{fake.Number(12)}-{fake.Number(12)}-{fake.Alphanumeric(24)}\"");
        yield return new(family, "infra/alerts.json", $"\"url\": \"https://hooks.slack{".com"}/services/T{fake.Upper32(8)}/B{fake.Upper32(8)}/{fake.Alphanumeric(24)}\"");
        yield return new(family, "src/pay.json", $"\"Stripe\": \"sk{"_live"}_{fake.Alphanumeric(24)}\"");
        yield return new(family, "src/pay.json", $"\"Stripe\": \"sk{"_test"}_{fake.Alphanumeric(24)}\"");
        yield return new(family, "infra/aws.tf", $"access_id = \"AK{"IA"}{fake.Upper32(16)}\"");
        yield return new(family, ".aws/credentials", $"aws_secret_access_key = {fake.Alphanumeric(20)}/{fake.Alphanumeric(19)}");
        yield return new(family, "src/map.js", $"key: 'AI{"za"}{fake.Alphanumeric(35)}'");
        yield return new(family, "push.sh", $"dotnet nuget push -k oy{"2"}{fake.Lower(43)}");
        yield return new(family, "ci.yml", $"NODE_AUTH: npm{"_"}{fake.Alphanumeric(36)}");
        yield return new(family, "src/mail.json", $"\"Mail\": \"S{"G"}.{fake.Alphanumeric(22)}.{fake.Alphanumeric(43)}\"");
        yield return new(family, "docs/api.http", $"Authorization: Bearer ey{"J"}{fake.Alphanumeric(34)}.ey{"J"}{fake.Alphanumeric(60)}.{fake.Alphanumeric(43)}");
        yield return new(family, "ci.yml", $"docker login -u c -p dckr{"_pat_"}{fake.Alphanumeric(27)}");
    }

    private static IEnumerable<Sample> Keys(Fakes fake)
    {
        const string family = "key";
        yield return new(family, "certs/server.pem", $"-----BEGIN {"PRIVATE"} KEY-----\n{fake.Base64(48)}\n{fake.Base64(48)}\n-----END PRIVATE KEY-----\n");
        yield return new(family, "id_rsa", $"-----BEGIN OPENSSH {"PRIVATE"} KEY-----\r\n{fake.Base64(52)}\r\n-----END OPENSSH PRIVATE KEY-----\r\n");
        yield return new(family, "google.json", $"  \"private_key\": \"-----BEGIN {"PRIVATE"} KEY-----\\n{fake.Base64(48)}\\n-----END PRIVATE KEY-----\\n\",");
        yield return new(family, "src/Keys.cs", $"const string Key = \"-----BEGIN RSA {"PRIVATE"} KEY-----\\n\" +\n    \"{fake.Base64(48)}\\n\" +");
    }

    private static IEnumerable<Sample> Files(Fakes fake)
    {
        const string family = "file";
        yield return new(family, ".npmrc", $"//registry.internal/:_authToken={fake.Guid()}");
        yield return new(family, "nuget.config", $"      <add key=\"ClearTextPassword\" value=\"{fake.Password()}\" />");
        yield return new(family, ".docker/config.json", $"{{ \"auths\": {{ \"coffee.azurecr.io\": {{ \"auth\": \"{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"barista:{fake.Alphanumeric(16)}"))}\" }} }} }}");
        yield return new(family, "docs/api.http", $"Authorization: Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"barista:{fake.Alphanumeric(12)}"))}");
        yield return new(family, "run.sh", $"curl -fsS -u barista:{fake.Alphanumeric(12)} https://coffee.internal/beans");
        yield return new(family, "home/.pgpass", $"db.internal:5432:coffee:barista:{fake.Password()}");
        yield return new(family, "home/.netrc", $"machine git.internal login barista password {fake.Alphanumeric(16)}");
        yield return new(family, "home/.git-credentials", $"https://barista:{fake.Alphanumeric(20)}@git.internal");
        yield return new(family, "web/.htpasswd", $"barista:$apr1${fake.Alphanumeric(8)}${fake.Alphanumeric(22)}");
    }

    private static IEnumerable<Sample> Generic(Fakes fake)
    {
        const string family = "generic";
        yield return new(family, ".env", $"SMTP_PASSWORD={fake.Password()}");
        yield return new(family, ".env.production", $"API_KEY={fake.Alphanumeric(32)}");
        yield return new(family, "src/appsettings.json", $"  \"ClientSecret\": \"{fake.Alphanumeric(40)}\",");
        yield return new(family, "src/appsettings.json", $"  \"Smtp\": {{ \"Password\": \"{fake.Password()}\" }}");
        yield return new(family, "src/Mail.cs", $"client.Credentials = new NetworkCredential(\"barista\", password: \"{fake.Password()}\");");
        yield return new(family, "src/Sign.cs", $"private const string SigningKey = \"{fake.Base64(32)}\";");
        yield return new(family, "compose.yml", $"      POSTGRES_PASSWORD: {fake.Password()}");
        yield return new(family, "src/web.config", $"<add key=\"ApiSecret\" value=\"{fake.Alphanumeric(32)}\" />");
        yield return new(family, "infra/main.bicep", $"param apiToken string = '{fake.Hex(40)}'");
        yield return new(family, "Dockerfile", $"ENV FEED_TOKEN={fake.Lower32(40)}");
        yield return new(family, "k8s/app.yml", $"        - name: DB_PASSWORD\n          value: {fake.Password()}");
        yield return new(family, "src/settings.xml", $"<settings><server><password>{fake.Password()}</password></server></settings>");
        yield return new(family, "docs/api.http", $"Authorization: Bearer {fake.Alphanumeric(40)}");
    }

    private static IEnumerable<Sample> Traps(Fakes fake)
    {
        yield return new("role ids", "infra/roles.bicep", $"var secretsUserRole = '{fake.Guid()}'\nvar keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{fake.Guid()}')");
        yield return new("lock files", "src/packages.lock.json", $"\"Microsoft.IdentityModel.Tokens\": {{ \"contentHash\": \"{fake.Base64(64)}\" }}");
        yield return new("lock files", "web/package-lock.json", $"\"js-tokens\": {{ \"integrity\": \"sha512-{fake.Base64(64)}\" }}");
        yield return new("public keys", "src/Props.cs", $"[assembly: InternalsVisibleTo(\"Tests, PublicKey={fake.Hex(320)}\")]\n// PublicKeyToken={fake.Hex(16)}");
        yield return new("user secrets", "src/App.csproj", $"<UserSecretsId>coffee-{fake.Guid()}</UserSecretsId>");
        yield return new("placeholders", "src/appsettings.json", "  \"Sql\": \"Server=tcp:coffee;User ID=barista;Password=<your password>;\",\n  \"Bus\": \"Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true\"");
        yield return new("placeholders", ".env.example", "SMTP_PASSWORD=changeme\nAPI_KEY=your-api-key-here-1234\nTOKEN=${TOKEN}\nDB_PASSWORD=$(DB_PASSWORD)");
        yield return new("placeholders", ".github/workflows/ci.yml", "          token: ${{ secrets.GITHUB_TOKEN }}\n          password: ${{ secrets.REGISTRY_PASSWORD }}\n        run: echo $DB_PASSWORD");
        yield return new("references", "src/appsettings.json", "  \"Password\": \"@Microsoft.KeyVault(SecretUri=https://coffee.vault.azure.net/secrets/sql)\",\n  \"ClientSecret\": \"keyvault:coffee-client-secret-2\"");
        yield return new("references", "infra/app.bicep", "secretRef: 'coffee-db-password-2024'\nsecrets: [{ name: 'db-password', keyVaultUrl: 'https://coffee.vault.azure.net/secrets/db2', identity: id }]");
        yield return new("code", "src/Auth.cs", "var token = await client.GetTokenAsync(\"https://vault.azure.net/.default\", cancellationToken);\nthrow new InvalidOperationException(\"password: must have 12 characters\");\nvar secretName = \"Coffee2Db-Password-v12\";\nif (password == confirmPassword1) return Token.FromString(value2);");
        yield return new("code", "web/login.js", "const tokenEndpoint = '/connect/token2';\nlabels = { password: 'Passwort2', passwordHint: 'At least 12 Characters!' };\nlocalStorage.setItem('access_token_v2_coffee', accessToken);");
        yield return new("code", "src/Login.cshtml", "<input type=\"password\" asp-for=\"Input.Password\" autocomplete=\"current-password\" />\n<label for=\"Input_Password\">Password</label>");
        yield return new("keys in code", "src/Pem.cs", "if (text.StartsWith(\"-----BEGIN PRIVATE KEY-----\", StringComparison.Ordinal)) return Pem.Read(text);\nconst string End = \"-----END RSA PRIVATE KEY-----\";");
        yield return new("public keys", "certs/server.crt", $"-----BEGIN CERTIFICATE-----\n{fake.Base64(48)}\n-----END CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----\n{fake.Base64(48)}\n");
        yield return new("hashes", "docs/release.md", $"commit {fake.Hex(40)}, digest sha256:{fake.Hex(64)}, image coffee@sha256:{fake.Hex(64)}");
        yield return new("hashes", ".github/workflows/ci.yml", $"      - uses: actions/checkout@{fake.Hex(40)} # v6.0.1");
        yield return new("local servers", "compose.yml", "  # Host=localhost;Username=postgres;Password=postgres\n  url: postgres://postgres:postgres@localhost:5432/coffee");
        yield return new("addresses", "README.md", "Open http://localhost:8080/@coffee or https://example.org:443/a@b, mail to barista@example.org; git clone ssh://git@github.com:22/coffee/beans");
        yield return new("emulators", "src/local.settings.json", "\"AzureWebJobsStorage\": \"UseDevelopmentStorage=true\", \"Store\": \"AccountName=devstoreaccount1;AccountKey=" + Emulator + "\"");
        yield return new("ids", "src/appsettings.json", $"  \"TenantId\": \"{fake.Guid()}\", \"ClientId\": \"{fake.Guid()}\", \"ApplicationSecretId\": \"{fake.Guid()}\", \"Token\": \"{fake.Guid()}\"");
    }

    /// <summary>The key that the storage emulator publishes, put together so that this file holds no key.</summary>
    private static string Emulator { get; } = string.Concat("Eby8vdM02xNOcqFlqUwJPLlm", "EtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq", "/K1SZFPTOtr/KBHBeksoGMGw==");
}
