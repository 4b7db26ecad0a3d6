/* SPDX-License-Identifier: ISC */
/* Character classes of mail, the same in every locale. */
#ifndef MAIL_CHARS_H
#define MAIL_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline bool
char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
char_is_alnum(char c)
{
	return char_is_digit(c) || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* atext of RFC 5322 3.2.3. */
static inline bool
char_is_atext(char c)
{
	return char_is_alnum(c) ||
	    (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static inline bool
char_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool
char_is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

static inline bool
char_is_high(char c)
{
	return ((unsigned char)c & 0x80) != 0;
}

static inline char
char_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Does text begin with the words, without regard to case? */
static inline bool
chars_begin(const char *text, size_t len, const char *words)
{
	size_t i;

	for (i = 0; words[i] != '\0'; i++)
		if (i >= len || char_lower(text[i]) != char_lower(words[i]))
			return false;
	return true;
}

/* Where the words stand in the text without regard to case, or NULL. */
static inline const char *
chars_find(const char *text, size_t len, const char *words)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (chars_begin(text + i, len - i, words))
			return text + i;
	return NULL;
}

#endif
