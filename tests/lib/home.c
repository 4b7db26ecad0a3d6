/* SPDX-License-Identifier: ISC */
/* A throw-away --home layout for tests, and small deeds on files. */
#include <config.h>

#include "tests/lib/home.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static void
must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	abort();
}

void
home_make(struct layout *layout)
{
	const char *base = getenv("TMPDIR");
	char root[PATH_SIZE / 2];
	struct layout_wish wish = { .home = root };
	struct fault why = { 0 };

	snprintf(root, sizeof(root), "%s/postfrank-test.XXXXXX",
	    base != NULL ? base : "/tmp");
	must(mkdtemp(root) != NULL && chmod(root, 0755) == 0, "mkdtemp");
	must(layout_choose(layout, &wish, &why) &&
		layout_prepare(layout, &why), why.what);
}

static int
remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void
home_remove(struct layout *layout)
{
	char root[PATH_SIZE];

	snprintf(root, sizeof(root), "%s", layout->etc);
	*strrchr(root, '/') = '\0';
	nftw(root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

const char *
home_path(const struct layout *layout, enum layout_file file, const char *name)
{
	static char paths[LAYOUT_FILES][PATH_SIZE];

	must(layout_path(paths[file], layout, file, name, NULL), name);
	return paths[file];
}

bool
home_has(const struct layout *layout, enum layout_file file, const char *name)
{
	return access(home_path(layout, file, name), F_OK) == 0;
}

void
file_put(const char *path, mode_t mode, const char *bytes, size_t len)
{
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	must(fd >= 0 && write_all(fd, bytes, len) && fchmod(fd, mode) == 0 &&
		close(fd) == 0, path);
}

void
file_puts(const char *path, mode_t mode, const char *string)
{
	file_put(path, mode, string, strlen(string));
}

void
file_get(const char *path, struct text *out)
{
	bool exists;

	text_init(out, 4 << 20);
	must(file_read(path, out, &exists, NULL) && exists, path);
}

mode_t
file_mode(const char *path)
{
	struct stat st;

	must(lstat(path, &st) == 0, path);
	return st.st_mode & 07777;
}

/* nftw() hands nothing through. */
static struct {
	const char *bytes;
	size_t len;
	unsigned files;
	bool found;
} search;

static int
look(const char *path, const struct stat *st, int type, struct FTW *at)
{
	struct text text;

	(void)at;
	if (type != FTW_F || !S_ISREG(st->st_mode))
		return 0;
	search.files++;
	file_get(path, &text);
	if (search.len > 0 &&
	    memmem(text.at, text.len, search.bytes, search.len) != NULL)
		search.found = true;
	text_clear(&text);
	return 0;
}

bool
tree_contains(const char *dir, const char *bytes, size_t len)
{
	memset(&search, 0, sizeof(search));
	search.bytes = bytes;
	search.len = len;
	must(nftw(dir, look, 8, FTW_PHYS) == 0, dir);
	return search.found;
}

unsigned
tree_count(const char *dir)
{
	tree_contains(dir, "", 0);
	return search.files;
}
