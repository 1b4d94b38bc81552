#!/usr/bin/env python3
"""Real cloud-init where the kit's own checks do not go: OpenStack's tree, NoCloud over HTTP, and an EC2 machine with two
interfaces in subnets.

    BASE_URL=http://127.0.0.1:PORT CLOUDMETA_TOKEN=cm_... boots.py KIT CACHE

The kit (its README.md) brings the namespaces, the small Debian and one boot. Machines are registered by GraphQL mutations.
exit: 0 all checks pass, 1 a check failed, 2 could not run, 77 skipped
"""
import argparse
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

SEED = "http://169.254.169.254/nocloud/"
# Debian's cloud-init does not ask for it over HTTP yet: the machine has it converted by its cloud-init all the same.
CONVERT = """
python3 -c 'import urllib.request as r; print(r.urlopen("%snetwork-config").read().decode())' >/tmp/network-config
cloud-init devel net-convert -p /tmp/network-config -k yaml -d /tmp/converted -D debian -O eni
cat /tmp/converted/etc/network/interfaces.d/* >/var/lib/acceptance/network
""" % SEED
UUID = "5b9c1f0e-7d53-4c44-9c1c-3f3a4f9a2%d"
NETWORKS = [
    ("Vpc", {"name": "ci", "ipv4CidrBlocks": ["10.77.0.0/16"]}),
    ("Subnet", {"name": "ci-dhcp", "vpc": "ci", "ipv4CidrBlock": "10.77.0.0/20"}),
    ("Subnet", {"name": "ci-second", "vpc": "ci", "ipv4CidrBlock": "10.77.16.0/22"}),
    ("Subnet", {"name": "ci-fixed", "vpc": "ci", "ipv4CidrBlock": "10.77.32.0/21", "dhcp": False,
                "ipv4Gateway": "10.77.32.1", "dnsServers": ["10.77.32.2"]}),
]


def guests():
    """The machines, each with what cloud-init has to make of it."""
    from guests import Guest
    from imdsnet import addr_of, mac_of

    tags = [{"key": "Name", "value": "ci"}, {"key": "role", "value": "web=1"}]
    nova = Guest("nova", 181, "OpenStack", {"DMI_PRODUCT": "OpenStack Nova", "DMI_UUID": UUID % 181})
    nova.keys, nova.source, nova.identity = ["alice", "bob key"], "DataSourceOpenStackLocal", UUID % 181
    nova.facts = {"mac": mac_of(181), "addresses": [addr_of(181), "10.77.3.181"], "tags": tags}
    nova.network = ["iface eth0 inet dhcp", "address 10.77.3.181/20"]
    nova.meta_data = {"meta": {"Name": "ci", "role": "web=1"}}

    fixed = Guest("fixed", 182, "OpenStack", {"DMI_PRODUCT": "OpenStack Compute", "DMI_UUID": UUID % 182})
    fixed.source, fixed.identity = "DataSourceOpenStackLocal", UUID % 182
    fixed.facts = {"interfaces": [{"mac": mac_of(182), "subnet": "ci-fixed", "addresses": ["10.77.32.182", "10.77.33.182"]}]}
    fixed.network = ["iface eth0 inet static", "address 10.77.32.182/21", "address 10.77.33.182/21",
                     "10.77.32.1 || true", "dns-nameservers 10.77.32.2"]

    seed = Guest("seed", 183, "NoCloud", {"DMI_SERIAL": "ds=nocloud;dsmode=net;s=" + SEED, "DMI_UUID": UUID % 183})
    seed.keys, seed.source, seed.script = ["carol"], "DataSourceNoCloudNet", CONVERT
    seed.facts = {"interfaces": [{"mac": mac_of(183), "subnet": "ci-dhcp", "addresses": [addr_of(183), "10.77.3.183"]}]}
    seed.network = ["iface eth0 inet dhcp"]
    seed.converted = ["iface eth0 inet dhcp", "address 10.77.3.183/20"]

    ec2 = UUID.replace("5b9", "ec2") % 184
    two = Guest("two-nics", 184, "Ec2", {"DMI_UUID": ec2, "DMI_SERIAL": ec2}, extra=194)
    two.keys, two.source = ["dave"], "DataSourceEc2Local"
    two.facts = {"tags": tags, "interfaces": [
        {"mac": mac_of(184), "subnet": "ci-dhcp", "addresses": [addr_of(184), "10.77.3.184", "10.77.4.184"]},
        {"mac": mac_of(194), "subnet": "ci-second", "addresses": ["10.77.16.194", "10.77.17.194"]}]}
    two.network = ["iface eth0 inet dhcp", "address 10.77.3.184/20", "address 10.77.4.184/20",
                   "iface eth1 inet dhcp", "address 10.77.17.194/22"]
    two.meta_data = {"tags": {"instance": {"Name": "ci", "role": "web=1"}}}
    return [nova, fixed, seed, two]


def check_boot(check, guest, out, error):
    import cloudinit_acceptance as kit

    w = "%s: " % guest.name
    check(w + "booted", error is None, error or "")
    if error:
        return
    stages = [line.split() for line in kit.read(out, "stages").splitlines()]
    check.same(w + "all four stages exit 0", [code for _, code in stages], ["0"] * 4)
    result = kit.doc(out, "result.json")
    source = str(kit.dig(result, "v1", "datasource"))
    check(w + "the data source is " + guest.source, source.startswith(guest.source), str(result))
    check.same(w + "no errors recorded", kit.dig(result, "v1", "errors"), [])
    check.same(w + "no warnings", warnings(kit.read(out, "cloud-init.log")), [])
    query = kit.doc(out, "query.json")
    check.same(w + "instance-id", kit.word(out, "instance-id"), guest.identity)
    check.same(w + "query instance_id", kit.dig(query, "v1", "instance_id"), guest.identity)
    check.same(w + "query availability_zone", kit.dig(query, "v1", "availability_zone"), "eu-test-1b")
    check.same(w + "hostname", kit.word(out, "hostname"), guest.hostname.split(".")[0])
    check.same(w + "authorized_keys", sorted(key for key in (kit.read(out, "keys-debian") or "").splitlines() if key),
               sorted(kit.KEYS[name] for name in guest.keys))
    check.same(w + "user-data stored byte for byte", kit.read(out, "user-data", True), guest.user_data)
    check.same(w + "user-data ran", kit.word(out, "made-script"), "%s ran" % guest.name)
    meta_data = kit.doc(out, "meta_data.json")
    for name, value in guest.meta_data.items():
        check.same(w + "query meta_data." + name, kit.dig(meta_data, name), value)
    for what, text, lines in (("network configuration", guest.rendered_network(), guest.network),
                              ("converted network-config", kit.read(out, "made-network") or "", guest.converted)):
        for line in lines:
            check(w + what + " has: " + line, line in text, text)


def warnings(log):
    levels = ("[WARNING]", "[ERROR]", "[CRITICAL]")
    bad = [line for line in (log or "").splitlines() if any(level in line for level in levels)]
    # the DHCP client's banner, and what Debian's configuration asks of another cloud-init than its own
    return [line for line in bad if "dhc" not in line.lower() and "Could not find module" not in line]


def run(opt, work):
    import cloudinit_acceptance as kit
    import imdsnet
    from guests import Api

    url = urlsplit(os.environ["BASE_URL"])
    check = kit.Checks()
    made = guests()
    with imdsnet.Lab(url.hostname, url.port) as lab:
        api = Api(url.geturl(), os.environ["CLOUDMETA_TOKEN"])
        for what, given in NETWORKS:
            api.upsert(what, **given)
        for guest in made:
            guest.register(api, lab)
            guest.plug(lab)
        lab.start_relay()
        with concurrent.futures.ThreadPoolExecutor(max_workers=len(made)) as pool:
            booted = list(pool.map(lambda guest: guest.boot(lab, work, opt), made))
    for guest, (out, error) in zip(made, booted):
        check_boot(check, guest, out, error)
    return check


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("kit", help="folder of the acceptance kit")
    ap.add_argument("cache", help="folder of the small Debian (made if missing, then reused)")
    ap.add_argument("--cloudinit-source", help="run cloud-init from this source folder instead of Debian's package")
    ap.add_argument("--work", help="folder for the machines' files and logs, kept (default: kept only on failure)")
    opt = ap.parse_args()
    if not os.path.exists(os.path.join(opt.kit, "imdsnet.py")):
        print("SKIP more boots: no acceptance kit in %s" % opt.kit)
        return 77
    sys.path.insert(0, os.path.abspath(opt.kit))
    import imdsnet
    try:
        imdsnet.check_permitted()
    except imdsnet.NotPermitted as reason:
        print("SKIP more boots: %s" % reason)
        return 77
    built = subprocess.run([os.path.join(opt.kit, "build-root.sh"), opt.cache]).returncode
    if built:
        return 77 if built == 77 else 2
    work = os.path.abspath(opt.work or tempfile.mkdtemp(prefix="boots-", dir=opt.cache))
    os.makedirs(work, exist_ok=True)
    os.chmod(work, 0o755)
    try:
        check = run(opt, work)
    except RuntimeError as error:
        print("ERROR %s" % error)
        print("the machines' files and logs: %s" % work)
        return 2
    print("%d passed, %d failed" % (check.passed, check.failed))
    if check.failed or opt.work:
        print("the machines' files and logs: %s" % work)
    else:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
