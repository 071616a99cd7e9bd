"""Runs checkov with the network refused: whatever it would ask for or send stays here."""

import sys

from checkov.main import Checkov

REFUSED = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}


def refuse_network(event, _arguments):
    if event in REFUSED:
        raise PermissionError(f"checkov is run without a network, and tried {event}")


sys.addaudithook(refuse_network)
sys.exit(Checkov(argv=sys.argv[1:]).run())
