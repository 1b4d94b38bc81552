#!/bin/bash
# One boot of one machine, as far as cloud-init's stage `init`. Runs in the machine's network namespace, and in mount, UTS,
# PID and IPC namespaces of its own:
#   boot.sh ROOT FOLDER ADDRESS [SOURCE]
# ROOT stays as it is: what the boot writes lies in FOLDER (an overlay, and /run). With SOURCE, a folder with the Python
# package `cloudinit`, that one runs in the place of Debian's. DMI_UUID, DMI_SERIAL and DMI_PRODUCT are what the firmware
# says: cloud-init knows by them which data source it has.
set -eu
root=$1 folder=$2 address=$3 source=${4:-}
machine=$folder/merged
mount --make-rprivate /
mkdir -p "$folder"/{upper,work,merged,sysfs,run}
mount -t overlay overlay -o "lowerdir=$root,upperdir=$folder/upper,workdir=$folder/work" "$machine"
if [[ -n $source ]]; then
  mkdir -p "$machine/opt/cloud-init"
  mount --bind "$source" "$machine/opt/cloud-init"
fi
mount -t proc proc "$machine/proc"
mount --bind "$folder/run" "$machine/run"
mkdir -p "$machine/run/lock"
mount -t tmpfs -o mode=755 tmpfs "$machine/dev"
for device in null zero full random urandom tty; do
  touch "$machine/dev/$device"
  mount --bind "/dev/$device" "$machine/dev/$device"
done
ln -s /proc/self/fd "$machine/dev/fd"
mkdir "$machine/dev/shm"
# a /sys with this namespace's network interfaces and a firmware of our own
mount -t sysfs sysfs "$folder/sysfs"
mount -t tmpfs -o mode=755 tmpfs "$machine/sys"
mkdir -p "$machine"/sys/class/{net,dmi/id} "$machine/sys/devices"
mount --bind "$folder/sysfs/devices" "$machine/sys/devices"
mount --bind "$folder/sysfs/class/net" "$machine/sys/class/net"
says() { printf '%s\n' "$2" >"$machine/sys/class/dmi/id/$1"; }
for vendor in sys_vendor bios_vendor board_vendor chassis_vendor; do says "$vendor" 'CloudMeta Test'; done
for tag in chassis_asset_tag board_asset_tag; do says "$tag" none; done
says product_uuid "$DMI_UUID"
says product_serial "$DMI_SERIAL"
says product_name "$DMI_PRODUCT"
hostname before-boot
# cloud-init reads no firmware in a container, which systemd takes these namespaces for: it is to say no
detect=$machine/usr/bin/systemd-detect-virt
if [[ -e $detect ]]; then mount --bind "$machine/usr/bin/false" "$detect"; fi

inside=(chroot "$machine" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8)
if [[ -n $source ]]; then
  cloud_init=("${inside[@]}" PYTHONPATH=/opt/cloud-init python3 -m cloudinit.cmd.main)
else
  cloud_init=("${inside[@]}" cloud-init)
fi
stage() { # stage NAME ARGUMENT...: its exit code says little, what it leaves is looked at
  local name=$1
  shift
  "${cloud_init[@]}" "$@" >"$folder/$name.output" 2>&1 </dev/null || echo "exit code $?" >>"$folder/$name.output"
}
: >"$machine/var/log/cloud-init.log"
# init-local runs before the network is up: some data sources ask DHCP by themselves, and fetch all they need already then
ip addr flush dev eth0
ip link set eth0 down
stage init-local init --local
ip link set eth0 up
ip addr add "$address/24" dev eth0 2>/dev/null || true
ip route replace default via 10.77.0.1
stage init init
