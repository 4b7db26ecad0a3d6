/* SPDX-License-Identifier: ISC */
/* Whose a file is and who else may touch it; nothing is written here. */
#include <config.h>

#include "base/file.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_parts.h"

static void
name_of(uid_t uid, char *out, size_t size)
{
	const struct passwd *user = getpwuid(uid);

	if (user != NULL)
		snprintf(out, size, "%s", user->pw_name);
	else
		snprintf(out, size, "uid %lu", (unsigned long)uid);
}

static bool
judge_private(const char *path, const struct stat *st, uid_t owner,
    mode_t allowed, struct fault *why)
{
	char is[64], should[64];

	if (!S_ISREG(st->st_mode))
		return fault_set(why, FAULT_SETTINGS, "%s is not a regular "
		    "file", path);
	if (st->st_uid != owner) {
		name_of(st->st_uid, is, sizeof(is));
		name_of(owner, should, sizeof(should));
		fault_set(why, FAULT_SETTINGS,
		    "%s belongs to %s and should belong to %s", path, is,
		    should);
		return fault_next(why, "Make sure that nobody changed it, "
		    "then: chown %s %s", should, path);
	}
	if ((st->st_mode & 07777 & ~allowed) == 0)
		return true;
	fault_set(why, FAULT_SETTINGS,
	    "%s has mode %04o, which lets others read or change it", path,
	    (unsigned)(st->st_mode & 07777));
	return fault_next(why, "Make sure that nobody changed it, then: "
	    "chmod %04o %s", (unsigned)allowed, path);
}

bool
file_is_private(const char *path, uid_t owner, mode_t allowed,
    struct fault *why)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		return judge_private(path, &st, owner, allowed, why);
	return errno == ENOENT ||
	    fault_set(why, FAULT_SETTINGS, "cannot look at %s: %s", path,
		strerror(errno));
}

int
file_open_private(const char *path, const struct file_rule *rule,
    bool *exists, struct fault *why)
{
	struct stat st;
	int fd;

	*exists = true;
	/* First by its name: why it is not ours says more than EACCES. */
	if (!file_is_private(path, rule->owner, rule->allowed, why))
		return -1;
	fd = file_open_regular(path, exists, why);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 &&
	    judge_private(path, &st, rule->owner, rule->allowed, why))
		return fd;
	close(fd);
	return -1;
}

bool
file_read_private(const char *path, const struct file_rule *rule,
    struct text *into, bool *exists, struct fault *why)
{
	int fd = file_open_private(path, rule, exists, why);
	bool good;

	if (fd < 0)
		return !*exists;
	good = file_read_open(fd, path, into, why);
	close(fd);
	return good;
}
