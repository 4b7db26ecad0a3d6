/* SPDX-License-Identifier: ISC */
/* Takes an account off the disk. */
#include <config.h>

#include "account/settings.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "account/hands.h"
#include "account/lock.h"

/* In this order: without settings there is no account, so that a removal that
 * stops half way leaves no account that half works. */
static const enum layout_file order[] = {
	LAYOUT_SETTINGS,
	LAYOUT_KEY,
	LAYOUT_VAULT,
	LAYOUT_DRAFT_VAULT,
	LAYOUT_DRAFT,
	LAYOUT_GOLIVE,
	LAYOUT_GOOD,
	LAYOUT_EVENTS,
	LAYOUT_STATE,
	LAYOUT_DRAFT_LOCK,
	LAYOUT_LOCK,
};
enum { FILES = sizeof(order) / sizeof(order[0]) };
_Static_assert((int)FILES == (int)LAYOUT_FILES, "every file is removed");

/* A draft that could not be read was set aside under another name. */
static bool
remove_damaged(const char *draft, struct fault *why)
{
	char path[PATH_SIZE + 16];

	snprintf(path, sizeof(path), "%s.damaged", draft);
	return file_remove(path, why);
}

/* NAME.sheet-STEP.txt: what the walkthrough wrote for other people to do. */
static bool
is_page(const char *entry, const char *name)
{
	size_t len = strlen(name);

	if (strncmp(entry, name, len) != 0 ||
	    strncmp(entry + len, ".sheet-", 7) != 0)
		return false;
	entry += len + 7;
	entry += strspn(entry, "abcdefghijklmnopqrstuvwxyz");
	return strcmp(entry, ".txt") == 0;
}

static bool
remove_pages(const struct layout *layout, const char *name, struct fault *why)
{
	DIR *directory = opendir(layout->state);
	const struct dirent *entry;
	char path[PATH_SIZE];
	bool good = true;

	if (directory == NULL)
		return true;
	for (entry = readdir(directory); good && entry != NULL;
	    entry = readdir(directory))
		if (is_page(entry->d_name, name))
			good = file_path(path, layout->state, entry->d_name,
			    why) && file_remove(path, why);
	closedir(directory);
	return good;
}

static bool
remove_one(const struct layout *layout, enum layout_file file,
    const char *name, struct fault *why)
{
	char path[PATH_SIZE];

	if (!layout_path(path, layout, file, name, why))
		return false;
	if (file == LAYOUT_SETTINGS || file == LAYOUT_KEY)
		return hands_remove(layout, file, name, why);
	file_sweep(path);
	if (file == LAYOUT_DRAFT && !remove_damaged(path, why))
		return false;
	return file_remove(path, why);
}

/* Is there anything of this account, its locks not counted? */
static bool
is_there(const struct layout *layout, const char *name)
{
	char path[PATH_SIZE];
	struct stat st;

	for (size_t i = 0; i < FILES; i++)
		if (order[i] != LAYOUT_LOCK && order[i] != LAYOUT_DRAFT_LOCK &&
		    layout_path(path, layout, order[i], name, NULL) &&
		    lstat(path, &st) == 0)
			return true;
	return false;
}

bool
account_remove(const struct layout *layout, const char *name,
    struct fault *why)
{
	struct lock lock = LOCK_NONE;
	char path[PATH_SIZE];
	bool good = true;

	if (!layout_path(path, layout, LAYOUT_LOCK, name, why))
		return false;
	if (layout->read_only)
		return fault_set(why, FAULT_SETTINGS, "the system's accounts "
		    "are not yours to remove; run it as root (sudo)");
	if (!is_there(layout, name))
		return fault_set(why, FAULT_SETTINGS,
		    "there is no account \"%s\"", name);
	if (!lock_take(&lock, path, LOCK_SECONDS, why))
		return false;
	for (size_t i = 0; good && i < FILES; i++)
		good = remove_one(layout, order[i], name, why);
	good = good && remove_pages(layout, name, why);
	lock_release(&lock);
	return good;
}
