/* SPDX-License-Identifier: ISC */
/* Reads and replaces whole files safely; it knows nothing of their contents. */
#include <config.h>

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_parts.h"
#include "base/random.h"

bool
file_path(char out[static PATH_SIZE], const char *dir, const char *name,
    struct fault *why)
{
	int len = snprintf(out, PATH_SIZE, "%s/%s", dir, name);

	if (len > 0 && len < PATH_SIZE)
		return true;
	return fault_set(why, FAULT_SETTINGS,
	    "the path %s/%s is longer than %d bytes", dir, name,
	    PATH_SIZE - 1);
}

int
file_open_regular(const char *path, bool *exists, struct fault *why)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	*exists = fd >= 0 || errno != ENOENT;
	if (fd < 0) {
		if (errno == ELOOP)
			fault_set(why, FAULT_SETTINGS,
			    "%s is a symbolic link; it is not followed", path);
		else if (*exists)
			fault_set(why, FAULT_IO, "cannot open %s: %s", path,
			    strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	fault_set(why, FAULT_SETTINGS, "%s is not a regular file", path);
	return -1;
}

bool
file_read_open(int fd, const char *path, struct text *into, struct fault *why)
{
	char block[8192];
	ssize_t got;

	for (;;) {
		got = read(fd, block, sizeof(block));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_set(why, FAULT_IO, "cannot read %s: %s",
			    path, strerror(errno));
		if (got == 0)
			return true;
		if (!text_add(into, block, (size_t)got))
			return fault_set(why, FAULT_DATA,
			    "%s is larger than the %zu bytes that are taken",
			    path, into->max);
	}
}

bool
file_read(const char *path, struct text *into, bool *exists, struct fault *why)
{
	int fd = file_open_regular(path, exists, why);
	bool good;

	if (fd < 0)
		return !*exists;
	good = file_read_open(fd, path, into, why);
	close(fd);
	return good;
}

bool
file_read_secret(const char *path, struct secret *into, bool *exists,
    struct fault *why)
{
	int fd = file_open_regular(path, exists, why);
	bool good;

	if (fd < 0)
		return !*exists;
	good = secret_read(into, fd);
	if (!good)
		fault_set(why, FAULT_IO, "cannot read %s: %s", path,
		    strerror(errno));
	close(fd);
	return good;
}

bool
write_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;
	ssize_t put;

	while (len > 0) {
		put = write(fd, at, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		at += put;
		len -= (size_t)put;
	}
	return true;
}

bool
read_all(int fd, void *into, size_t len)
{
	char *at = into;
	ssize_t got;

	while (len > 0) {
		got = read(fd, at, len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		len -= (size_t)got;
	}
	return true;
}

/* The directory part of a path, "." when it has none. */
static void
directory_of(char out[static PATH_SIZE], const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		snprintf(out, PATH_SIZE, ".");
	else
		snprintf(out, PATH_SIZE, "%.*s",
		    slash == path ? 1 : (int)(slash - path), path);
}

/* Some file systems let a signal end the waiting. A second fsync() after any
 * other error would lie, since the kernel has forgotten it by then. */
static bool
sync_to_disk(int fd)
{
	int result;

	do {
		result = fsync(fd);
	} while (result != 0 && errno == EINTR);
	return result == 0;
}

static bool
sync_directory_of(const char *path, struct fault *why)
{
	char dir[PATH_SIZE];
	int fd;
	bool good;

	directory_of(dir, path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	good = fd >= 0 && sync_to_disk(fd);
	if (!good)
		fault_set(why, FAULT_IO, "cannot make sure of %s on the disk: "
		    "%s", dir, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good;
}

/* Blocks for len bytes, so that a full disk is found now. */
static bool
allocate(int fd, size_t len)
{
	int error = 0;

	while (len > 0) {
		error = posix_fallocate(fd, 0, (off_t)len);
		if (error != EINTR)
			break;
	}
	/* A file system that cannot promise is tried by writing. */
	if (error == EINVAL || error == EOPNOTSUPP)
		return true;
	errno = error;
	return error == 0;
}

/* Always false. */
static bool
no_room(struct reserve *reserve, struct fault *why)
{
	fault_set(why, FAULT_IO, "cannot make room for %s: %s", reserve->path,
	    strerror(errno));
	file_abandon(reserve);
	return false;
}

/* The temporary file with room for len bytes, not yet synced. */
static bool
make_temporary(struct reserve *reserve, const char *path, mode_t mode,
    size_t len, struct fault *why)
{
	unsigned char unique[8];
	int size;

	reserve->fd = -1;
	reserve->len = len;
	random_bytes(unique, sizeof(unique));
	size = snprintf(reserve->temporary, PATH_SIZE,
	    "%s.%02x%02x%02x%02x%02x%02x.tmp", path, unique[0], unique[1],
	    unique[2], unique[3], unique[4], unique[5]);
	if (size < 0 || size >= PATH_SIZE)
		return fault_set(why, FAULT_CREATE, "the path %s is too long",
		    path);
	snprintf(reserve->path, PATH_SIZE, "%s", path);
	reserve->fd = open(reserve->temporary,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (reserve->fd < 0)
		return fault_set(why, FAULT_CREATE, "cannot create %s: %s",
		    reserve->temporary, strerror(errno));
	/* The umask must not decide about the mode. */
	if (fchmod(reserve->fd, mode) == 0 && allocate(reserve->fd, len))
		return true;
	return no_room(reserve, why);
}

bool
file_reserve(struct reserve *reserve, const char *path, mode_t mode, size_t len,
    struct fault *why)
{
	return make_temporary(reserve, path, mode, len, why) &&
	    (sync_to_disk(reserve->fd) || no_room(reserve, why));
}

bool
file_commit(struct reserve *reserve, const void *bytes, size_t len,
    struct fault *why)
{
	int fd = reserve->fd, error;
	bool good;

	if (len > reserve->len) {
		file_abandon(reserve);
		return fault_set(why, FAULT_BUG,
		    "%zu bytes for %s, but room was made for %zu", len,
		    reserve->path, reserve->len);
	}
	good = write_all(fd, bytes, len) && ftruncate(fd, (off_t)len) == 0 &&
	    sync_to_disk(fd);
	reserve->fd = -1;
	error = errno;
	if (close(fd) != 0 && good) {
		good = false;
		error = errno;
	}
	if (good) {
		if (rename(reserve->temporary, reserve->path) == 0)
			return sync_directory_of(reserve->path, why);
		error = errno;
	}
	fault_set(why, FAULT_IO, "cannot write %s: %s", reserve->path,
	    strerror(error));
	unlink(reserve->temporary);
	return false;
}

void
file_abandon(struct reserve *reserve)
{
	if (reserve->fd < 0)
		return;
	close(reserve->fd);
	unlink(reserve->temporary);
	reserve->fd = -1;
}

bool
file_replace(const char *path, mode_t mode, const void *bytes, size_t len,
    struct fault *why)
{
	struct reserve reserve;

	return make_temporary(&reserve, path, mode, len, why) &&
	    file_commit(&reserve, bytes, len, why);
}

/* Gives a directory that was just made its mode, whatever the umask is; not
 * by chmod(), which would follow a link put in its place. */
static bool
set_mode(const char *path, mode_t mode)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	bool good = fd >= 0 && fchmod(fd, mode) == 0;
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return good;
}

/* One directory of a path, which may be there already. */
static bool
make_one(const char *path, mode_t mode, bool last, struct fault *why)
{
	struct stat st;

	/* The owner's bits let set_mode() open it under any umask. */
	if (mkdir(path, mode | 0700) == 0) {
		if (!set_mode(path, mode))
			return fault_set(why, FAULT_CREATE,
			    "cannot set the mode of %s: %s", path,
			    strerror(errno));
		return sync_directory_of(path, why);
	}
	if (!last && (errno == EEXIST || errno == EACCES))
		return true; /* the next part will tell */
	if (errno != EEXIST)
		return fault_set(why, FAULT_CREATE,
		    "cannot make the directory %s: %s", path, strerror(errno));
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	return fault_set(why, FAULT_CREATE,
	    "%s is there already, and is no directory", path);
}

bool
file_make_directory(const char *path, mode_t mode, struct fault *why)
{
	char part[PATH_SIZE];
	size_t i, len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	if (len == 0 || len >= sizeof(part))
		return fault_set(why, FAULT_CREATE, "a path of %zu bytes is "
		    "too %s for a directory", len, len == 0 ? "short" : "long");
	for (i = 1; i <= len; i++) {
		if (i < len && (path[i] != '/' || path[i - 1] == '/'))
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (!make_one(part, mode, i == len, why))
			return false;
	}
	return true;
}

bool
file_remove(const char *path, struct fault *why)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return true;
	return fault_set(why, FAULT_IO, "cannot remove %s: %s", path,
	    strerror(errno));
}
