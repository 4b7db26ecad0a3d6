/* SPDX-License-Identifier: ISC */
/* Header fields: what is refused, how non-ASCII is written, where they fold. */
#include <config.h>

#include "mail/header.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/moment.h"
#include "base/random.h"
#include "mail/chars.h"
#include "mail/normalise.h"

enum {
	WORD_LINE = 76,	    /* columns of a line with an encoded word */
	WORD_FRAME = 12,    /* "=?UTF-8?Q?" and "?=" */
	WORD_ROOM_MIN = 16, /* below this a new line is begun */
	LONG_WORD = 900	    /* what folding alone cannot help */
};

/* A field being written: the line end comes last. */
struct field {
	struct text *out;
	size_t column;
};

bool
utf8_is_valid(const char *bytes, size_t len)
{
	struct utf8 state = { .need = 0 };

	utf8_feed(&state, bytes, len);
	return !state.bad && state.need == 0;
}

bool
ascii_only(const char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (char_is_high(bytes[i]))
			return false;
	return true;
}

bool
header_is_safe(const char *what, const char *value, struct fault *why)
{
	size_t i;

	for (i = 0; value[i] != '\0'; i++) {
		if (!char_is_control(value[i]) || value[i] == '\t')
			continue;
		fault_set(why, FAULT_DATA, value[i] == '\r' || value[i] == '\n'
		    ? "%s has a line end at position %zu: it would become "
		    "another header field" :
		    "%s has a control character at position %zu", what, i + 1);
		return fault_next(why, "Write it on one line.");
	}
	if (!utf8_is_valid(value, strlen(value))) {
		fault_set(why, FAULT_DATA, "%s is not UTF-8", what);
		return fault_next(why, "Convert it, for example with iconv -f "
		    "latin1 -t utf-8.");
	}
	return true;
}

static void
put(struct field *field, const char *bytes, size_t len)
{
	text_add(field->out, bytes, len);
	field->column += len;
}

static void
fold(struct field *field)
{
	text_adds(field->out, "\r\n ");
	field->column = 1;
}

static void
begin(struct field *field, struct text *out, const char *name)
{
	*field = (struct field){ .out = out };
	put(field, name, strlen(name));
	put(field, ":", 1);
}

static bool
end(struct field *field)
{
	return text_adds(field->out, "\r\n");
}

/* May this byte stand as itself in a Q word, in a phrase too (RFC 2047 5)? */
static bool
is_q_plain(char c)
{
	return char_is_alnum(c) || (c != '\0' && strchr("!*+-/", c) != NULL);
}

static size_t
q_size(const char *bytes, size_t len)
{
	size_t size = 0;
	size_t i;

	for (i = 0; i < len; i++)
		size += is_q_plain(bytes[i]) || bytes[i] == ' ' ? 1 : 3;
	return size;
}

static size_t
b_size(size_t len)
{
	return (len + 2) / 3 * 4;
}

/* The most whole characters whose encoding fits into room. */
static size_t
fitting(const char *value, size_t len, bool q, size_t room)
{
	size_t taken = 0;

	while (taken < len) {
		size_t next = taken + 1;

		/* No more than a character has, so that what is not UTF-8
		 * comes to an end, too. */
		while (next < len && next - taken < 4 &&
		    ((unsigned char)value[next] & 0xc0) == 0x80)
			next++;
		if ((q ? q_size(value, next) : b_size(next)) > room)
			break;
		taken = next;
	}
	return taken;
}

static void
put_q(struct field *field, const char *bytes, size_t len)
{
	char hex[4];
	size_t i;

	for (i = 0; i < len; i++) {
		if (bytes[i] == ' ') {
			put(field, "_", 1);
		} else if (is_q_plain(bytes[i])) {
			put(field, bytes + i, 1);
		} else {
			snprintf(hex, sizeof(hex), "=%02X",
			    (unsigned char)bytes[i]);
			put(field, hex, 3);
		}
	}
}

/* Encoded words at the present column; blanks between words that stand side by
 * side are not shown (RFC 2047 6.2), so folding changes nothing. */
static void
put_words(struct field *field, const char *value, size_t len)
{
	bool q = q_size(value, len) <= b_size(len);

	while (len > 0) {
		size_t room, n;

		if (field->column + WORD_FRAME + WORD_ROOM_MIN > WORD_LINE)
			fold(field);
		room = WORD_LINE - field->column - WORD_FRAME;
		if (room > 75 - WORD_FRAME)
			room = 75 - WORD_FRAME;
		n = fitting(value, len, q, room);
		put(field, q ? "=?UTF-8?Q?" : "=?UTF-8?B?", 10);
		if (q) {
			put_q(field, value, n);
		} else {
			base64_add(field->out, value, n);
			field->column += b_size(n);
		}
		put(field, "?=", 2);
		value += n;
		len -= n;
		if (len > 0)
			fold(field);
	}
}

/* Plain words, folded where a blank is; blanks are kept as they are. */
static void
put_folded(struct field *field, const char *value)
{
	while (*value != '\0') {
		size_t blanks = strspn(value, " \t");
		size_t n = blanks + strcspn(value + blanks, " \t");

		/* A line of nothing but blanks is no continuation. */
		if (field->column + n > HEADER_LINE && field->column > 1 &&
		    blanks > 0 && n > blanks) {
			text_adds(field->out, "\r\n");
			field->column = 0;
		}
		put(field, value, n);
		value += n;
	}
}

/* Does plain text need encoding all the same: because it would be taken for an
 * encoded word, because no blank lets it be folded, or because blanks at its
 * ends would be lost? */
static bool
must_encode(const char *value)
{
	size_t len = strlen(value);
	const char *p = value;

	if (!ascii_only(value, len) || strstr(value, "=?") != NULL)
		return true;
	while (*p != '\0') {
		size_t blanks = strspn(p, " \t");
		size_t n = blanks + strcspn(p + blanks, " \t");

		if (n > LONG_WORD)
			return true;
		p += n;
	}
	return len > 0 && (char_is_blank(value[0]) ||
	    char_is_blank(value[len - 1]));
}

bool
header_text(struct text *out, const char *name, const char *value)
{
	struct field field;

	begin(&field, out, name);
	if (field.column < HEADER_LINE)
		put(&field, " ", 1);
	else
		fold(&field);
	if (must_encode(value))
		put_words(&field, value, strlen(value));
	else
		put_folded(&field, value);
	return end(&field);
}

bool
header_plain(struct text *out, const char *name, const char *value)
{
	return text_addf(out, "%s: %s\r\n", name, value);
}

bool
header_date(struct text *out, int64_t at)
{
	char words[MOMENT_SIZE];

	return header_plain(out, "Date", moment_mail(words, at));
}

static bool
is_phrase(const char *name)
{
	for (; *name != '\0'; name++)
		if (!char_is_atext(*name) && *name != ' ')
			return false;
	return true;
}

/* The name as it stands before <...>, with the blank behind it; none when it
 * has to be encoded. */
static void
plain_name(struct text *out, const char *name)
{
	if (*name == '\0' || must_encode(name))
		return;
	if (is_phrase(name)) {
		text_addf(out, "%s ", name);
		return;
	}
	text_addc(out, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			text_addc(out, '\\');
		text_addc(out, *name);
	}
	text_adds(out, "\" ");
}

static void
put_address(struct field *field, const struct address *one)
{
	struct text plain;
	bool encode = one->name[0] != '\0' && must_encode(one->name);

	text_init(&plain, 4096);
	plain_name(&plain, one->name);
	text_addf(&plain, one->name[0] != '\0' ? "<%s>" : "%s", one->spec);
	if (encode) {
		put(field, " ", 1);
		put_words(field, one->name, strlen(one->name));
	}
	if (field->column + 1 + plain.len > HEADER_LINE)
		fold(field);
	else
		put(field, " ", 1);
	put(field, plain.at, plain.len);
	text_clear(&plain);
}

bool
header_addresses(struct text *out, const char *name,
    const struct address *list, size_t count)
{
	struct field field;
	size_t i;

	begin(&field, out, name);
	for (i = 0; i < count; i++) {
		if (i > 0)
			put(&field, ",", 1);
		put_address(&field, &list[i]);
	}
	return end(&field);
}

static bool
is_token(const char *value)
{
	if (*value == '\0')
		return false;
	for (; *value != '\0'; value++)
		if (*value <= ' ' || char_is_high(*value) ||
		    strchr("()<>@,;:\\\"/[]?=%*'\x7f", *value) != NULL)
			return false;
	return true;
}

/* One continuation of an extended value (RFC 2231 3, 4.1); returns how much of
 * it was written. A line stays below 78 columns and no %XX is split. */
static size_t
extended_piece(struct text *out, const char *name, const char *value,
    int section)
{
	size_t used = 0;
	size_t columns;
	size_t before = out->len;

	if (section < 0)
		text_addf(out, ";\r\n %s*=", name);
	else
		text_addf(out, ";\r\n %s*%d*=", name, section);
	if (section <= 0)
		text_adds(out, "utf-8''");
	columns = out->len - before - 3;
	for (; value[used] != '\0' && columns < HEADER_LINE - 4; used++) {
		char c = value[used];

		if (char_is_alnum(c) || (c != '\0' && strchr("-._~", c))) {
			text_addc(out, c);
			columns++;
		} else {
			text_addf(out, "%%%02X", (unsigned char)c);
			columns += 3;
		}
	}
	return used;
}

bool
header_parameter(struct text *out, const char *name, const char *value)
{
	size_t len = strlen(value);
	size_t before = out->len;
	int section = 0;

	if (ascii_only(value, len) && len + strlen(name) < HEADER_LINE - 6) {
		if (is_token(value))
			return text_addf(out, ";\r\n %s=%s", name, value);
		text_addf(out, ";\r\n %s=\"", name);
		for (; *value != '\0'; value++) {
			if (*value == '"' || *value == '\\')
				text_addc(out, '\\');
			text_addc(out, *value);
		}
		return text_addc(out, '"');
	}
	if (extended_piece(out, name, value, -1) == len)
		return !out->overflow;
	out->len = before;
	out->at[before] = '\0';
	while (*value != '\0' && !out->overflow)
		value += extended_piece(out, name, value, section++);
	return !out->overflow;
}

static bool
is_public_domain(const char *domain)
{
	char spec[ADDRESS_SIZE];
	int n = snprintf(spec, sizeof(spec), "x@%s", domain);

	return n > 0 && n < (int)sizeof(spec) && domain[0] != '[' &&
	    strchr(domain, '.') != NULL &&
	    strncasecmp(domain, "localhost", 9) != 0 &&
	    address_check(spec, NULL);
}

const char *
message_id_make(char out[static MESSAGE_ID_SIZE], const char *domain)
{
	char unique[UUID_SIZE];

	snprintf(out, MESSAGE_ID_SIZE, "<%s@%s>", random_uuid(unique),
	    is_public_domain(domain) ? domain : "postfrank.invalid");
	return out;
}
