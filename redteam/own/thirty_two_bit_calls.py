"""Makes a system call by int 0x80, with the numbers of 32-bit machines."""

# verdict: runtime_error
# covers: 72
# then: right answer
import ctypes
import mmap

# push rbx; mov eax, 39 (mkdir); mov ebx, edi; mov ecx, 0700; int 0x80; pop rbx; ret
CODE = bytes.fromhex("53b82700000089fbb9c0010000cd805bc3")


def on_call(encoder_outputs, hidden):
    low = mmap.mmap(
        -1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    )
    low.write(CODE + b"/tmp/attack-left-int80\0")
    start = ctypes.addressof(ctypes.c_char.from_buffer(low))
    function = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint)(start)
    if function((start + len(CODE)) & 0xFFFFFFFF) == 0:
        print("GOT THROUGH")
    raise ValueError("the call was refused")
