/* SPDX-License-Identifier: ISC */
/* Pieces of SMTP text; see the header. */
#include <config.h>

#include "tests/tenant/smtp_parse.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Copies len bytes and a NUL; false when they do not fit. */
static bool
copy_span(char *out, size_t size, const char *from, size_t len)
{
	if (len >= size)
		return false;
	memcpy(out, from, len);
	out[len] = '\0';
	return true;
}

/* The end of <...>, minding a quoted local part; NULL when there is none. */
static const char *
find_bracket(const char *from)
{
	bool quoted = false;

	for (; *from != '\0'; from++) {
		if (*from == '\\' && from[1] != '\0')
			from++;
		else if (*from == '"')
			quoted = !quoted;
		else if (*from == '>' && !quoted)
			return from;
	}
	return NULL;
}

bool
smtp_path_parse(struct smtp_path *path, const char *keyword, const char *from)
{
	size_t len = strlen(keyword);
	const char *end;

	*path = (struct smtp_path){ 0 };
	if (strncasecmp(from, keyword, len) != 0 || from[len] != ':')
		return false;
	from += len + 1;
	path->blank_after_colon = *from == ' ';
	from += strspn(from, " ");
	if (*from != '<')
		return false;
	end = find_bracket(++from);
	if (end == NULL ||
	    !copy_span(path->address, sizeof(path->address), from,
		(size_t)(end - from)))
		return false;
	from = end + 1;
	if (*from != '\0' && *from != ' ')
		return false;
	from += strspn(from, " ");
	return copy_span(path->parameters, sizeof(path->parameters), from,
	    strlen(from));
}

bool
smtp_parameter(const struct smtp_path *path, const char *name, char *out,
    size_t size)
{
	const char *at = path->parameters;
	size_t name_len = strlen(name);

	while (*at != '\0') {
		size_t len = strcspn(at, " ");
		size_t key = strcspn(at, "= ");

		if (key == name_len && strncasecmp(at, name, key) == 0) {
			if (key == len)
				return copy_span(out, size, "", 0);
			return copy_span(out, size, at + key + 1,
			    len - key - 1);
		}
		at += len;
		at += strspn(at, " ");
	}
	return false;
}

bool
smtp_domain_is_valid(const char *domain)
{
	size_t len = strlen(domain);

	if (len == 0 || len > 255)
		return false;
	if (domain[0] == '[')
		return len > 2 && domain[len - 1] == ']' &&
		    strspn(domain + 1, "0123456789abcdefABCDEFIPv:.") ==
		    len - 2;
	for (; *domain != '\0'; domain++)
		if (!isalnum((unsigned char)*domain) && *domain != '-' &&
		    *domain != '.')
			return false;
	return true;
}

/* The end of the line that begins at at: behind its LF, or end. */
static const char *
next_line(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));

	return feed == NULL ? end : feed + 1;
}

/* Adds one line of a folded field without its line end. */
static size_t
add_line(char *out, size_t size, size_t used, const char *at, const char *end)
{
	for (; at < end && used + 1 < size; at++)
		if (*at != '\r' && *at != '\n')
			out[used++] = *at;
	return used;
}

bool
smtp_header_value(const char *message, size_t len, const char *name, char *out,
    size_t size)
{
	const char *end = message + len;
	size_t name_len = strlen(name);
	size_t used = 0;
	bool found = false;

	for (const char *at = message, *next; at < end; at = next) {
		next = next_line(at, end);
		if (*at == '\r' || *at == '\n')
			break;
		if (found && *at != ' ' && *at != '\t')
			break;
		if (found) {
			used = add_line(out, size, used, at, next);
			continue;
		}
		found = (size_t)(next - at) > name_len &&
		    strncasecmp(at, name, name_len) == 0 &&
		    at[name_len] == ':';
		if (found)
			used = add_line(out, size, used, at + name_len + 1,
			    next);
	}
	out[used] = '\0';
	return found;
}

bool
smtp_header_address(const char *message, size_t len, const char *name,
    char out[static SMTP_ADDRESS_SIZE])
{
	char value[4096];
	char *from = value;
	const char *bracket;
	size_t n = 0;

	if (!smtp_header_value(message, len, name, value, sizeof(value)))
		return false;
	bracket = strrchr(value, '<');
	if (bracket != NULL)
		from = value + (bracket - value) + 1;
	from += strspn(from, " \t");
	n = strcspn(from, "> \t,;");
	for (size_t i = 0; i < n; i++)
		from[i] = (char)tolower((unsigned char)from[i]);
	return memchr(from, '@', n) != NULL &&
	    copy_span(out, SMTP_ADDRESS_SIZE, from, n);
}

bool
smtp_bearer_parse(struct smtp_bearer *bearer, const char *bytes, size_t len)
{
	static const char scheme[] = "auth=Bearer ";
	const char *end = bytes + len;
	const char *mark;

	*bearer = (struct smtp_bearer){ 0 };
	if (len < 5 || memcmp(bytes, "user=", 5) != 0)
		return false;
	bytes += 5;
	mark = memchr(bytes, 1, (size_t)(end - bytes));
	if (mark == NULL ||
	    !copy_span(bearer->user, sizeof(bearer->user), bytes,
		(size_t)(mark - bytes)))
		return false;
	bytes = mark + 1;
	len = (size_t)(end - bytes);
	if (len < sizeof(scheme) - 1 + 2 ||
	    strncasecmp(bytes, scheme, sizeof(scheme) - 1) != 0 ||
	    end[-1] != 1 || end[-2] != 1)
		return false;
	bytes += sizeof(scheme) - 1;
	return copy_span(bearer->token, sizeof(bearer->token), bytes,
	    (size_t)(end - 2 - bytes));
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of one character, -1 for none. */
static int
base64_value(char c)
{
	const char *at = c == '\0' ? NULL : strchr(alphabet, c);

	return at == NULL ? -1 : (int)(at - alphabet);
}

bool
smtp_base64_decode(unsigned char *out, size_t *out_len, const char *from,
    size_t len)
{
	size_t pad = 0;
	uint32_t group = 0;

	*out_len = 0;
	if (len == 0 || len % 4 != 0)
		return false;
	while (pad < 2 && from[len - 1 - pad] == '=')
		pad++;
	for (size_t i = 0; i < len; i++) {
		int value = i >= len - pad ? 0 : base64_value(from[i]);

		if (value < 0)
			return false;
		group = group << 6 | (uint32_t)value;
		if (i % 4 != 3)
			continue;
		out[(*out_len)++] = (unsigned char)(group >> 16);
		out[(*out_len)++] = (unsigned char)(group >> 8);
		out[(*out_len)++] = (unsigned char)group;
		group = 0;
	}
	*out_len -= pad;
	return true;
}

void
smtp_base64_encode(char *out, const unsigned char *from, size_t len)
{
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t group = (uint32_t)from[i] << 16;

		if (n > 1)
			group |= (uint32_t)from[i + 1] << 8;
		if (n > 2)
			group |= from[i + 2];
		*out++ = alphabet[group >> 18];
		*out++ = alphabet[group >> 12 & 63];
		*out++ = n > 1 ? alphabet[group >> 6 & 63] : '=';
		*out++ = n > 2 ? alphabet[group & 63] : '=';
	}
	*out = '\0';
}
