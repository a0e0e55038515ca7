"""Sends to the host's loopback, the network, name servers and a cloud's metadata service, and listens itself."""

# verdict: accepted
# covers: 96 97 98 99 D47
# then: right answer
# docker
import socket

PORT, TOKEN, ABSTRACT = int("{port}" if "{port}".isdigit() else "9"), "{token}"[::-1], "{abstract}"
HOSTS = ["127.0.0.1", "::1", "169.254.169.254", "8.8.8.8", "172.17.0.1", "10.0.0.1", "192.168.1.1"]


def attempt(name, step):
    try:
        step()
        print("GOT THROUGH", name)
    except OSError:
        pass


for host in HOSTS:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        for port in (PORT, 53, 80):
            try:
                with socket.socket(family, kind) as one:
                    one.settimeout(0.2)
                    one.connect((host, port))
                    one.send(TOKEN.encode())
                    print("GOT THROUGH", host, kind, port)
            except OSError:
                continue
attempt("name", lambda: socket.getaddrinfo(f"{TOKEN}.example.org", 80))
attempt("server", lambda: socket.create_server(("127.0.0.1", 0)))
attempt("abstract", lambda: socket.socket(socket.AF_UNIX).connect("\0" + ABSTRACT))
for line in open("/proc/self/net/dev").readlines()[2:]:
    name, _, figures = line.partition(":")
    if name.strip() != "lo" or any(figures.split()[at] != "0" for at in (0, 8)):
        print("GOT THROUGH", line.strip())
print("tried")
