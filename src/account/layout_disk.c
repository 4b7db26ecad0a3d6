/* SPDX-License-Identifier: ISC */
/* Makes the directories of a layout, and lists the accounts in it. */
#include <config.h>

#include "account/layout.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum parent { ETC, KEY, STATE, SPOOL, RUN };

/* design.md 3. A user's own directories are nobody else's business, so that
 * there each mode loses what it gives to group and others. */
static const struct {
	const char *sub; /* "" for the directory itself */
	enum parent parent;
	mode_t mode;
} directories[] = {
	{ "", ETC, 0755 },
	{ "", KEY, 0700 },
	{ "", STATE, 0711 },
	{ "", SPOOL, 0710 },
	{ "tmp", SPOOL, 01770 },
	{ "new", SPOOL, 01770 },
	{ "reserve", SPOOL, 0730 },
	{ "queue", SPOOL, 0700 },
	{ "held", SPOOL, 0700 },
	{ "", RUN, 0755 },
	{ "lifeboat", RUN, 01770 },
};

/* A directory that was there before. Root's process looks closer: under a
 * wrong owner the service user could not work, and where others may write
 * they may put files of their own in the place of ours. */
static bool
judge(const char *path, mode_t mode, const struct owner *owner,
    struct fault *why)
{
	struct stat st;

	if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return fault_set(why, FAULT_SETTINGS,
		    "%s is in the way: it is no directory", path);
	if (owner == NULL || (st.st_uid == owner->uid &&
	    (st.st_mode & ~mode & (S_IWGRP | S_IWOTH)) == 0))
		return true;
	fault_set(why, FAULT_SETTINGS, st.st_uid != owner->uid ?
	    "the directory %s does not belong to the user it should" :
	    "others may write in the directory %s", path);
	return fault_next(why, "Run contrib/install-system again; it sets "
	    "owners and modes right");
}

/* Owner and mode, by descriptor: what its parent's owner may put in its place
 * meanwhile is not touched. The umask must not decide about the mode. */
static bool
settle(const char *path, mode_t mode, const struct owner *owner,
    struct fault *why)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	bool good = fd >= 0 && (owner == NULL ||
	    fchown(fd, owner->uid, owner->gid) == 0) && fchmod(fd, mode) == 0;

	if (!good)
		fault_set(why, FAULT_CREATE,
		    "cannot set owner and mode of %s: %s", path,
		    strerror(errno));
	if (fd >= 0)
		close(fd);
	return good;
}

/* Makes one directory whose parents are there; never through a link. */
static bool
make(const char *path, mode_t mode, const struct owner *owner,
    struct fault *why)
{
	if (mkdir(path, 0700) == 0)
		return settle(path, mode, owner, why);
	if (errno == EEXIST)
		return judge(path, mode, owner, why);
	return fault_set(why, FAULT_CREATE, "cannot make the directory %s: %s",
	    path, strerror(errno));
}

static bool
make_parents(const char *path, mode_t mode, struct fault *why)
{
	char parent[PATH_SIZE];
	char *slash;

	snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	if (slash == NULL || slash == parent)
		return true;
	*slash = '\0';
	return file_make_directory(parent, mode, why);
}

bool
layout_prepare(const struct layout *layout, struct fault *why)
{
	const char *const parents[] = {
		[ETC] = layout->etc,
		[KEY] = layout->key,
		[STATE] = layout->state,
		[SPOOL] = layout->spool,
		[RUN] = layout->run,
	};
	bool private = layout->kind == LAYOUT_USER;
	bool own = layout->kind == LAYOUT_SYSTEM && geteuid() == 0;
	char path[PATH_SIZE];

	if (layout->read_only)
		return true;
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]);
	     i++) {
		const char *parent = parents[directories[i].parent];
		mode_t mode = directories[i].mode & (private ? 0700 : 07777);
		const struct owner *owner = directories[i].parent == ETC ?
		    &layout->settings : &layout->data;

		if (directories[i].sub[0] == '\0') {
			snprintf(path, sizeof(path), "%s", parent);
			if (!make_parents(path, private ? 0700 : 0755, why))
				return false;
		} else if (!file_path(path, parent, directories[i].sub, why)) {
			return false;
		}
		if (!make(path, mode, own ? owner : NULL, why))
			return false;
	}
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the account that a file of etc/ stands for, if it does. */
static void
add_account(struct strings *names, const char *file)
{
	static const char ending[] = ".json";
	size_t len = strlen(file), tail = sizeof(ending) - 1;
	char name[NAME_MAX + 1];

	if (len <= tail || strcmp(file + len - tail, ending) != 0)
		return;
	snprintf(name, sizeof(name), "%.*s", (int)(len - tail), file);
	if (account_name_check(name, NULL))
		strings_add(names, name);
}

bool
account_list(const struct layout *layout, struct strings *names,
    struct fault *why)
{
	DIR *dir = opendir(layout->etc);
	const struct dirent *entry;

	if (dir == NULL)
		return errno == ENOENT ||
		    fault_set(why, FAULT_IO, "cannot list %s: %s", layout->etc,
			strerror(errno));
	while ((entry = readdir(dir)) != NULL) /* NOLINT(concurrency-*) */
		add_account(names, entry->d_name);
	closedir(dir);
	if (names->count > 1)
		qsort(names->at, names->count, sizeof(*names->at), by_name);
	return true;
}

bool
layout_has_draft(const struct layout *layout)
{
	static const char end[] = ".draft";
	DIR *dir = opendir(layout->state);
	const struct dirent *entry;
	bool has = false;
	size_t len;

	if (dir == NULL)
		return false;
	while ((entry = readdir(dir)) != NULL) { /* NOLINT(concurrency-*) */
		len = strlen(entry->d_name);
		has = has || (len >= sizeof(end) && strcmp(entry->d_name +
		    len - (sizeof(end) - 1), end) == 0);
	}
	closedir(dir);
	return has;
}
