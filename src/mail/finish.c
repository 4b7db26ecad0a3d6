/* SPDX-License-Identifier: ISC */
/* Finished messages of other programs made ready for the wire: what is missing
 * is added, what must not travel is taken out, the rest stays as it is. */
#include <config.h>

#include "mail/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "mail/chars.h"
#include "mail/fields.h"
#include "mail/parts.h"

/* What the header told. */
struct header {
	const struct message_rules *rules;
	struct text out;
	char id[MESSAGE_ID_SIZE];
	bool has_date, has_id, has_from, has_to, has_mime, has_type;
	bool encoded;	/* a Content-Transfer-Encoding other than 7bit, 8bit */
	bool composite; /* multipart or message: its parts have encodings */
	struct text coding; /* Content-* of a body that may be re-encoded */
	struct address_list plain, resent; /* recipients */
	bool resent_open, resent_done;
	uint64_t body;	/* where it begins in the source */
	struct fault *why;
};

enum field_act {
	ACT_KEEP,
	ACT_DROP,
	ACT_DATE,
	ACT_ID,
	ACT_FROM,
	ACT_TO,	 /* a recipient that is shown */
	ACT_BCC, /* one that is not */
	ACT_MIME,
	ACT_TYPE,
	ACT_CODING
};

static const struct {
	const char *name;
	enum field_act act;
} acts[] = {
	{ "Date", ACT_DATE },
	{ "Message-ID", ACT_ID },
	{ "From", ACT_FROM },
	{ "To", ACT_TO },
	{ "Cc", ACT_TO },
	{ "Bcc", ACT_BCC },
	{ "Resent-To", ACT_TO },
	{ "Resent-Cc", ACT_TO },
	{ "Resent-Bcc", ACT_BCC },
	{ "Return-Path", ACT_DROP },
	{ "MIME-Version", ACT_MIME },
	{ "Content-Type", ACT_TYPE },
	{ "Content-Transfer-Encoding", ACT_CODING },
};

static enum field_act
act_for(const struct mail_field *field)
{
	size_t i;

	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (field_is(field, acts[i].name))
			return acts[i].act;
	return ACT_KEEP;
}

/* Recipients of the first block of Resent- fields go before all others
 * (RFC 5322 3.6.6: the latest block is on top). */
static bool
take_recipients(struct header *header, const struct mail_field *field)
{
	bool resent = chars_begin(field->name, field->name_len, "Resent-");
	struct address_list *list = resent ? &header->resent : &header->plain;
	struct text value;
	bool ok;

	if (header->rules->recipients == NULL ||
	    (resent && header->resent_done))
		return true;
	text_init(&value, 2 * HEADER_MAX);
	field_unfold(field, &value);
	ok = address_list_parse(list, value.at, value.len, header->why);
	text_clear(&value);
	return ok;
}

static void
note_block(struct header *header, const struct mail_field *field)
{
	if (chars_begin(field->name, field->name_len, "Resent-"))
		header->resent_open = true;
	else if (header->resent_open)
		header->resent_done = true;
}

static void
note_id(struct header *header, const struct mail_field *field)
{
	struct text value;

	text_init(&value, 2 * HEADER_MAX);
	field_unfold(field, &value);
	if (value.len > 0 && value.len < sizeof(header->id) &&
	    ascii_only(value.at, value.len)) {
		memcpy(header->id, value.at, value.len + 1);
		header->has_id = true;
	}
	text_clear(&value);
}

static void
note_content(struct header *header, const struct mail_field *field,
    enum field_act act)
{
	struct text value;

	text_init(&value, 2 * HEADER_MAX);
	field_unfold(field, &value);
	if (act == ACT_TYPE) {
		header->has_type = true;
		header->composite =
		    chars_begin(value.at, value.len, "multipart/") ||
		    chars_begin(value.at, value.len, "message/");
	} else {
		header->encoded = chars_find("7bit 8bit binary", 16,
		    value.at) == NULL;
	}
	text_clear(&value);
}

static bool
take_field(struct header *header, const struct mail_field *field)
{
	enum field_act act = act_for(field);
	bool *seen = act == ACT_DATE ? &header->has_date :
	    act == ACT_FROM ? &header->has_from :
	    act == ACT_TO ? &header->has_to : &header->has_mime;

	note_block(header, field);
	if ((act == ACT_TO || act == ACT_BCC) &&
	    !take_recipients(header, field))
		return false;
	if (act == ACT_ID)
		note_id(header, field);
	else if (act == ACT_TYPE || act == ACT_CODING)
		note_content(header, field, act);
	else if (act != ACT_KEEP && act != ACT_DROP && act != ACT_BCC)
		*seen = true;
	/* The encoding is written last, when it is known. */
	if (act == ACT_CODING)
		field_write(field, &header->coding);
	else if (act != ACT_DROP && act != ACT_BCC && act != ACT_ID)
		field_write(field, &header->out);
	return true;
}

/* Reads the block; a message whose first line is no field has none. */
static bool
read_header(struct header *header, const struct source *source)
{
	char *block = must_alloc(HEADER_MAX, 1);
	ssize_t n = source_read(source, 0, block, HEADER_MAX, header->why);
	struct field_reader reader = { 0 };
	struct mail_field field;
	bool ok = n >= 0;

	if (ok)
		field_reader_init(&reader, block, (size_t)n);
	while (ok && field_next(&reader, &field))
		ok = take_field(header, &field);
	if (ok && n == HEADER_MAX && !reader.complete)
		ok = fault_set(header->why, FAULT_DATA,
		    "the header of the message is longer than 256 KB");
	if (ok)
		header->body = reader.i;
	free(block);
	return ok;
}

static void
add_missing(struct header *header)
{
	const struct message_rules *rules = header->rules;
	const char *domain = rules->from == NULL ? "" :
	    address_domain(rules->from->spec);

	if (!header->has_date)
		header_date(&header->out, rules->date);
	if (!header->has_from && rules->from != NULL)
		header_addresses(&header->out, "From", rules->from, 1);
	if (!header->has_to)
		header_plain(&header->out, "To", "undisclosed-recipients:;");
	if (!header->has_id && rules->message_id != NULL)
		snprintf(header->id, sizeof(header->id), "%s",
		    rules->message_id);
	else if (!header->has_id)
		message_id_make(header->id, domain);
	header_plain(&header->out, "Message-ID", header->id);
}

/* Which encoding the body needs, and the fields that say so. */
static bool
choose_coding(struct header *header, const struct survey *survey,
    enum coding *coding)
{
	*coding = survey_choose(survey, !header->rules->seven_bit);
	if (*coding == CODING_TEXT) {
		text_add(&header->out, header->coding.at, header->coding.len);
		return true;
	}
	if (header->composite || header->encoded) {
		fault_set(header->why, FAULT_DATA, survey->long_line ?
		    "the message has lines of more than 998 bytes inside of "
		    "its parts" : "the message has 8-bit parts, and the server "
		    "takes only 7-bit ones");
		return fault_next(header->why, "The program that made it must "
		    "encode its parts (quoted-printable or base64).");
	}
	if (!header->has_mime)
		header_plain(&header->out, "MIME-Version", "1.0");
	if (!header->has_type)
		text_addf(&header->out, "Content-Type: text/plain; "
		    "charset=%s\r\n", survey->utf8 ? "utf-8" : "iso-8859-1");
	return header_plain(&header->out, "Content-Transfer-Encoding",
	    coding_words(*coding, false));
}

static struct message *
build(struct header *header, struct source *source)
{
	struct survey survey;
	enum coding coding;
	struct message *message;
	uint64_t limit = header->rules->limit;

	if (!read_header(header, source) ||
	    !source_survey(source, header->body, &survey, header->why))
		return NULL;
	add_missing(header);
	if (!choose_coding(header, &survey, &coding))
		return NULL;
	text_adds(&header->out, "\r\n");
	if (header->out.overflow) {
		fault_set(header->why, FAULT_DATA,
		    "the header of the message is too long");
		return NULL;
	}
	message = message_new();
	message_set(message, header->id, coding == CODING_TEXT && survey.high);
	message_add_text(message, &header->out);
	message_add_source(message, source, header->body, coding,
	    survey.size[coding]);
	if (limit > 0 && message_size(message) > limit) {
		message_too_large(source->len, message_size(message), limit,
		    header->why);
		message_free(message);
		return NULL;
	}
	return message;
}

/* Hands over what the header named: the block of Resent- fields when there is
 * one, else To, Cc and Bcc. */
static bool
give_recipients(struct header *header)
{
	struct address_list *into = header->rules->recipients;
	const struct address_list *from = header->resent.count > 0 ?
	    &header->resent : &header->plain;
	size_t i;

	for (i = 0; into != NULL && i < from->count; i++)
		if (!address_list_has(into, from->at[i].spec) &&
		    !address_list_add(into, &from->at[i], header->why))
			return false;
	return true;
}

static struct message *
finish(struct source *source, const struct message_rules *rules,
    struct fault *why)
{
	struct header header = { .rules = rules, .why = why };
	struct message *message;

	text_init(&header.out, 6 * HEADER_MAX);
	text_init(&header.coding, HEADER_MAX);
	if (rules->recipients != NULL)
		header.plain.bare = header.resent.bare =
		    rules->recipients->bare;
	message = build(&header, source);
	if (message != NULL && !give_recipients(&header)) {
		message_free(message);
		message = NULL;
	}
	text_clear(&header.out);
	text_clear(&header.coding);
	address_list_clear(&header.plain);
	address_list_clear(&header.resent);
	source_clear(source);
	return message;
}

struct message *
message_from_bytes(const char *bytes, size_t len,
    const struct message_rules *rules, struct fault *why)
{
	struct source source;

	source_from_bytes(&source, bytes, len);
	return finish(&source, rules, why);
}

struct message *
message_from_fd(int fd, const struct message_rules *rules, struct fault *why)
{
	struct source source;

	if (!source_from_fd(&source, fd, STANDARD_INPUT, rules->limit, why))
		return NULL;
	if (rules->length > 0 && rules->length < source.len)
		source.len = rules->length;
	return finish(&source, rules, why);
}
