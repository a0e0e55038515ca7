"""Asks for keyrings, io_uring, bpf, userfaultfd, tracing, message queues and the system log."""

# verdict: accepted
# covers: 67 71 73 75 102
# then: right answer
# docker
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(256)
CALLS = {
    "keyctl": (250, 0, -3, 1),
    "add_key": (248, b"user", b"attack", b"x", 1, -5),
    "request_key": (249, b"user", b"attack", None, 0),
    "io_uring_setup": (425, 8, buffer),
    "bpf": (321, 0, buffer, 120),
    "userfaultfd": (323, 0),
    "perf_event_open": (298, buffer, 0, -1, -1, 0),
    "syslog": (103, 3, buffer, 256),
    "kexec_load": (246, 0, 0, 0, 0),
    "init_module": (175, buffer, 0, b""),
    "name_to_handle_at": (303, -100, b"/tmp", buffer, buffer, 0),
    "open_by_handle_at": (304, -100, buffer, 0),
    "pidfd_getfd": (438, 0, 0, 0),
    "fanotify_init": (300, 0, 0),
    "mq_open": (240, b"attack", 0o102, 0o600, None),
    "memfd_secret": (447, 0),
    "reboot": (169, 0xFEE1DEAD, 672274793, 0, 0),
    "personality": (135, 0x0040000),
    "quotactl": (179, 0x800001, b"/dev/root", 0, buffer),
    "sethostname": (170, b"attack", 6),
    "acct": (163, b"/tmp/attack"),
    "settimeofday": (164, buffer, None),
}
for name, (number, *arguments) in CALLS.items():
    if libc.syscall(number, *arguments) >= 0:
        print("GOT THROUGH", name)
print("tried")
