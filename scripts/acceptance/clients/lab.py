"""Holds machines in network namespaces, all of which find the server at 169.254.169.254:80, until its input ends.

    lab.py FOLDER PORT NUMBER ...

FOLDER has imdsnet.py of the acceptance checks. Prints one line of JSON: of each number its namespace, the address
that the server sees, its own address, and its hardware address.
"""

import json
import logging
import sys

folder, port, *numbers = sys.argv[1:]
sys.path.insert(0, folder)
import imdsnet  # noqa: E402

with imdsnet.Lab("127.0.0.1", int(port)) as lab:
    places = [
        {
            "namespace": lab.add(number),
            "source": lab.source_ip(number),
            "address": imdsnet.addr_of(number),
            "mac": imdsnet.mac_of(number),
        }
        for number in map(int, numbers)
    ]
    lab.start_relay()
    print(json.dumps(places), flush=True)
    sys.stdin.read()
    logging.disable()  # what asyncio says of connections that clients left open
