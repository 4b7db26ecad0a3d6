/* SPDX-License-Identifier: ISC */
/* A letter becomes a message: its header fields, the encoding of its text, the
 * frame around its attachments (RFC 2045, RFC 2046 5.1, RFC 2183). */
#include <config.h>

#include "mail/compose.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/random.h"
#include "mail/chars.h"
#include "mail/encode.h"
#include "mail/parts.h"

static const struct {
	const char *extension;
	const char *type;
} media_types[] = {
	{ "7z", "application/x-7z-compressed" },
	{ "bz2", "application/x-bzip2" },
	{ "conf", "text/plain" },
	{ "csv", "text/csv" },
	{ "doc", "application/msword" },
	{ "docx", "application/vnd.openxmlformats-officedocument."
	    "wordprocessingml.document" },
	{ "gif", "image/gif" },
	{ "gz", "application/gzip" },
	{ "htm", "text/html" },
	{ "html", "text/html" },
	{ "ics", "text/calendar" },
	{ "jpeg", "image/jpeg" },
	{ "jpg", "image/jpeg" },
	{ "json", "application/json" },
	{ "log", "text/plain" },
	{ "md", "text/markdown" },
	{ "mp3", "audio/mpeg" },
	{ "mp4", "video/mp4" },
	{ "odp", "application/vnd.oasis.opendocument.presentation" },
	{ "ods", "application/vnd.oasis.opendocument.spreadsheet" },
	{ "odt", "application/vnd.oasis.opendocument.text" },
	{ "patch", "text/x-diff" },
	{ "pdf", "application/pdf" },
	{ "pem", "application/x-pem-file" },
	{ "png", "image/png" },
	{ "ppt", "application/vnd.ms-powerpoint" },
	{ "pptx", "application/vnd.openxmlformats-officedocument."
	    "presentationml.presentation" },
	{ "svg", "image/svg+xml" },
	{ "tar", "application/x-tar" },
	{ "tgz", "application/gzip" },
	{ "txt", "text/plain" },
	{ "wav", "audio/x-wav" },
	{ "webp", "image/webp" },
	{ "xls", "application/vnd.ms-excel" },
	{ "xlsx", "application/vnd.openxmlformats-officedocument."
	    "spreadsheetml.sheet" },
	{ "xml", "application/xml" },
	{ "xz", "application/x-xz" },
	{ "yaml", "text/plain" },
	{ "yml", "text/plain" },
	{ "zip", "application/zip" },
	{ "zst", "application/zstd" },
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

const char *
media_type(const char *path)
{
	const char *dot = strrchr(base_name(path), '.');
	size_t i;

	for (i = 0; dot != NULL &&
	    i < sizeof(media_types) / sizeof(media_types[0]); i++) {
		const char *extension = media_types[i].extension;

		if (chars_begin(dot + 1, strlen(dot + 1), extension) &&
		    strlen(dot + 1) == strlen(extension))
			return media_types[i].type;
	}
	return "application/octet-stream";
}

enum { SIZE_WORDS = 32 };

/* In the largest unit that it fills; part of a unit is added before it is cut
 * to whole ones: 0 rounds down, 2 to the nearest, 1 up. */
static const char *
size_words(char out[static SIZE_WORDS], uint64_t bytes, unsigned part)
{
	static const struct {
		uint64_t unit;
		const char *word;
	} units[] = { { 1024 * 1024, "MB" }, { 1024, "KB" }, { 1, "bytes" } };
	size_t i = 0;

	while (i < 2 && bytes < units[i].unit)
		i++;
	if (part > 0 && i < 2)
		bytes += units[i].unit / part - 1;
	snprintf(out, SIZE_WORDS, "%llu %s",
	    (unsigned long long)(bytes / units[i].unit), units[i].word);
	return out;
}

bool
message_too_large(uint64_t raw, uint64_t encoded, uint64_t limit,
    struct fault *why)
{
	char before[SIZE_WORDS], after[SIZE_WORDS], most[SIZE_WORDS];

	size_words(before, raw, 2);
	size_words(after, encoded, 2);
	size_words(most, limit, 0);
	/* Never "35 MB, your mailbox takes 35 MB". */
	if (strcmp(after, most) == 0)
		size_words(after, encoded, 1);
	if (raw == encoded || strcmp(before, after) == 0)
		fault_set(why, FAULT_DATA, "the message has %s, your mailbox "
		    "takes %s", after, most);
	else
		fault_set(why, FAULT_DATA, "%s becomes %s in a mail, your "
		    "mailbox takes %s", before, after, most);
	return fault_next(why, "Compress it, split it, or send a link.");
}

/* A message under construction. */
struct draft {
	const struct letter *letter;
	struct message *message;
	struct text head;  /* text in front of the next source */
	char boundary[48]; /* "" for a single part */
	uint64_t raw;	   /* bytes before any encoding */
	struct fault *why;
};

static bool
check_letter(const struct letter *letter, struct fault *why)
{
	size_t i;

	if (letter->subject != NULL &&
	    !header_is_safe("the subject", letter->subject, why))
		return false;
	if (letter->message_id != NULL &&
	    !header_is_safe("the Message-ID", letter->message_id, why))
		return false;
	if (!header_is_safe("the sender's name", letter->from->name, why) ||
	    !address_check(letter->from->spec, why))
		return false;
	for (i = 0; i < letter->file_count; i++)
		if (!header_is_safe("the name of an attachment",
		    base_name(letter->files[i]), why))
			return false;
	return true;
}

static void
add_recipients(struct text *head, const struct letter *letter)
{
	bool to = letter->to != NULL && letter->to->count > 0;
	bool cc = letter->cc != NULL && letter->cc->count > 0;

	if (to)
		header_addresses(head, "To", letter->to->at, letter->to->count);
	if (cc)
		header_addresses(head, "Cc", letter->cc->at, letter->cc->count);
	if (!to && !cc)
		header_plain(head, "To", "undisclosed-recipients:;");
}

static void
add_fields(struct draft *draft, const char *id)
{
	const struct letter *letter = draft->letter;
	struct text *head = &draft->head;

	header_date(head, letter->date);
	header_addresses(head, "From", letter->from, 1);
	add_recipients(head, letter);
	if (letter->subject != NULL)
		header_text(head, "Subject", letter->subject);
	header_plain(head, "Message-ID", id);
	if (letter->auto_submitted)
		header_plain(head, "Auto-Submitted", "auto-generated");
	header_plain(head, "MIME-Version", "1.0");
	if (draft->boundary[0] == '\0')
		return;
	text_adds(head, "Content-Type: multipart/mixed");
	header_parameter(head, "boundary", draft->boundary);
	text_addf(head, "\r\n\r\n--%s\r\n", draft->boundary);
}

static bool
open_body(const struct letter *letter, struct source *source,
    struct fault *why)
{
	if (letter->body == NULL)
		return source_from_fd(source, letter->body_fd, STANDARD_INPUT,
		    letter->limit, why);
	source_from_bytes(source, letter->body, letter->body_len);
	return true;
}

/* The text part. It never needs 8BITMIME, so that it fits every next hop. */
static bool
add_body(struct draft *draft)
{
	struct source source;
	struct survey survey;
	enum coding coding;

	if (!open_body(draft->letter, &source, draft->why))
		return false;
	if (!source_survey(&source, 0, &survey, draft->why)) {
		source_clear(&source);
		return false;
	}
	coding = survey_choose(&survey, false);
	draft->raw += source.len;
	text_addf(&draft->head, "Content-Type: text/plain; charset=%s\r\n"
	    "Content-Transfer-Encoding: %s\r\n\r\n",
	    survey.utf8 ? "utf-8" : "iso-8859-1", coding_words(coding, false));
	message_add_text(draft->message, &draft->head);
	message_add_source(draft->message, &source, 0, coding,
	    survey.size[coding]);
	return true;
}

static bool
open_file(const struct letter *letter, size_t index, struct source *source,
    struct fault *why)
{
	const char *path = letter->files[index];
	bool opened = letter->file_fds != NULL;
	int fd = opened ? letter->file_fds[index] :
	    message_open_file(path, why);
	bool good = fd >= 0 &&
	    source_from_fd(source, fd, path, letter->limit, why);

	if (!opened && fd >= 0)
		close(fd);
	return good;
}

static bool
add_file(struct draft *draft, size_t index)
{
	const char *path = draft->letter->files[index];
	struct text *head = &draft->head;
	struct source source;

	if (!open_file(draft->letter, index, &source, draft->why))
		return false;
	text_addf(head, "\r\n--%s\r\nContent-Type: %s\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment", draft->boundary,
	    media_type(path));
	header_parameter(head, "filename", base_name(path));
	text_adds(head, "\r\n\r\n");
	message_add_text(draft->message, head);
	draft->raw += source.len;
	message_add_source(draft->message, &source, 0, CODING_BASE64,
	    base64_size(source.len));
	return true;
}

static bool
build(struct draft *draft, const char *id)
{
	const struct letter *letter = draft->letter;
	uint64_t size;
	size_t i;

	add_fields(draft, id);
	if (!add_body(draft))
		return false;
	for (i = 0; i < letter->file_count; i++)
		if (!add_file(draft, i))
			return false;
	if (letter->file_count > 0) {
		text_addf(&draft->head, "\r\n--%s--\r\n", draft->boundary);
		message_add_text(draft->message, &draft->head);
	}
	if (draft->head.overflow)
		return fault_set(draft->why, FAULT_DATA,
		    "the header of the message is too long");
	size = message_size(draft->message);
	if (letter->limit > 0 && size > letter->limit)
		return message_too_large(draft->raw, size, letter->limit,
		    draft->why);
	return true;
}

struct message *
message_compose(const struct letter *letter, struct fault *why)
{
	struct draft draft = { .letter = letter, .why = why };
	char unique[UUID_SIZE], id[MESSAGE_ID_SIZE];

	if (!check_letter(letter, why))
		return NULL;
	text_init(&draft.head, HEADER_MAX * 4);
	draft.message = message_new();
	if (letter->file_count > 0)
		snprintf(draft.boundary, sizeof(draft.boundary), "=_%s",
		    random_uuid(unique));
	if (letter->message_id == NULL)
		message_id_make(id, address_domain(letter->from->spec));
	else
		snprintf(id, sizeof(id), "%s", letter->message_id);
	message_set(draft.message, id, false);
	if (!build(&draft, id)) {
		message_free(draft.message);
		draft.message = NULL;
	}
	text_clear(&draft.head);
	return draft.message;
}
