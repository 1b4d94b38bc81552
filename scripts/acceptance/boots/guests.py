"""Machines for boots.py: what the server is told of each, what cloud-init finds in its firmware, and one boot."""
import base64
import json
import os
import re
import subprocess
import urllib.request

import cloudinit_acceptance as kit
import imdsnet

CONFIG = """datasource_list: [%s]
datasource: {Ec2: {strict_id: false, timeout: 5, max_wait: 15}, OpenStack: {timeout: 5, max_wait: 15}}
locale: C.UTF-8
growpart: {mode: 'off'}
resize_rootfs: false
"""
UPSERT = """mutation ($input: Upsert%sInput!) { upsert%s(input: $input) { outcome } }"""
# The kit's boot knows two sorts of firmware; after this line of it ours is written over that.
FIRMWARE_LINE = re.compile(r"""^printf 'test\\n' \| tee "\$id/product_name".*$""", re.M)
FIRMWARE = r"""
printf '%s\n' "$DMI_PRODUCT" >"$id/product_name"
printf '%s\n' "$DMI_SERIAL" >"$id/product_serial"
printf '%s\n' "$DMI_UUID" >"$id/product_uuid"
"""


class Api:
    """The server under test, as an operator's script sees it."""

    def __init__(self, url, token):
        self.url, self.token = url + "/graphql", token

    def upsert(self, what, **given):
        body = json.dumps({"query": UPSERT % (what, what), "variables": {"input": given}}).encode()
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body, headers)) as reply:
                errors = json.load(reply).get("errors")
        except urllib.error.HTTPError as error:
            errors = error.read().decode()
        if errors:
            raise RuntimeError("upsert%s %s: %s" % (what, given.get("hostname") or given.get("name"), errors))


class Guest:
    """One machine: number N of the lab, of three digits since the kit has those of two; EXTRA is that of its eth1."""

    def __init__(self, name, n, datasource, firmware, extra=None):
        self.name, self.n, self.extra, self.datasource = name, n, extra, datasource
        self.firmware = {"DMI_PRODUCT": "test", "DMI_SERIAL": "CM-0001", **firmware}
        self.identity = self.instance_id = "i-0acce97a000000%d" % n
        self.hostname = "ci-%s.cloud.test" % name
        self.keys, self.facts, self.script = [], {}, ""
        # what cloud-init has to make of it: the data source, meta-data, lines of network configuration
        self.source, self.meta_data, self.network, self.converted = "", {}, [], []

    @property
    def user_data(self):
        return kit.script("%s ran" % self.name) + self.script.encode()

    def register(self, api, lab):
        for name in self.keys:
            api.upsert("SshKey", name=name, publicKey=kit.KEYS[name])
        api.upsert("Instance", instanceId=self.instance_id, hostname=self.hostname, keys=self.keys,
                   uuid=self.firmware["DMI_UUID"], callerAddresses=[lab.source_ip(self.n)],
                   userDataBytes=base64.b64encode(self.user_data).decode(),
                   availabilityZone="eu-test-1b", metadataOptions={"instanceMetadataTags": "ENABLED"}, **self.facts)

    def plug(self, lab):
        ns = lab.add(self.n)
        if self.extra is None:
            return
        port = "v%d" % self.extra
        imdsnet.sh("ip", "-n", lab.gw, "link", "add", port, "type", "veth", "peer", "name", "eth1", "netns", ns)
        imdsnet.sh("ip", "-n", lab.gw, "link", "set", port, "master", "br0", "up")
        imdsnet.sh("ip", "-n", ns, "link", "set", "eth1", "address", imdsnet.mac_of(self.extra))

    def boot(self, lab, work, opt):
        """The folder of what the boot left, and why it did not end, if so."""
        self.files = os.path.join(work, self.name)
        out = self.files + "-boot1"
        conf = os.path.join(self.files, "upper/etc/cloud/cloud.cfg.d")
        os.makedirs(out)
        os.makedirs(conf)
        with open(os.path.join(conf, "99-acceptance.cfg"), "w") as f:
            f.write(CONFIG % self.datasource)
        command = ["ip", "netns", "exec", lab.names[self.n], "unshare", "--mount", "--uts", "--pid", "--ipc", "--fork",
                   "--kill-child", "bash", boot_script(opt.kit, self.files), os.path.join(opt.cache, "root"), self.files,
                   "generic", "1", out, imdsnet.addr_of(self.n)]
        command += [os.path.abspath(opt.cloudinit_source)] if opt.cloudinit_source else []
        try:
            p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                               timeout=240, stdin=subprocess.DEVNULL, env={**os.environ, **self.firmware})
        except subprocess.TimeoutExpired:
            return out, "not booted in 240 s"
        return out, None if p.returncode == 0 else "boot.sh exit %d: %s" % (p.returncode, p.stdout[-1500:])

    def rendered_network(self):
        """What cloud-init wrote for whoever configures the machine's network."""
        found = []
        for folder in ("etc/network/interfaces.d", "etc/netplan", "etc/systemd/network"):
            path = os.path.join(self.files, "upper", folder)
            for name in sorted(os.listdir(path)) if os.path.isdir(path) else ():
                found.append(kit.read(path, name))
        return "\n".join(found)


def boot_script(folder, files):
    with open(os.path.join(folder, "boot.sh")) as f:
        text, found = FIRMWARE_LINE.subn(lambda line: line[0] + FIRMWARE, f.read())
    if found != 1:
        raise RuntimeError("boot.sh of the kit writes its firmware another way by now")
    path = os.path.join(files, "boot.sh")
    with open(path, "w") as f:
        f.write(text)
    return path
