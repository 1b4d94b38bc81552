#!/bin/sh
# Runs one client in the small Debian, which stays as it is: what the client writes lies in memory and is lost.
#   inside.sh ROOT PROBES COMMAND...
# Run in mount and PID namespaces of its own. PROBES is found at /opt/clients.
set -eu
root=$1 probes=$2
shift 2
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/merged
mount -t overlay overlay -o "lowerdir=$root,upperdir=/mnt/upper,workdir=/mnt/work" /mnt/merged
mkdir -p /mnt/merged/opt/clients
mount --bind "$probes" /mnt/merged/opt/clients
mount -t proc proc /mnt/merged/proc
mount --rbind /dev /mnt/merged/dev
exec chroot /mnt/merged /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
