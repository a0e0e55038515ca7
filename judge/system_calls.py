"""Which system calls candidate code may make, by name; `judge.seccomp` makes the filter of it.

ALLOWED is what docker's default profile grants to a container without capabilities, less what a program that computes
has no use for. REFUSED is named so that it fails with EPERM. Whatever is in neither, such as a call of a kernel yet to
come, does not exist: ENOSYS, the answer on which libraries fall back.

Among those that do not exist are the locks and watches of files (flock, inotify, the locks of fcntl): on the read-only
files that all sandboxes of a machine share they would carry messages from one to the other. A filter cannot see which
file is meant, so a program gets none on its own files either.
"""

from __future__ import annotations

_ALLOWED = """
read readv pread64 preadv preadv2 write writev pwrite64 pwritev pwritev2 lseek close close_range dup dup2 dup3
open openat openat2 creat access faccessat faccessat2 stat stat64 lstat lstat64 fstat fstat64 newfstatat fstatat64 statx
statfs statfs64 fstatfs fstatfs64 readlink readlinkat getdents getdents64 getcwd chdir fchdir umask
truncate truncate64 ftruncate ftruncate64 fallocate fadvise64 readahead fsync fdatasync sync_file_range
copy_file_range sendfile sendfile64 splice tee
mkdir mkdirat mknod mknodat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat
chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat
getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr
removexattr lremovexattr fremovexattr getxattrat listxattrat setxattrat removexattrat

brk mmap mmap2 munmap mremap mprotect msync mincore mlock mlock2 munlock mlockall munlockall mseal
memfd_create membarrier pkey_alloc pkey_free pkey_mprotect map_shadow_stack

fork vfork execve execveat exit exit_group wait4 waitid waitpid kill tkill tgkill pidfd_open pidfd_send_signal
set_tid_address set_robust_list get_robust_list rseq futex futex_wait futex_wake futex_waitv futex_requeue
set_thread_area get_thread_area arch_prctl restart_syscall uretprobe riscv_flush_icache riscv_hwprobe
getpid getppid gettid getpgid getpgrp getsid setpgid setsid getuid geteuid getgid getegid getgroups getresuid getresgid
getrlimit ugetrlimit setrlimit prlimit64 getrusage times sysinfo uname getcpu capget getrandom getpriority setpriority
sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_setparam sched_getscheduler sched_setscheduler
sched_getattr sched_setattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval ioprio_get ioprio_set

rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo
sigaltstack sigreturn signalfd signalfd4 pause alarm getitimer setitimer
time gettimeofday clock_getres clock_gettime clock_nanosleep nanosleep timer_create timer_delete timer_getoverrun
timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime

select _newselect pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
eventfd eventfd2 pipe pipe2
bind connect listen accept accept4 shutdown getsockname getpeername getsockopt setsockopt
send sendto sendmsg sendmmsg recv recvfrom recvmsg recvmmsg
shmget shmat shmdt shmctl semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
"""
ALLOWED = frozenset(_ALLOWED.split())

_REFUSED = """
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd
io_uring_setup io_uring_enter io_uring_register
add_key request_key keyctl
userfaultfd bpf perf_event_open fanotify_init fanotify_mark lookup_dcookie seccomp
mount umount umount2 pivot_root chroot move_mount open_tree open_tree_attr fsopen fsconfig fsmount fspick mount_setattr
statmount listmount
unshare setns
kexec_load kexec_file_load init_module finit_module delete_module create_module
reboot swapon swapoff acct quotactl quotactl_fd syslog nfsservctl vhangup
name_to_handle_at open_by_handle_at
iopl ioperm modify_ldt vm86 vm86old uselib ustat sysfs _sysctl personality
mbind move_pages migrate_pages get_mempolicy set_mempolicy set_mempolicy_home_node
clock_settime clock_adjtime settimeofday adjtimex stime
sethostname setdomainname
setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset
memfd_secret landlock_create_ruleset landlock_add_rule landlock_restrict_self vmsplice
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
"""
REFUSED = frozenset(_REFUSED.split())

# Memory that counts for no process: only a control group sees it.
UNCOUNTED = frozenset(("memfd_create", "shmget", "msgget", "semget"))

# What is granted only for some values of one argument: call -> (which argument, the values).
SOME = {
    # F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL, F_SETOWN F_GETOWN F_SETSIG F_GETSIG, F_SETOWN_EX F_GETOWN_EX,
    # F_DUPFD_CLOEXEC F_SETPIPE_SZ F_GETPIPE_SZ F_ADD_SEALS F_GET_SEALS. Not locks, leases, F_NOTIFY, write hints.
    "fcntl": (1, (0, 1, 2, 3, 4, 8, 9, 10, 11, 15, 16, 1030, 1031, 1032, 1033, 1034)),
    # PR_{S,G}ET_PDEATHSIG PR_{G,S}ET_DUMPABLE, PR_{S,G}ET_NAME PR_GET_SECCOMP PR_CAPBSET_READ PR_GET_TSC,
    # PR_{S,G}ET_TIMERSLACK, PR_{S,G}ET_CHILD_SUBREAPER PR_{S,G}ET_NO_NEW_PRIVS PR_GET_TID_ADDRESS
    # PR_{S,G}ET_THP_DISABLE, arm's vectors, keys and tags of memory, PR_{G,S}ET_SPECULATION_CTRL, PR_SET_VMA
    "prctl": (
        0,
        (1, 2, 3, 4, 15, 16, 21, 23, 25, 29, 30, 36, 37, 38, 39, 40, 41, 42, 50, 51, 52, 53, 54, 55, 56, 0x53564D41),
    ),
}
# PR_SET_SECCOMP PR_SET_TSC PR_SET_SECUREBITS PR_SET_MM PR_CAP_AMBIENT PR_SCHED_CORE PR_SET_MEMORY_MERGE PR_SET_PTRACER
REFUSED_OPTIONS = {"prctl": (22, 26, 28, 35, 47, 62, 67, 0x59616D61)}
# What is granted for all values but one: TIOCSTI types into a terminal, MADV_MERGEABLE shares memory with others.
ALL_BUT = {"ioctl": (1, 0x5412), "madvise": (2, 12)}
