# shellcheck shell=bash
# What the scripts in the root share. Sourced, never run. Expects the working directory to be the repository.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Our own servers on this machine are not reached through a proxy.
export NO_PROXY="127.0.0.1,localhost${NO_PROXY:+,$NO_PROXY}"
export no_proxy="$NO_PROXY"

configuration=Release
# shellcheck disable=SC2034 # used by those who source this
server=src/Itam.Server/bin/$configuration/net10.0/itam.dll
# shellcheck disable=SC2034
sandbox=tests/Itam.Sandbox/bin/$configuration/net10.0/Itam.Sandbox.dll

die() {
  echo "$*" >&2
  exit 1
}

need_sdk() {
  command -v dotnet >/dev/null || die "The .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
  dotnet --version >/dev/null 2>&1 || die "The .NET SDK here is too old: version 10 is needed. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
}

# is_fresh FILE FOLDER...: no file in the folders, and no build setting, is newer than the start of the last build of FILE.
# A folder is newer when a file was added to it or taken away; the build itself does that too, so folders count from its end.
is_fresh() {
  local file=$1 stamp
  shift
  stamp=$(stamp_of "$file")
  [[ -f $file && -f $stamp && -f $stamp.ended ]] || return 1
  [[ -z $(find "$@" Directory.*.props global.json .editorconfig BannedSymbols.txt \( -name bin -o -name obj \) -prune \
    -o -type f -newer "$stamp" -print -quit -o -type d -newer "$stamp.ended" -print -quit) ]]
}

stamp_of() {
  echo "artifacts/built/$(basename "$1").$configuration"
}

# build WHAT FILE...: builds a project or the solution; says nothing unless it fails. Each FILE is then fresh.
build() {
  local what=$1 file started log
  shift
  mkdir -p artifacts/built
  started=$(mktemp artifacts/built/started.XXXXXX)
  log=artifacts/built/log
  if ! dotnet build "$what" -c "$configuration" -v quiet -nologo >"$log" 2>&1; then
    rm -f "$started"
    grep -E 'error|warning' "$log" | sort -u >&2 || cat "$log" >&2
    die "The build failed; what is wrong is above."
  fi
  for file in "$@"; do
    touch -r "$started" "$(stamp_of "$file")"
    touch "$(stamp_of "$file").ended"
  done
  rm -f "$started"
}

# as_root COMMAND...: false when we may not.
as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 1
  fi
}
