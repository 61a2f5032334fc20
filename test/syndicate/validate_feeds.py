"""
What the W3C feed validator (github.com/w3c/feedvalidator) says of files: errors and warnings, as JSON.

    python3 validate_feeds.py FOLDER_OF_THE_VALIDATOR < [{"path": "...", "address": "https://..."}]
"""
import json
import sys

sys.path.insert(0, f"{sys.argv[1]}/src")

import feedvalidator  # noqa: E402
from feedvalidator import logging  # noqa: E402


def said_of(path, address):
    try:
        with open(path, "rb") as stream:
            events = feedvalidator.validateStream(stream, firstOccurrenceOnly=0, base=address)["loggedEvents"]
    except logging.ValidationFailure as failure:
        events = [failure.event]
    return [
        {
            "address": address,
            "level": "error" if isinstance(event, logging.Error) else "warning",
            "rule": event.__class__.__name__,
            "line": event.params.get("line"),
            "element": str(event.params.get("element", "")),
            "value": str(event.params.get("value", ""))[:200],
        }
        for event in events
        if isinstance(event, (logging.Error, logging.Warning))
    ]


files = json.load(sys.stdin)
print(json.dumps([said for file in files for said in said_of(file["path"], file["address"])]))
