/* SPDX-License-Identifier: ISC */
/* Reads header blocks of other programs and writes their fields clean. */
#include <config.h>

#include "mail/fields.h"

#include <string.h>

#include "mail/address.h"
#include "mail/chars.h"
#include "mail/header.h"
#include "mail/normalise.h"

/* The length of the line at i without its end; *next is behind the end (CRLF,
 * LF or CR). */
static size_t
line_at(const struct field_reader *reader, size_t i, size_t *next)
{
	size_t n = i;

	while (n < reader->len && reader->at[n] != '\r' &&
	    reader->at[n] != '\n')
		n++;
	*next = n;
	if (n < reader->len && reader->at[n] == '\r')
		(*next)++;
	if (*next < reader->len && reader->at[*next] == '\n')
		(*next)++;
	return n - i;
}

void
field_reader_init(struct field_reader *reader, const char *bytes, size_t len)
{
	size_t next;

	*reader = (struct field_reader){ .at = bytes, .len = len };
	line_at(reader, 0, &next);
	if (len >= 5 && memcmp(bytes, "From ", 5) == 0)
		reader->i = next;
	else if (len >= 6 && memcmp(bytes, ">From ", 6) == 0)
		reader->i = next;
}

/* "Name:" or "Name :" at the beginning of a line; 0 for no field, also when its
 * name alone is too long for a line. */
static size_t
name_length(const char *line, size_t len, size_t *colon)
{
	size_t n = 0;

	while (n < len && line[n] > ' ' && line[n] < 0x7f && line[n] != ':')
		n++;
	*colon = n;
	while (*colon < len && (line[*colon] == ' ' || line[*colon] == '\t'))
		(*colon)++;
	return *colon < len && line[*colon] == ':' && n < LINE_LIMIT ? n : 0;
}

bool
field_next(struct field_reader *reader, struct mail_field *field)
{
	const char *line = reader->at + reader->i;
	size_t next, colon, end;
	size_t len = line_at(reader, reader->i, &next);

	if (reader->i == reader->len)
		return false;
	field->name = line;
	field->name_len = name_length(line, len, &colon);
	if (field->name_len == 0) {
		reader->complete = true;
		if (len == 0)
			reader->i = next;
		return false;
	}
	field->value = line + colon + 1;
	end = reader->i + len;
	while (next < reader->len &&
	    (reader->at[next] == ' ' || reader->at[next] == '\t')) {
		size_t more = line_at(reader, next, &reader->i);

		end = next + more;
		next = reader->i;
	}
	field->value_len = (size_t)(reader->at + end - field->value);
	reader->i = next;
	return true;
}

bool
field_is(const struct mail_field *field, const char *name)
{
	return strlen(name) == field->name_len &&
	    chars_begin(field->name, field->name_len, name);
}

static void
add_latin1(struct text *out, char c)
{
	unsigned char byte = (unsigned char)c;

	if (byte < 0x80) {
		text_addc(out, c);
		return;
	}
	text_addc(out, (char)(0xc0 | byte >> 6));
	text_addc(out, (char)(0x80 | (byte & 0x3f)));
}

void
field_unfold(const struct mail_field *field, struct text *out)
{
	bool utf8 = utf8_is_valid(field->value, field->value_len);
	size_t i = 0;
	size_t start = out->len;

	while (i < field->value_len && char_is_blank(field->value[i]))
		i++;
	for (; i < field->value_len; i++) {
		char c = field->value[i];

		if (c == '\r' || c == '\n' || c == '\0')
			continue;
		if (char_is_control(c))
			c = ' ';
		if (utf8)
			text_addc(out, c);
		else
			add_latin1(out, c);
	}
	while (out->len > start && char_is_blank(out->at[out->len - 1]))
		out->at[--out->len] = '\0';
}

/* Fields whose value is a list of addresses. */
static bool
has_addresses(const struct mail_field *field)
{
	static const char *const names[] = { "From", "To", "Cc", "Bcc",
		"Sender", "Reply-To", "Resent-From", "Resent-To", "Resent-Cc",
		"Resent-Bcc", "Resent-Sender" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (field_is(field, names[i]))
			return true;
	return false;
}

/* Is nothing but the line ends to be changed? */
static bool
is_fit(const struct mail_field *field)
{
	size_t line = field->name_len + 1;
	size_t i;

	for (i = 0; i < field->value_len; i++) {
		char c = field->value[i];

		line = c == '\r' || c == '\n' ? 0 : line + 1;
		if (line > LINE_LIMIT || char_is_high(c))
			return false;
	}
	return true;
}

static void
write_as_is(const struct mail_field *field, struct text *out)
{
	struct normaliser state = { .line = 0 };
	char piece[2];
	size_t i;

	text_add(out, field->name, field->name_len);
	text_addc(out, ':');
	state.line = 1;
	for (i = 0; i < field->value_len; i++)
		text_add(out, piece,
		    normalise(&state, field->value + i, 1, piece));
	text_add(out, piece, normalise_end(&state, piece));
}

static bool
write_addresses(const char *name, const struct text *value, struct text *out)
{
	struct address_list list = { .bare = true };
	bool ok = address_list_parse(&list, value->at, value->len, NULL) &&
	    list.count > 0;

	if (ok)
		header_addresses(out, name, list.at, list.count);
	address_list_clear(&list);
	return ok;
}

void
field_write(const struct mail_field *field, struct text *out)
{
	struct text value, name;
	size_t i;

	if (is_fit(field)) {
		write_as_is(field, out);
		return;
	}
	text_init(&value, 2 * HEADER_MAX);
	text_init(&name, HEADER_MAX);
	field_unfold(field, &value);
	text_add(&name, field->name, field->name_len);
	if (chars_begin(name.at, name.len, "Content-"))
		/* Encoded words have no place in their parameters. */
		for (i = 0; i < value.len; i++)
			if (char_is_high(value.at[i]))
				value.at[i] = '_';
	if (!has_addresses(field) || !write_addresses(name.at, &value, out))
		header_text(out, name.at, value.at);
	text_clear(&value);
	text_clear(&name);
}
