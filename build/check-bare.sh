#!/usr/bin/env bash
# Shows that a clean clone works on a bare machine: makes a minimal Debian 12, gives it the .NET SDK and what that needs, and runs the
# README's two commands in it as an ordinary user. By hand: it needs root (for chroot alone) and debootstrap, and takes half an hour.
#   build/check-bare.sh [folder for the system, a temporary one]
# Uses the machine's own package sources, for Debian and for NuGet.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
say() { echo "check-bare: $*"; }
fail() { echo "check-bare: $*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "needs root, for chroot."
command -v debootstrap >/dev/null || fail "needs debootstrap: apt-get install debootstrap"
command -v dotnet >/dev/null || fail "needs the .NET SDK, to copy it."

# In a namespace of its own, mounts end with the script however it ends.
if [ -z "${PRUNING_OWN_MOUNTS:-}" ]; then
    PRUNING_OWN_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"
fi

system="${1:-$(mktemp -d "${TMPDIR:-/tmp}/pruning-bare.XXXXXX")}"
# What the SDK asks for on Debian 12, and nothing else.
sdk_needs="ca-certificates,libc6,libgcc-s1,libicu72,libssl3,libstdc++6,tzdata,zlib1g"
mirror="$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' 2>/dev/null | head -n 1)"

if [ ! -e "$system/etc/debian_version" ]; then
    say "making a minimal Debian 12 in $system"
    debootstrap --variant=minbase --include="$sdk_needs" bookworm "$system" ${mirror:+"$mirror"} > "$system.log" 2>&1 || { tail -n 20 "$system.log" >&2; fail "debootstrap failed."; }
fi
cp /etc/resolv.conf /etc/hosts "$system/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$system/etc/ssl/certs/"
mount -t proc proc "$system/proc"
mount --rbind /dev "$system/dev"

say "copying the SDK and a clean clone"
mkdir -p "$system/usr/share/dotnet"
[ -x "$system/usr/share/dotnet/dotnet" ] || cp -a "$(dirname "$(readlink -f "$(command -v dotnet)")")/." "$system/usr/share/dotnet/"
ln -sf /usr/share/dotnet/dotnet "$system/usr/bin/dotnet"
home="$system/home/user"
rm -rf "$home"
mkdir -p "$home/.nuget/NuGet"
[ ! -f "$HOME/.nuget/NuGet/NuGet.Config" ] || cp "$HOME/.nuget/NuGet/NuGet.Config" "$home/.nuget/NuGet/"
git clone --quiet --no-hardlinks "$root" "$home/pruning"
chown -R 1000:1000 "$home"

inside() {
    chroot --userspec=1000:1000 "$system" /usr/bin/env -i HOME=/home/user PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 \
        ${NUGET_CERT_REVOCATION_MODE:+NUGET_CERT_REVOCATION_MODE="$NUGET_CERT_REVOCATION_MODE"} bash -c "cd ~/pruning && $1"
}

say "packages in it: $(chroot "$system" dpkg-query -W | wc -l); libraries of a desktop among them: $(chroot "$system" dpkg-query -W | grep -cE '^lib(gtk|gdk|x11|drm|atomic)' || true)"
failed=0
for command in ./build/sample.sh ./build/test.sh; do
    say "$command"
    start=$SECONDS
    inside "$command" > "$system$(basename "$command" .sh).log" 2>&1 && result="succeeded" || { result="FAILED"; failed=1; }
    tail -n 4 "$system$(basename "$command" .sh).log"
    say "$command $result after $((SECONDS - start)) s; all that it said: $system$(basename "$command" .sh).log"
done
inside "dotnet build-server shutdown" > /dev/null 2>&1 || true
inside "dotnet src/Pruning.DotnetTool/bin/Release/net10.0/dotnet-prune.dll doctor" || true
exit "$failed"
