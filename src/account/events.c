/* SPDX-License-Identifier: ISC */
/* Appends to the file of events and keeps it short. */
#include <config.h>

#include "account/events.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clean.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"

enum {
	WORDS = 256,
	LINE_MAX_SIZE = 8 * WORDS * 4, /* every character escaped */
	FILE_MAX_SIZE = EVENTS_TRIM + 2 * LINE_MAX_SIZE
};

static void
set_words(struct json *object, const char *key, const char *words)
{
	char clean[WORDS];

	if (words != NULL)
		json_set_string(object, key,
		    clean_string(clean, sizeof(clean), words));
}

static void
print_event(const struct event *event, struct text *out)
{
	struct json *json = json_new_object();

	json_set_int(json, "at", event->at);
	set_words(json, "what", event->what);
	set_words(json, "id", event->id);
	set_words(json, "to", event->to);
	set_words(json, "note", event->note);
	json_print(json, false, out);
	text_addc(out, '\n');
	json_free(json);
}

static bool
fail(const char *path, struct fault *why)
{
	return fault_set(why, FAULT_IO, "cannot write %s: %s", path,
	    strerror(errno));
}

/* A line that a power cut left without its end gets one. */
static bool
ends_within_line(int fd, off_t size)
{
	char last = '\n';

	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

/* All of it or nothing; *size becomes that of the file. */
static bool
append(int fd, const struct text *line, off_t *size)
{
	struct stat st;
	int error;

	if (fstat(fd, &st) != 0)
		return false;
	if ((st.st_size > 0 || fchmod(fd, layout_mode(LAYOUT_EVENTS)) == 0) &&
	    (!ends_within_line(fd, st.st_size) || write_all(fd, "\n", 1)) &&
	    write_all(fd, line->at, line->len)) {
		*size = st.st_size + (off_t)line->len;
		return true;
	}
	error = errno;
	/* Without room for a line there is none for half of it either. */
	if (ftruncate(fd, st.st_size) == 0)
		errno = error;
	return false;
}

static const char *
last_lines(const struct text *text, size_t lines)
{
	const char *at = text->at + text->len;

	while (at > text->at) {
		if (at[-1] == '\n' && lines-- == 0)
			break;
		at--;
	}
	return at;
}

static bool
trim(const char *path, struct fault *why)
{
	const char *from;
	struct text text;
	bool exists, good;

	text_init(&text, FILE_MAX_SIZE);
	good = file_read(path, &text, &exists, why);
	if (good) {
		from = last_lines(&text, EVENTS_KEPT);
		good = file_replace(path, layout_mode(LAYOUT_EVENTS), from,
		    text.len - (size_t)(from - text.at), why);
	}
	text_clear(&text);
	return good;
}

bool
event_add(const struct layout *layout, const char *name,
    const struct event *event, struct fault *why)
{
	char path[PATH_SIZE];
	struct text line;
	off_t size = 0;
	bool good;
	int fd;

	if (!layout_path(path, layout, LAYOUT_EVENTS, name, why))
		return false;
	fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC, layout_mode(LAYOUT_EVENTS));
	if (fd < 0)
		return fail(path, why);
	text_init(&line, LINE_MAX_SIZE);
	print_event(event, &line);
	good = append(fd, &line, &size) || fail(path, why);
	text_clear(&line);
	close(fd);
	return good && (size <= EVENTS_TRIM || trim(path, why));
}
