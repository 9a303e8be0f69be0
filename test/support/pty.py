"""A serial device for tests: a real pseudo-terminal with a name of its own.

pty.py LINK: makes the symbolic link LINK to the device, prints "ready", then copies its standard input to the device and what
is written to the device to its standard output. When its standard input ends, the device is gone: as if unplugged.
"""

import os
import select
import sys
import tty

link = sys.argv[1]
device, other_side = os.openpty()
tty.setraw(other_side)
name = os.ttyname(other_side)
# Held open until someone else opens it, or the first read would fail.
if os.path.lexists(link):
    os.remove(link)
os.symlink(name, link)
sys.stderr.write("ready\n")
sys.stderr.flush()
while True:
    readable, _, _ = select.select([0, device], [], [])
    if 0 in readable:
        chunk = os.read(0, 65536)
        if not chunk:
            break
        os.write(device, chunk)
    if device in readable:
        os.write(1, os.read(device, 65536))
os.remove(link)
