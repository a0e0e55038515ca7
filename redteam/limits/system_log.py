"""Floods the system's log."""

# verdict: accepted
# covers: 48
# then: right answer
import socket
import syslog

for path in ("/dev/log", "/run/systemd/journal/dev-log", "/run/systemd/journal/socket", "/run/systemd/journal/stdout"):
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_UNIX, kind) as log:
            try:
                log.connect(path)
                print("GOT THROUGH", path)
            except OSError:
                continue
try:
    with open("/dev/kmsg", "w") as log:
        log.write("attack-left\n")
    print("GOT THROUGH")
except OSError:
    pass
for _ in range(1000):
    syslog.syslog(syslog.LOG_EMERG, "attack-left " + "x" * 1000)
print("tried")
