"""Reads frames (hex, one a line), and answers for each: its name, its fields' names, and the frame packed anew.

Run by pymavlink.test.ts. "-" stands for a frame that pymavlink doesn't know or doesn't accept.
"""
import os
import sys

os.environ["MAVLINK20"] = "1"
from pymavlink.dialects.v20 import ardupilotmega as dialect  # noqa: E402

for line in sys.stdin:
    frame = bytes.fromhex(line.strip())
    parser = dialect.MAVLink(None)
    parser.robust_parsing = True
    message = parser.parse_char(frame)
    if message is None or message.get_type().startswith(("UNKNOWN", "BAD")):
        print("-")
        continue
    sender = dialect.MAVLink(None, srcSystem=frame[5], srcComponent=frame[6])
    sender.seq = frame[4]
    print(message.get_type(), ",".join(message.ordered_fieldnames), message.pack(sender).hex())
