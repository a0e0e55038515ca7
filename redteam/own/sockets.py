"""Opens sockets of every family, and connects to the network, the host and its daemons."""

# verdict: accepted
# covers: 69 96 100 D47
# then: right answer
# docker
import socket

for family in range(2, 46):  # 1 is AF_UNIX
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            one = socket.socket(family, kind)
        except OSError:
            continue
        try:
            if family in (socket.AF_INET, socket.AF_INET6):
                one.settimeout(0.2)
                one.connect(("127.0.0.1" if family == socket.AF_INET else "::1", 22))
            print("GOT THROUGH", family, kind)
        except OSError:
            continue
for path in (
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/dbus/system_bus_socket",
    "/run/systemd/private",
    "/tmp/.X11-unix/X0",
    "\0/tmp/dbus-attack",
    "\0/com/ubuntu/upstart",
):
    one = socket.socket(socket.AF_UNIX)
    try:
        one.connect(path)
        print("GOT THROUGH", path)
    except OSError:
        continue
print("tried")
