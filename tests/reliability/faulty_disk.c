/* A disk that fails on purpose, or is watched: preloaded before a program, it stands between that and the system.
 *
 * FAULT_UNDER   only files whose path begins so count
 * FAULT_AT      the number of the call at which it happens, counted from 1; 0 only counts
 * FAULT_KIND    kill: SIGKILL instead of the call; once: that call fails; full: that call and every later one that
 *               needs room fails with "no space left"
 * FAULT_LOG     a file that gets every call with its data, for a power cut to be tried on; what is written to standard
 *               output counts as acknowledged
 *
 * A program that forks instead of starting anew calls fault_begin() in the child, and fault_calls() at its end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char under[PATH_MAX], kind[16];
static long at, calls;
static int log_file = -1;

void fault_begin(const char *where, long number, const char *what, const char *log) {
  snprintf(under, sizeof under, "%s", where);
  snprintf(kind, sizeof kind, "%s", what);
  at = number;
  calls = 0;
  if (*log) log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

long fault_calls(void) { return calls; }

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("FAULT_UNDER"), *number = getenv("FAULT_AT"), *what = getenv("FAULT_KIND");
  const char *log = getenv("FAULT_LOG");
  if (where) fault_begin(where, number ? atol(number) : 0, what ? what : "", log ? log : "");
}

static int watched(const char *path) { return *under && path && !strncmp(path, under, strlen(under)); }

static int path_of(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return watched(path);
}

/* 0 where the call may go on; else errno is set and it fails. */
static int faulty(int needs_room) {
  long number = ++calls;
  if (!at || number < at) return 0;
  if (!strcmp(kind, "kill") && number == at) syscall(SYS_kill, getpid(), SIGKILL);
  if (!strcmp(kind, "once") && number == at) { errno = EIO; return 1; }
  if (!strcmp(kind, "full") && needs_room) { errno = ENOSPC; return 1; }
  return 0;
}

static void note(const char *what, const char *path, const char *other, long offset, const struct iovec *data, int pieces) {
  if (log_file < 0) return;
  char head[2 * PATH_MAX + 64];
  long size = 0;
  for (int i = 0; i < pieces; i++) size += data[i].iov_len;
  int length = snprintf(head, sizeof head, "%s\t%s\t%s\t%ld\t%ld\n", what, path, other, offset, size);
  syscall(SYS_write, log_file, head, (size_t)length);
  for (int i = 0; i < pieces; i++) syscall(SYS_write, log_file, data[i].iov_base, data[i].iov_len);
}

#define REAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

static void acknowledged(int file, const void *data, size_t size) {
  struct iovec one = {(void *)data, size};
  if (file == 1) note("told", "", "", 0, &one, 1);
}

ssize_t write(int file, const void *data, size_t size) {
  char path[PATH_MAX];
  acknowledged(file, data, size);
  if (!path_of(file, path)) return REAL(write)(file, data, size);
  if (faulty(1)) return -1;
  struct iovec one = {(void *)data, size};
  note("write", path, "", lseek(file, 0, SEEK_CUR), &one, 1);
  return REAL(write)(file, data, size);
}

#define PWRITE(name)                                                          \
  ssize_t name(int file, const void *data, size_t size, off_t offset) {       \
    char path[PATH_MAX];                                                      \
    if (!path_of(file, path)) return REAL(name)(file, data, size, offset);    \
    if (faulty(1)) return -1;                                                 \
    struct iovec one = {(void *)data, size};                                  \
    note("write", path, "", offset, &one, 1);                                 \
    return REAL(name)(file, data, size, offset);                              \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define SYNC(name)                                                            \
  int name(int file) {                                                        \
    char path[PATH_MAX];                                                      \
    if (!path_of(file, path)) return REAL(name)(file);                        \
    if (faulty(0)) return -1;                                                 \
    note("sync", path, "", 0, 0, 0);                                          \
    return REAL(name)(file);                                                  \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name)                                                        \
  int name(int file, off_t size) {                                            \
    char path[PATH_MAX];                                                      \
    if (!path_of(file, path)) return REAL(name)(file, size);                  \
    if (faulty(0)) return -1;                                                 \
    note("truncate", path, "", size, 0, 0);                                   \
    return REAL(name)(file, size);                                            \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define OPEN(name)                                                            \
  int name(const char *path, int flags, ...) {                                \
    va_list rest;                                                             \
    va_start(rest, flags);                                                    \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;   \
    va_end(rest);                                                             \
    if (watched(path) && flags & O_CREAT) {                                   \
      if (faulty(1)) return -1;                                               \
      if (access(path, F_OK)) note("create", path, "", 0, 0, 0);              \
    }                                                                         \
    return REAL(name)(path, flags, mode);                                     \
  }
OPEN(open)
OPEN(open64)

#define ONE(name, what, room)                                                 \
  int name(const char *path) {                                                \
    if (watched(path)) {                                                      \
      if (faulty(room)) return -1;                                            \
      note(what, path, "", 0, 0, 0);                                          \
    }                                                                         \
    return REAL(name)(path);                                                  \
  }
ONE(unlink, "remove", 0)
ONE(rmdir, "remove", 0)

#define TWO(name, what, room)                                                 \
  int name(const char *path, const char *other) {                             \
    if (watched(path)) {                                                      \
      if (faulty(room)) return -1;                                            \
      note(what, path, other, 0, 0, 0);                                       \
    }                                                                         \
    return REAL(name)(path, other);                                           \
  }
TWO(rename, "rename", 0)
TWO(link, "link", 1)

int mkdir(const char *path, mode_t mode) {
  if (watched(path)) {
    if (faulty(1)) return -1;
    note("folder", path, "", 0, 0, 0);
  }
  return REAL(mkdir)(path, mode);
}
