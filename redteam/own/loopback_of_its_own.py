"""Where a challenge grants internet sockets for ranks that talk: sends to the host's loopback and to the network."""

# verdict: accepted
# covers: 96 97 98 99 D47
# then: right answer
# limits: loopback=true
# docker
import socket

PORT, TOKEN = int("{port}" if "{port}".isdigit() else "9"), "{token}"[::-1]
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
    print("tried: its own loopback works")
for host in ("127.0.0.1", "::1", "169.254.169.254", "8.8.8.8", "172.17.0.1", "10.0.0.1", "192.168.1.1"):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        for port in (PORT, 53, 80):
            try:
                with socket.socket(family, kind) as one:
                    one.settimeout(0.2)
                    one.connect((host, port))
                    one.send(TOKEN.encode())
            except OSError:
                continue
            if kind == socket.SOCK_STREAM or not host.startswith(("127.", "::1")):  # datagrams to itself are lost there
                print("GOT THROUGH", host, kind, port)
