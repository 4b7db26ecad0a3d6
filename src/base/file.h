/* SPDX-License-Identifier: ISC */
/* Whole files, read and replaced so that a crash leaves old or new, never half;
 * and who may touch them. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/fault.h"
#include "base/secret.h"
#include "base/text.h"

enum { PATH_SIZE = 1024 }; /* bytes for a path of ours with its NUL */

/* out = dir "/" name, FAULT_SETTINGS when it does not fit. */
bool file_path(char out[static PATH_SIZE], const char *dir, const char *name,
    struct fault *why);

/*
 * Reads a regular file (never through a symbolic link at its end) of at most
 * text->max bytes. *exists is false, and no fault is set, when there is none
 * (then true is returned). Naming file and reason: FAULT_SETTINGS for what is
 * no regular file, FAULT_DATA for a text beyond its maximum, else FAULT_IO.
 * What was read until then may stay in the text. A secret is emptied, and one
 * line end behind it is dropped (see secret_read()), so not for raw keys.
 */
bool file_read(const char *path, struct text *into, bool *exists,
    struct fault *why);
bool file_read_secret(const char *path, struct secret *into, bool *exists,
    struct fault *why);

/*
 * Replaces path by bytes: temporary name in the same directory (O_EXCL,
 * O_NOFOLLOW, mode), space allocated, write, fsync, close, rename, fsync of the
 * directory. FAULT_CREATE or FAULT_IO; the old file is then still whole and the
 * temporary one removed, except when only the directory could not be synced:
 * the new file is then in place, but a power cut may bring back the old one.
 */
bool file_replace(const char *path, mode_t mode, const void *bytes, size_t len,
    struct fault *why);

/*
 * The same in two steps, so that a full or read-only store is found before
 * something is spent that cannot be had twice: file_reserve() creates the
 * temporary file with len bytes allocated and synced, file_commit() writes at
 * most that much and renames, file_abandon() removes. reserve.fd is -1 when
 * nothing is held.
 */
struct reserve {
	int fd;
	size_t len;
	char path[PATH_SIZE];
	char temporary[PATH_SIZE];
};
bool file_reserve(struct reserve *reserve, const char *path, mode_t mode,
    size_t len, struct fault *why);
bool file_commit(struct reserve *reserve, const void *bytes, size_t len,
    struct fault *why);
void file_abandon(struct reserve *reserve);
/* Removes the temporary files that killed processes have left beside path. For
 * a file that is written under a lock, which the caller holds. */
void file_sweep(const char *path);

/* Makes a directory and its missing parents with that mode, synced; one that
 * exists (also behind a symbolic link) is left as it is. FAULT_CREATE, FAULT_IO
 * when it could not be synced. */
bool file_make_directory(const char *path, mode_t mode, struct fault *why);

/* Removes; one that is not there is no error. */
bool file_remove(const char *path, struct fault *why);

/*
 * Is this a regular file (not a link) of this owner with no permission bit
 * outside allowed? FAULT_SETTINGS naming the file, what it is, what it should
 * be, and the chmod or chown that mends it. One that does not exist passes.
 */
bool file_is_private(const char *path, uid_t owner, mode_t allowed,
    struct fault *why);

/*
 * The same of what is opened and read, whatever the name leads to by then: in a
 * directory where others may write, a look at the name alone could be followed
 * by reading a file of theirs. As file_read(), with file_is_private()'s faults.
 * file_open_private() gives the descriptor, or -1.
 */
struct file_rule {
	uid_t owner;
	mode_t allowed;
};
int file_open_private(const char *path, const struct file_rule *rule,
    bool *exists, struct fault *why);
bool file_read_private(const char *path, const struct file_rule *rule,
    struct text *into, bool *exists, struct fault *why);

/* write(2) until done; false with errno on error. */
bool write_all(int fd, const void *bytes, size_t len);
/* read(2) until there are len bytes; false at an earlier end or an error. */
bool read_all(int fd, void *into, size_t len);

#endif
