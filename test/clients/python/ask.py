"""Asks a ledger with the Python client that was generated from its OpenAPI document: ask.py URL ADDRESS..."""

import json
import sys

from bounce_ledger import Client
from bounce_ledger.api.default import check, get_address
from bounce_ledger.models import Address, CheckRequest, CheckResults, Problem


def plain(value):
    """What a generated model has of an answer, as the API writes it."""
    return value.to_dict() if hasattr(value, "to_dict") else value


def main() -> None:
    url, *addresses = sys.argv[1:]
    with Client(base_url=url, raise_on_unexpected_status=True) as client:
        checked = check.sync(client=client, body=CheckRequest(addresses=addresses, list_="newsletter"))
        assert isinstance(checked, CheckResults), checked
        single = get_address.sync(addresses[0], client=client, consistent=True)
        assert isinstance(single, Address), single
        invalid = get_address.sync(addresses[-1], client=client)
        assert isinstance(invalid, Problem), invalid
    json.dump(
        {
            "checked": [plain(result) for result in checked.results],
            "single": plain(single),
            "invalid": plain(invalid),
        },
        sys.stdout,
    )


main()
