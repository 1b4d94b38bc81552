#!/bin/bash
# A small Debian with cloud-init in it, made once and then reused while the list of packages is the same:
#   build-root.sh SUITE FOLDER
# SUITE is bookworm or trixie, say; the root is FOLDER/root, on an ordinary disk (not itself an overlay). Needs root; the
# mirror is the one of this machine's own apt, and debootstrap need not be installed.
# Exit codes: 0 it is there; 77 not root; anything else: it could not be made, and the end of the log says why.
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
usage='usage: build-root.sh SUITE FOLDER'
suite=${1:?$usage} folder=${2:?$usage}
packages=(cloud-init cloud-guest-utils openssh-server sudo iproute2 ifupdown procps ca-certificates)
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
root=$folder/root stamp="$suite ${packages[*]}" log=$folder/build.log
[[ $(cat "$folder/stamp" 2>/dev/null) == "$stamp" ]] && exit 0
[[ $EUID == 0 ]] || { echo "build-root: not root" >&2; exit 77; }
: >"$log"
trap 'echo "build-root: Debian $suite could not be made; the end of $log:" >&2; tail -n 15 "$log" >&2' ERR

find_mirror() { # of this machine's own Debian: mirrors have all of its suites
  apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' |
    awk -F'|' '$1 == "Debian" && $4 == "main" && $3 !~ /-/ && !found {print $2; found = 1}'
}
mirror=$(find_mirror)
if [[ -z $mirror ]]; then
  apt-get update -q >>"$log" 2>&1
  mirror=$(find_mirror)
fi
[[ -n $mirror ]] || { echo "build-root: apt has no source of Debian on this machine" >&2; exit 2; }

bootstrap() {
  local run=(debootstrap) unpacked=$folder/debootstrap
  if ! command -v debootstrap >/dev/null; then # unpacked, not installed: the machine stays as it is
    rm -rf "$unpacked"
    mkdir -p "$unpacked"
    cd "$unpacked"
    apt-get download -q debootstrap || { apt-get update -q && apt-get download -q debootstrap; }
    dpkg -x debootstrap_*.deb .
    export DEBOOTSTRAP_DIR=$unpacked/usr/share/debootstrap
    run=("$unpacked/usr/sbin/debootstrap")
  fi
  # what it mounts ends with it, however it ends: nothing of this machine lies in a root that is removed
  unshare --mount --propagation private \
    "${run[@]}" --variant=minbase --include=ca-certificates,python3 "$suite" "$root" "$mirror"
}
if [[ ! -f $folder/bootstrapped ]]; then
  echo "Making a small Debian $suite in $root (some minutes)"
  rm -rf --one-file-system "$root"
  (bootstrap) >>"$log" 2>&1
  touch "$folder/bootstrapped"
fi
echo "deb $mirror $suite main" >"$root/etc/apt/sources.list"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no service is started in it
chmod +x "$root/usr/sbin/policy-rc.d"
rm -f "$root/etc/resolv.conf"
cp /etc/resolv.conf "$root/etc/resolv.conf"
# shellcheck disable=SC2016
unshare --mount --fork bash -c '
  set -e
  root=$1; shift
  mount --make-rprivate /
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  chroot "$root" apt-get update -q
  chroot "$root" apt-get install -y -q --no-install-recommends "$@"
  chroot "$root" apt-get clean
' - "$root" "${packages[@]}" >>"$log" 2>&1
rm -f "$root"/etc/ssh/ssh_host_*
echo 'nameserver 127.0.0.1' >"$root/etc/resolv.conf" # machines look up no names
echo "$stamp" >"$folder/stamp"
