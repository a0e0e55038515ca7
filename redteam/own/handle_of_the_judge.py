"""Asks the channel for a handle of the process at its other end, and signals it."""

# verdict: accepted
# covers: 76 D48
# then: right answer
import os
import signal
import socket
import struct

for fd in range(3, 16):
    try:
        channel = socket.socket(fileno=os.dup(fd))
        pid, uid, gid = struct.unpack("3i", channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        if pid > 1 and pid != os.getpid():
            print("GOT THROUGH", pid)
        (judge,) = struct.unpack("i", channel.getsockopt(socket.SOL_SOCKET, 77, 4))  # SO_PEERPIDFD
    except OSError:
        continue
    try:
        signal.pidfd_send_signal(judge, signal.SIGCONT)
        print("GOT THROUGH", judge)
    except OSError:
        continue
print("tried")
