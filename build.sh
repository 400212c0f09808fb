#!/usr/bin/env bash
# Finds the SDK, rebuilds the task host when its sources changed, and becomes it: signals and exit codes pass through.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
cd -- "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

hosts=artifacts/host

sha256=(sha256sum)
command -v sha256sum >/dev/null || sha256=(shasum -a 256)

source_hash() {
  find build global.json ./*.props ./*.targets -type f ! -path '*/bin/*' ! -path '*/obj/*' -print0 |
    LC_ALL=C sort -z | xargs -0 "${sha256[@]}" | "${sha256[@]}" | cut -c1-16
}

fail() { printf '%s\n' "$@" >&2; exit 2; }

# The SDK that global.json asks for: the one on the PATH when it fits, else our own under .dotnet/, installed once.
find_sdk() {
  local candidate
  for candidate in dotnet .dotnet/dotnet; do
    candidate=$(command -v "$candidate") || continue
    if "$candidate" --version >/dev/null 2>&1; then realpath -- "$candidate"; return; fi
  done
  install_sdk
}

install_sdk() {
  local version script
  version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
  script=$(mktemp)
  echo "Installing the .NET SDK $version into .dotnet/ …" >&2
  curl -fsSL --retry 3 --max-time 60 https://dot.net/v1/dotnet-install.sh -o "$script" ||
    fail "global.json: no installed .NET SDK fits '$version', and the installer could not be downloaded." "Install the .NET SDK ${version%.*}.x, or connect to the network."
  bash "$script" --channel "${version%.*}" --quality ga --install-dir "$root/.dotnet" --no-path >&2 ||
    fail "global.json: the .NET SDK '$version' could not be installed into .dotnet/." "Install it by hand and run this again."
  rm -f "$script"
  echo "$root/.dotnet/dotnet"
}

# One builder at a time. A holder that died frees the lock: by the kernel with flock, by its process id without.
lock() {
  mkdir -p "$hosts"
  if command -v flock >/dev/null; then
    exec 9>"$hosts/lock"
    flock -n 9 || { echo 'Waiting for another run that builds the task host …' >&2; flock -w 600 9; } ||
      fail "$hosts/lock: still held after 10 minutes. End the other run and try again."
    return
  fi
  local tries=0
  until mkdir "$hosts/lock.d" 2>/dev/null; do
    kill -0 "$(cat "$hosts/lock.d/pid" 2>/dev/null || echo $$)" 2>/dev/null || rm -rf "$hosts/lock.d"
    [ $((tries += 1)) -le 600 ] || fail "$hosts/lock.d: still held after 10 minutes. End the other run and try again."
    sleep 1
  done
  echo $$ >"$hosts/lock.d/pid"
  trap 'rm -rf "$hosts/lock.d"' EXIT
}

unlock() { rm -rf "$hosts/lock.d"; trap - EXIT; exec 9>&-; }

build_host() {
  local sdk scratch="$hosts/.building"
  sdk=$(find_sdk)
  rm -rf "$scratch"
  mkdir -p "$scratch"
  echo 'Building the task host (its sources changed) …' >&2
  # Analyzers judge when Compile runs; here they would take every second minute. Descriptor 9 is the lock: compilers that outlive the build must not inherit it.
  if ! "$sdk" publish build/Pipeline -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -p:RunAnalyzers=false -p:GenerateDocumentationFile=false \
    -p:ArtifactsPath="$root/$hosts/obj" -o "$scratch" -v quiet -clp:NoSummary 9>&- >"$hosts/build.log" 2>&1; then
    cat "$hosts/build.log" >&2
    fail "build/: the task host does not compile. Mend the errors above and run this again."
  fi
  printf '%s\n' "$sdk" >"$scratch/sdk"
  mv "$scratch" "$host"
  # Others may still run older hosts: the three newest stay.
  find "$hosts" -mindepth 1 -maxdepth 1 -type d -name '????????????????' -exec ls -dt {} + | tail -n +4 | xargs -r rm -rf
}

hash=$(source_hash)
host=$hosts/$hash
if [ ! -f "$host/Frostline.Pipeline.dll" ]; then
  lock
  [ -f "$host/Frostline.Pipeline.dll" ] || build_host
  unlock
fi

read -r sdk <"$host/sdk"
[ -x "$sdk" ] || { sdk=$(find_sdk); printf '%s\n' "$sdk" >"$host/sdk"; }
PATH=$(dirname -- "$sdk"):$PATH DOTNET_ROOT=$(dirname -- "$sdk") DOTNET_HOST_PATH=$sdk exec "$sdk" "$host/Frostline.Pipeline.dll" "$@"
