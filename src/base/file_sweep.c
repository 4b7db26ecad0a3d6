/* SPDX-License-Identifier: ISC */
/* Removes what a process that was killed has left beside a file. */
#include <config.h>

#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* "NAME." and twelve hexadecimal digits and ".tmp", as file_reserve() calls
 * them? */
static bool
is_temporary(const char *entry, const char *name)
{
	size_t len = strlen(name);

	return strncmp(entry, name, len) == 0 && entry[len] == '.' &&
	    strspn(entry + len + 1, "0123456789abcdef") == 12 &&
	    strcmp(entry + len + 13, ".tmp") == 0;
}

void
file_sweep(const char *path)
{
	const char *slash = strrchr(path, '/');
	const struct dirent *entry;
	char folder[PATH_SIZE];
	DIR *dir;

	if (slash == NULL || slash - path >= PATH_SIZE)
		return;
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
	dir = opendir(folder);
	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (is_temporary(entry->d_name, slash + 1))
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
}
