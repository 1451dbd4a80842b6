#!/usr/bin/env python3
"""Checks a list of addresses before it is mailed, with nothing but Python's standard library.

    python3 check-list.py --url http://127.0.0.1:3000 --list newsletter < addresses.txt > result.csv

Reads one address a line and writes CSV: address, result (send, suppressed or invalid), reason, code.
A ledger with a JWT issuer takes its token from LEDGER_TOKEN. One behind IAM takes SigV4: install botocore and give
--region. Exit code 1: the ledger could not be asked, and what is not in the output is not decided.
"""

import argparse
import csv
import json
import os
import sys
import time
import urllib.error
import urllib.request

BATCH = 1_000
TRIES = 5


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks addresses, one a line on standard input.")
    parser.add_argument("--url", required=True, help="the stack's output ApiUrl")
    parser.add_argument("--list", help="the list that the mail is for")
    parser.add_argument("--region", help="sign with SigV4 for this region (needs botocore)")
    options = parser.parse_args()
    addresses = [line.strip() for line in sys.stdin if line.strip()]
    output = csv.writer(sys.stdout)
    output.writerow(["address", "result", "reason", "code"])
    for start in range(0, len(addresses), BATCH):
        batch = addresses[start : start + BATCH]
        try:
            results = check(options, batch)
        except (urllib.error.URLError, TimeoutError, ValueError) as error:
            print(f"The ledger cannot be asked: {error}. {len(addresses) - start} addresses are not decided.", file=sys.stderr)
            return 1
        for address, result in zip(batch, results):
            output.writerow([address, *row(result)])
    return 0


def row(result: dict) -> list:
    if "error" in result:
        return ["invalid", result["error"], ""]
    if not result["suppressed"]:
        return ["send", "", ""]
    return ["suppressed", result["reason"], result["code"]]


def check(options: argparse.Namespace, addresses: list) -> list:
    body = {"addresses": addresses}
    if options.list:
        body["list"] = options.list
    url = f"{options.url.rstrip('/')}/v1/check"
    data = json.dumps(body).encode()
    for attempt in range(1, TRIES + 1):
        request = urllib.request.Request(url, data=data, headers=headers(options, url, data))
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                results = json.load(response).get("results", [])
            if len(results) != len(addresses):
                raise ValueError("the answer is not that of a ledger")
            return results
        except urllib.error.HTTPError as error:
            if attempt == TRIES or error.code not in (429, 500, 502, 503, 504):
                raise
        except (urllib.error.URLError, TimeoutError):
            if attempt == TRIES:
                raise
        time.sleep(0.1 * 2**attempt)
    raise AssertionError("unreachable")


def headers(options: argparse.Namespace, url: str, data: bytes) -> dict:
    common = {"content-type": "application/json"}
    if token := os.environ.get("LEDGER_TOKEN"):
        return {**common, "authorization": f"Bearer {token}"}
    if not options.region:
        return common
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.session import Session

    request = AWSRequest(method="POST", url=url, data=data, headers=common)
    SigV4Auth(Session().get_credentials(), "execute-api", options.region).add_auth(request)
    return dict(request.headers)


sys.exit(main())
