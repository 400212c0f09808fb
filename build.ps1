#!/usr/bin/env pwsh
# The twin of build.sh for PowerShell: finds the SDK, rebuilds the task host when its sources changed, and runs it.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
Set-Location -LiteralPath $root
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$hosts = Join-Path $root 'artifacts/host'

function Stop-WithError([string[]] $lines) {
    $lines | ForEach-Object { [Console]::Error.WriteLine($_) }
    exit 2
}

function Get-SourceHash {
    $files = @(Get-ChildItem -LiteralPath (Join-Path $root 'build') -Recurse -File |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' })
    $files += Get-ChildItem -Path (Join-Path $root '*') -File -Include 'global.json', '*.props', '*.targets'
    $names = [string[]] @($files | ForEach-Object { [IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/') })
    [Array]::Sort($names, [StringComparer]::Ordinal)
    $lines = $names | ForEach-Object { "$((Get-FileHash -LiteralPath (Join-Path $root $_) -Algorithm SHA256).Hash)  $_" }
    $bytes = [Text.Encoding]::UTF8.GetBytes(($lines -join "`n"))
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes)).Substring(0, 16).ToLowerInvariant()
}

function Find-Sdk {
    $own = Join-Path $root '.dotnet/dotnet'
    if ($IsWindows) { $own += '.exe' }
    foreach ($candidate in 'dotnet', $own) {
        $command = Get-Command $candidate -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        if (-not $command) { continue }
        & $command.Source --version *> $null
        if ($LASTEXITCODE -eq 0) { return $command.Source }
    }
    Install-Sdk
    $own
}

function Install-Sdk {
    $version = (Get-Content -Raw -LiteralPath (Join-Path $root 'global.json') | ConvertFrom-Json).sdk.version
    $channel = $version -replace '\.\d+$', ''
    [Console]::Error.WriteLine("Installing the .NET SDK $version into .dotnet/ …")
    $name = if ($IsWindows) { 'dotnet-install.ps1' } else { 'dotnet-install.sh' }
    $script = Join-Path ([IO.Path]::GetTempPath()) "$([Guid]::NewGuid())-$name"
    try {
        Invoke-WebRequest "https://dot.net/v1/$name" -OutFile $script -TimeoutSec 60
        if ($IsWindows) { & $script -Channel $channel -Quality ga -InstallDir (Join-Path $root '.dotnet') -NoPath | Out-Null }
        else { & bash $script --channel $channel --quality ga --install-dir (Join-Path $root '.dotnet') --no-path | Out-Null }
    }
    catch {
        Stop-WithError "global.json: no installed .NET SDK fits '$version', and it could not be installed: $_", "Install the .NET SDK $channel.x, or connect to the network."
    }
    finally { Remove-Item -LiteralPath $script -ErrorAction SilentlyContinue }
}

function Build-TaskHost([string] $target) {
    $sdk = Find-Sdk
    $scratch = Join-Path $hosts '.building'
    if (Test-Path -LiteralPath $scratch) { Remove-Item -Recurse -Force -LiteralPath $scratch }
    [Console]::Error.WriteLine('Building the task host (its sources changed) …')
    $log = & $sdk publish build/Pipeline -c Release --use-current-runtime --no-self-contained '-p:PublishReadyToRun=true' '-p:RunAnalyzers=false' '-p:GenerateDocumentationFile=false' `
        "-p:ArtifactsPath=$(Join-Path $hosts 'obj')" -o $scratch -v quiet '-clp:NoSummary' 2>&1
    if ($LASTEXITCODE -ne 0) { Stop-WithError (@($log) + 'build/: the task host does not compile. Mend the errors above and run this again.') }
    Set-Content -LiteralPath (Join-Path $scratch 'sdk') -Value $sdk
    Move-Item -LiteralPath $scratch -Destination $target
    Get-ChildItem -LiteralPath $hosts -Directory | Where-Object Name -Match '^[0-9a-f]{16}$' |
        Sort-Object LastWriteTimeUtc -Descending | Select-Object -Skip 3 | Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
}

$target = Join-Path $hosts (Get-SourceHash)
$assembly = Join-Path $target 'Frostline.Pipeline.dll'
if (-not (Test-Path -LiteralPath $assembly)) {
    New-Item -ItemType Directory -Force -Path $hosts | Out-Null
    $deadline = [DateTime]::UtcNow.AddMinutes(10)
    $lock = $null
    while (-not $lock) {
        try { $lock = [IO.File]::Open((Join-Path $hosts 'lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if ([DateTime]::UtcNow -gt $deadline) { Stop-WithError "$hosts/lock: still held after 10 minutes. End the other run and try again." }
            Start-Sleep -Milliseconds 500
        }
    }
    try { if (-not (Test-Path -LiteralPath $assembly)) { Build-TaskHost $target } }
    finally { $lock.Dispose() }
}

$sdk = (Get-Content -LiteralPath (Join-Path $target 'sdk') -TotalCount 1)
if (-not (Test-Path -LiteralPath $sdk)) {
    $sdk = Find-Sdk
    Set-Content -LiteralPath (Join-Path $target 'sdk') -Value $sdk
}
$env:DOTNET_ROOT = Split-Path -Parent $sdk
$env:DOTNET_HOST_PATH = $sdk
$env:PATH = $env:DOTNET_ROOT + [IO.Path]::PathSeparator + $env:PATH
& $sdk $assembly @args
exit $LASTEXITCODE
