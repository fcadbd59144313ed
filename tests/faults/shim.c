/* Lets the n-th write, fsync, rename or unlink below a folder fail, or kill the process there.
   As fault -1 the folder is gone from then on, like a stick that is pulled: it bears another name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static char below[PATH_MAX];
static long count, at = -1;
static int fault, pulled;
static char kinds[1 << 20]; /* of each call: 1 is a write, 2 everything else */
static unsigned sites[1 << 20]; /* of each call: a number for what is done to which file */

void faults_arm(const char *folder, long number, int error) {
    strncpy(below, folder, sizeof below - 1);
    count = 0;
    at = number;
    fault = error;
    pulled = 0;
}

long faults_counted(void) { return count; }

int faults_kind(long number) { return kinds[number]; }

unsigned faults_site(long number) { return sites[number]; }

/* What is done to which file; figures count for nothing, as many copies bear a number. */
static unsigned site_of(const char *path, const char *call) {
    unsigned found = 2166136261u;
    for (; *call; call++) found = (found ^ (unsigned char)*call) * 16777619u;
    for (; *path; path++)
        if (*path < '0' || *path > '9') found = (found ^ (unsigned char)*path) * 16777619u;
    return found;
}

static int pull(void) {
    char out[PATH_MAX + 8];
    snprintf(out, sizeof out, "%s.out", below);
    NEXT(rename)(below, out);
    return 1;
}

static int hit_as(const char *path, char kind, const char *call) {
    if (!below[0] || !path || strncmp(path, below, strlen(below)) != 0) return 0;
    if (count < (long)sizeof kinds) {
        kinds[count] = kind;
        sites[count] = site_of(path + strlen(below), call);
    }
    if (count++ != at && !pulled) return 0;
    if (fault == 0) kill(getpid(), SIGKILL);
    if (fault == -1 && !pulled) pulled = pull();
    errno = fault == -1 ? EIO : fault;
    return 1;
}

static int hit(const char *path, const char *call) { return hit_as(path, 2, call); }

static int hit_fd(int fd, char kind, const char *call) {
    char link[64], path[PATH_MAX];
    if (!below[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return hit_as(path, kind, call);
}

ssize_t write(int fd, const void *data, size_t size) { return hit_fd(fd, 1, __func__) ? -1 : NEXT(write)(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t to) { return hit_fd(fd, 1, __func__) ? -1 : NEXT(pwrite)(fd, data, size, to); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t to) { return hit_fd(fd, 1, __func__) ? -1 : NEXT(pwrite64)(fd, data, size, to); }
ssize_t sendfile(int to, int from, off_t *at_, size_t size) { return hit_fd(to, 1, __func__) ? -1 : NEXT(sendfile)(to, from, at_, size); }
ssize_t sendfile64(int to, int from, off64_t *at_, size_t size) { return hit_fd(to, 1, __func__) ? -1 : NEXT(sendfile64)(to, from, at_, size); }
int fsync(int fd) { return hit_fd(fd, 2, __func__) ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return hit_fd(fd, 2, __func__) ? -1 : NEXT(fdatasync)(fd); }
int ftruncate64(int fd, off64_t size) { return hit_fd(fd, 2, __func__) ? -1 : NEXT(ftruncate64)(fd, size); }
int rename(const char *from, const char *to) { return hit(from, __func__) ? -1 : NEXT(rename)(from, to); }
int unlink(const char *path) { return hit(path, __func__) ? -1 : NEXT(unlink)(path); }
int rmdir(const char *path) { return hit(path, __func__) ? -1 : NEXT(rmdir)(path); }
