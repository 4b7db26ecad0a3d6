/* SPDX-License-Identifier: ISC */
/* Reads addresses as header fields and people write them (RFC 5322 3.4 with the
 * obsolete forms of 4.4); what comes out has passed address_check(). */
#include <config.h>

#include "mail/address.h"

#include <stdio.h>
#include <string.h>

#include "mail/chars.h"
#include "mail/header.h"

/* Words gathered until it is known whether they name a person or are the part
 * before the @. */
struct words {
	char phrase[ADDRESS_NAME_SIZE]; /* unquoted, one blank between */
	char local[ADDRESS_SIZE];	/* as written, without blanks */
	char comment[ADDRESS_NAME_SIZE];
	size_t phrase_len;
	size_t local_len;
	size_t comment_len;
	size_t count;
	bool dotted; /* the last thing was a dot */
	bool apart;  /* two words side by side: no local part */
	bool gap;    /* blanks or a comment before what comes next */
	bool spilt;  /* local was too long */
};

struct scan {
	const char *at;
	size_t len;
	size_t i;
	struct fault *why;
};

static bool
more(const struct scan *scan)
{
	return scan->i < scan->len;
}

static bool
complain(struct scan *scan, const char *what)
{
	char near[41];

	snprintf(near, sizeof(near), "%.*s",
	    (int)(scan->len < 40 ? scan->len : 40), scan->at);
	fault_set(scan->why, FAULT_DATA, "cannot read the address \"%s%s\": %s "
	    "at position %zu", near, scan->len > 40 ? "..." : "", what,
	    scan->i + 1);
	return fault_next(scan->why,
	    "Write it like Alerts <alerts@contoso.example>.");
}

/* Adds to a bounded string what still fits; names may be cut. */
static void
add(char *out, size_t size, size_t *len, char c)
{
	if (*len + 1 >= size)
		return;
	out[(*len)++] = char_is_control(c) ? ' ' : c;
	out[*len] = '\0';
}

static void
add_local(struct words *words, char c)
{
	if (words->local_len + 1 >= sizeof(words->local))
		words->spilt = true;
	else
		words->local[words->local_len++] = c;
	words->local[words->local_len] = '\0';
}

/* Skips a comment, nested ones included; its text is kept as a name. */
static bool
skip_comment(struct scan *scan, struct words *words)
{
	size_t depth = 0;

	words->comment_len = 0;
	do {
		char c = scan->at[scan->i++];

		if (c == '\\' && more(scan))
			c = scan->at[scan->i++];
		else if (c == '(' && depth++ == 0)
			continue;
		else if (c == ')' && --depth == 0)
			return true;
		if (c != '\r' && c != '\n')
			add(words->comment, sizeof(words->comment),
			    &words->comment_len, c);
	} while (more(scan));
	return complain(scan, "a closing parenthesis is missing");
}

static bool
skip_blank(struct scan *scan, struct words *words)
{
	words->gap = false;
	while (more(scan)) {
		char c = scan->at[scan->i];

		if (c == '(') {
			if (!skip_comment(scan, words))
				return false;
		} else if (char_is_blank(c) || c == '\0') {
			scan->i++;
		} else {
			break;
		}
		words->gap = true;
	}
	return true;
}

static void
add_gap(struct words *words)
{
	if (words->gap && words->phrase_len > 0)
		add(words->phrase, sizeof(words->phrase), &words->phrase_len,
		    ' ');
}

static void
begin_word(struct words *words)
{
	add_gap(words);
	if (words->count > 0 && !words->dotted)
		words->apart = true;
	words->count++;
	words->dotted = false;
}

static bool
read_quoted(struct scan *scan, struct words *words)
{
	begin_word(words);
	add_local(words, '"');
	for (scan->i++; more(scan); scan->i++) {
		char c = scan->at[scan->i];

		if (c == '"') {
			scan->i++;
			add_local(words, c);
			return true;
		}
		if (c == '\r' || c == '\n')
			continue;
		if (c == '\\' && scan->i + 1 < scan->len) {
			add_local(words, c);
			c = scan->at[++scan->i];
		}
		add_local(words, c);
		add(words->phrase, sizeof(words->phrase), &words->phrase_len,
		    c);
	}
	return complain(scan, "a closing quotation mark is missing");
}

static void
read_atom(struct scan *scan, struct words *words)
{
	begin_word(words);
	while (more(scan)) {
		char c = scan->at[scan->i];

		if (!char_is_atext(c) && !char_is_high(c))
			break;
		add_local(words, c);
		add(words->phrase, sizeof(words->phrase), &words->phrase_len,
		    c);
		scan->i++;
	}
}

/* Words, dots and comments up to a special character or the end. */
static bool
read_words(struct scan *scan, struct words *words)
{
	while (skip_blank(scan, words)) {
		char c = more(scan) ? scan->at[scan->i] : '\0';

		if (c == '"') {
			if (!read_quoted(scan, words))
				return false;
		} else if (c == '.') {
			add_gap(words);
			add_local(words, c);
			add(words->phrase, sizeof(words->phrase),
			    &words->phrase_len, c);
			words->dotted = true;
			scan->i++;
		} else if (char_is_atext(c) || char_is_high(c)) {
			read_atom(scan, words);
		} else {
			return true;
		}
	}
	return false;
}

/* "@domain" behind the local part; spec is filled and checked. */
static bool
read_domain(struct scan *scan, struct words *words, struct address *out)
{
	struct words domain = { .count = 0 };
	int n;

	scan->i++;
	if (!skip_blank(scan, words))
		return false;
	if (more(scan) && scan->at[scan->i] == '[') {
		while (more(scan) && scan->at[scan->i] != ']')
			add_local(&domain, scan->at[scan->i++]);
		if (more(scan))
			add_local(&domain, scan->at[scan->i++]);
	} else if (!read_words(scan, &domain)) {
		return false;
	}
	if (domain.comment_len > 0)
		memcpy(words->comment, domain.comment, sizeof(words->comment));
	if (words->apart || domain.apart)
		return complain(scan, "there is a blank inside the address");
	n = snprintf(out->spec, sizeof(out->spec), "%s@%s", words->local,
	    domain.local);
	if (words->spilt || domain.spilt || n < 0 ||
	    (size_t)n >= sizeof(out->spec))
		return complain(scan, "it is longer than 254 characters");
	return address_check(out->spec, scan->why);
}

/* A name without a domain, where the list takes such. */
static bool
take_bare(struct scan *scan, const struct words *words, bool bare,
    struct address *out)
{
	char whole[ADDRESS_SIZE + 8];

	if (!bare || words->apart || words->local[0] == '"' || words->spilt)
		return complain(scan, "an @ is missing");
	/* It is completed later, and must be an address then. */
	snprintf(whole, sizeof(whole), "%s@b", words->local);
	if (!address_check(whole, NULL))
		return complain(scan, "a name without @ has only ASCII "
		    "letters, digits and single dots");
	memcpy(out->spec, words->local, words->local_len + 1);
	return true;
}

/* Old source routes, "@a,@b:", are passed over (RFC 5322 4.4). */
static bool
skip_route(struct scan *scan)
{
	if (!more(scan) || scan->at[scan->i] != '@')
		return true;
	while (more(scan) && scan->at[scan->i] != ':' &&
	    scan->at[scan->i] != '>')
		scan->i++;
	if (!more(scan) || scan->at[scan->i] != ':')
		return complain(scan, "nothing stands before the @");
	scan->i++;
	return true;
}

/* "<local@domain>" */
static bool
read_angle(struct scan *scan, bool bare, struct address *out)
{
	struct words words = { .count = 0 };

	scan->i++;
	if (!skip_blank(scan, &words) || !skip_route(scan) ||
	    !read_words(scan, &words))
		return false;
	if (more(scan) && scan->at[scan->i] == '@') {
		if (!read_domain(scan, &words, out))
			return false;
	} else if (words.count == 0) {
		return complain(scan, "there is nothing between < and >");
	} else if (!take_bare(scan, &words, bare, out)) {
		return false;
	}
	if (!skip_blank(scan, &words))
		return false;
	if (!more(scan) || scan->at[scan->i] != '>')
		return complain(scan, "a > is missing");
	scan->i++;
	return true;
}

/* A name that was cut may end in half a character, which goes; bytes that are
 * no UTF-8 at all become question marks. */
static void
set_name(struct address *out, const char *name)
{
	size_t len, back;

	snprintf(out->name, sizeof(out->name), "%s", name);
	len = strlen(out->name);
	for (back = 0; back < 4 && back <= len; back++)
		if (utf8_is_valid(out->name, len - back)) {
			out->name[len - back] = '\0';
			return;
		}
	for (back = 0; back < len; back++)
		if (char_is_high(out->name[back]))
			out->name[back] = '?';
}

/* What follows an address must be the end of its place in the list. */
static bool
end_place(struct scan *scan, struct words *words)
{
	if (!skip_blank(scan, words))
		return false;
	if (more(scan) && scan->at[scan->i] != ',' && scan->at[scan->i] != ';')
		return complain(scan, "a comma or the end was expected");
	return true;
}

/* One place of a list: *found is false for a group's name, which has none. */
static bool
read_place(struct scan *scan, bool bare, struct address *out, bool *found)
{
	struct words words = { .count = 0 };
	char c;

	memset(out, 0, sizeof(*out));
	*found = true;
	if (!read_words(scan, &words))
		return false;
	c = more(scan) ? scan->at[scan->i] : '\0';
	if (c == ':' && words.count > 0) {
		scan->i++;
		*found = false;
		return true;
	}
	if (c == '<') {
		set_name(out, words.phrase);
		return read_angle(scan, bare, out) && end_place(scan, &words);
	}
	if (c == '@') {
		if (!read_domain(scan, &words, out))
			return false;
	} else if (c != '\0' && c != ',' && c != ';') {
		return complain(scan, "this character needs quotes");
	} else if (!take_bare(scan, &words, bare, out)) {
		return false;
	}
	if (!end_place(scan, &words))
		return false;
	set_name(out, words.comment);
	return true;
}

bool
address_list_parse(struct address_list *list, const char *value, size_t len,
    struct fault *why)
{
	struct scan scan = { .at = value, .len = len, .why = why };
	struct words none = { .count = 0 };
	struct address one;
	bool found;

	if (len > ADDRESS_FIELD_MAX)
		return fault_set(why, FAULT_DATA,
		    "the list of addresses is longer than 256 KB");
	while (skip_blank(&scan, &none)) {
		if (!more(&scan))
			return true;
		if (scan.at[scan.i] == ',' || scan.at[scan.i] == ';') {
			scan.i++;
			continue;
		}
		if (!read_place(&scan, list->bare, &one, &found))
			return false;
		if (found && !address_list_add(list, &one, why))
			return false;
	}
	return false;
}

bool
address_parse(const char *text, struct address *out, struct fault *why)
{
	struct address_list list = { .count = 0 };
	bool ok = address_list_parse(&list, text, strlen(text), why);

	if (ok && list.count != 1) {
		ok = fault_set(why, FAULT_DATA, list.count == 0 ?
		    "the address is empty" :
		    "one address is wanted here, not %zu", list.count);
		fault_next(why, "Write it like alerts@contoso.example.");
	}
	if (ok && list.at != NULL)
		*out = list.at[0];
	address_list_clear(&list);
	return ok;
}
