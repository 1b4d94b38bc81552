"""cloud-init's net-convert, many times in one process: convert.py FOLDER reads jobs.json in there and writes results.json."""
import json
import os
import shutil
import sys
import traceback

from cloudinit import util
from cloudinit.cmd.devel import net_convert


util.chownbyname = lambda *_: None  # a small Debian has no user of networkd


def convert(job, folder):
    source, target = os.path.join(folder, "document"), os.path.join(folder, "written")
    shutil.rmtree(target, ignore_errors=True)
    with open(source, "w", encoding="utf-8") as file:
        file.write(job["text"])
    args = ["-p", source, "-k", job["kind"], "-d", target, "-D", job["distro"], "-O", job["renderer"]]
    for mac in job["macs"]:
        args += ["-m", mac]
    try:
        net_convert.handle_args("net-convert", net_convert.get_parser().parse_args(args))
    except (Exception, SystemExit):
        return {"error": traceback.format_exc()}
    return {"written": "\n".join(texts(target))}


def texts(folder):
    for path, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            with open(os.path.join(path, name), encoding="utf-8") as file:
                yield "# %s\n%s" % (name, file.read())


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "jobs.json"), encoding="utf-8") as file:
        jobs = json.load(file)
    results = [convert(job, folder) for job in jobs]
    with open(os.path.join(folder, "results.json"), "w", encoding="utf-8") as file:
        json.dump(results, file)


if __name__ == "__main__":
    main()
