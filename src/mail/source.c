/* SPDX-License-Identifier: ISC */
/* Where the bytes of a body or an attachment come from, and what one pass over
 * a text says about the encoding it needs. */
#include <config.h>

#include "mail/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clean.h"
#include "mail/compose.h"
#include "mail/encode.h"

enum { CHUNK = 16 * 1024, MEMORY_MAX = 256 * 1024 * 1024 };

static void
set_name(struct source *source, const char *name)
{
	char words[CLEAN_SIZE];

	clean_string(words, sizeof(words), name);
	snprintf(source->name, sizeof(source->name), "%.255s", words);
}

static bool
cannot_read(const struct source *source, struct fault *why)
{
	fault_set(why, FAULT_INPUT, "cannot read %s: %s", source->name,
	    strerror(errno));
	return fault_next(why, "Check the name and who may read it.");
}

static ssize_t
read_some(int fd, char *out, size_t len)
{
	ssize_t n;

	do
		n = read(fd, out, len);
	while (n < 0 && errno == EINTR);
	return n;
}

/* What cannot be read twice is kept in memory. */
static bool
read_to_memory(struct source *source, int fd, uint64_t max, struct fault *why)
{
	struct text all;
	char *block = must_alloc(CHUNK, 1);
	ssize_t n = 0;

	text_init(&all, (size_t)(max < MEMORY_MAX ? max : MEMORY_MAX));
	while (!all.overflow) {
		n = read_some(fd, block, CHUNK);
		if (n <= 0)
			break;
		text_add(&all, block, (size_t)n);
	}
	free(block);
	if (n < 0 || all.overflow) {
		if (n < 0)
			cannot_read(source, why);
		else
			message_too_large(all.max + 1, all.max + 1, all.max,
			    why);
		text_clear(&all);
		return false;
	}
	source->len = all.len;
	source->bytes = text_take(&all);
	source->fd = -1;
	return true;
}

/* A regular file stays a file: it is read from here to its end. */
static bool
is_file(struct source *source, int fd)
{
	struct stat status;
	off_t at;

	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	at = lseek(fd, 0, SEEK_CUR);
	if (at < 0)
		return false;
	source->start = at;
	source->len = at < status.st_size ? (uint64_t)(status.st_size - at) : 0;
	return true;
}

bool
source_from_fd(struct source *source, int fd, const char *name, uint64_t max,
    struct fault *why)
{
	*source = (struct source){ .fd = -1 };
	set_name(source, name);
	if (max == 0)
		max = MEMORY_MAX;
	if (!is_file(source, fd))
		return read_to_memory(source, fd, max, why);
	source->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return source->fd < 0 ? cannot_read(source, why) : true;
}

int
message_open_file(const char *path, struct fault *why)
{
	struct source named = { .fd = -1 };
	struct stat status;
	int fd;

	set_name(&named, path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		cannot_read(&named, why);
	} else if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
		close(fd);
		fd = -1;
		fault_set(why, FAULT_INPUT, "%s is a directory", named.name);
		fault_next(why, "Pack it first, for example with tar czf.");
	}
	return fd;
}

void
source_from_bytes(struct source *source, const char *bytes, size_t len)
{
	*source = (struct source){ .fd = -1, .len = len };
	source->bytes = must_alloc(len + 1, 1);
	if (len > 0)
		memcpy(source->bytes, bytes, len);
	set_name(source, "the message");
}

/* pread(2) until len bytes or the end. */
static ssize_t
read_file(const struct source *source, uint64_t at, char *out, size_t len)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n = pread(source->fd, out + got, len - got,
		    source->start + (off_t)(at + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

ssize_t
source_read(const struct source *source, uint64_t at, char *out, size_t len,
    struct fault *why)
{
	ssize_t n;

	if (at >= source->len)
		return 0;
	if (len > source->len - at)
		len = (size_t)(source->len - at);
	if (source->bytes != NULL) {
		memcpy(out, source->bytes + at, len);
		return (ssize_t)len;
	}
	n = read_file(source, at, out, len);
	if (n < 0)
		cannot_read(source, why);
	return n;
}

void
source_clear(struct source *source)
{
	free(source->bytes);
	if (source->fd >= 0)
		close(source->fd);
	*source = (struct source){ .fd = -1 };
}

/* Measures one normalised block in every coding. */
struct measure {
	struct normaliser lines;
	struct quoter quoter;
	struct utf8 utf8;
	uint64_t quoted;
	char block[CHUNK];
	char normal[2 * CHUNK];
	char encoded[QUOTE_ROOM(2 * CHUNK)];
};

bool
source_survey(const struct source *source, uint64_t from,
    struct survey *survey, struct fault *why)
{
	struct measure *m = must_alloc(1, sizeof(*m));
	uint64_t at = from;
	ssize_t n;
	size_t len;

	while ((n = source_read(source, at, m->block, CHUNK, why)) > 0) {
		utf8_feed(&m->utf8, m->block, (size_t)n);
		len = normalise(&m->lines, m->block, (size_t)n, m->normal);
		m->quoted += quote(&m->quoter, m->normal, len, m->encoded);
		at += (uint64_t)n;
	}
	len = normalise_end(&m->lines, m->normal);
	m->quoted += quote(&m->quoter, m->normal, len, m->encoded);
	m->quoted += quote_end(&m->quoter, m->encoded);
	*survey = (struct survey){
		.size = {
			[CODING_PLAIN] = source->len - from,
			[CODING_TEXT] = m->lines.out,
			[CODING_QUOTED] = m->quoted,
			[CODING_LINES] = base64_size(m->lines.out),
			[CODING_BASE64] = base64_size(source->len - from),
		},
		.high = m->lines.high > 0,
		.long_line = m->lines.longest > LINE_LIMIT,
		.utf8 = !m->utf8.bad && m->utf8.need == 0,
	};
	free(m);
	return n == 0;
}

enum coding
survey_choose(const struct survey *survey, bool eight_bit)
{
	if (!survey->long_line && (eight_bit || !survey->high))
		return CODING_TEXT;
	return survey->size[CODING_QUOTED] <= survey->size[CODING_LINES] ?
	    CODING_QUOTED : CODING_LINES;
}

const char *
coding_words(enum coding coding, bool high)
{
	switch (coding) {
	case CODING_QUOTED:
		return "quoted-printable";
	case CODING_LINES:
	case CODING_BASE64:
		return "base64";
	default:
		return high ? "8bit" : "7bit";
	}
}
