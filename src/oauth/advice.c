/* SPDX-License-Identifier: ISC */
/* Looking up what an error of the sign-in server means; the texts stand in the
 * advice_*.c tables. */
#include <config.h>

#include "oauth/advice.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "oauth/advice_rules.h"

static const struct advice_rules *const tables[] = { &advice_people,
	&advice_policy, &advice_app, &advice_request };

enum { TABLES = sizeof(tables) / sizeof(tables[0]), DIGITS_MAX = 9 };

/* For an error word that is in no table: what RFC 6749 5.2 leaves is a server
 * that says no in words of its own. */
static const struct advice no_word = {
	.meaning = "The sign-in server refused, in words that postfrank does "
		   "not know",
	.next = "Read what the server said, and show it to whoever runs that "
		"server",
	.step = "",
	.turn = TURN_YOU,
	.kind = FAULT_SETTINGS,
};

static const struct advice *
find_number(unsigned number)
{
	size_t t, r, n;

	for (t = 0; t < TABLES && number != 0; t++)
		for (r = 0; r < tables[t]->count; r++)
			for (n = 0; n < ADVICE_NUMBERS; n++)
				if (tables[t]->rule[r].numbers[n] == number)
					return &tables[t]->rule[r].advice;
	return NULL;
}

static const struct advice *
find_word(const char *word)
{
	size_t i;

	if (word == NULL || word[0] == '\0')
		return NULL;
	for (i = 0; i < advice_words.count; i++)
		if (strcasecmp(advice_words.rule[i].advice.word, word) == 0)
			return &advice_words.rule[i].advice;
	return NULL;
}

/* What the words alone say: a suberror is more exact than its error, but only
 * the error tells whether it may pass by itself. */
static const struct advice *
judge_words(const char *error, const char *suberror)
{
	const struct advice *of_error = find_word(error);
	const struct advice *of_suberror = find_word(suberror);

	if (of_error != NULL && of_error->kind == FAULT_LATER)
		return of_error;
	return of_suberror != NULL ? of_suberror : of_error;
}

struct advice
advice_for(const char *error, const char *suberror, unsigned number)
{
	const struct advice *words = judge_words(error, suberror);
	const struct advice *row = find_number(number);
	struct advice advice = words != NULL ? *words : no_word;
	bool row_waits;

	if (row == NULL) {
		advice.number = number;
		return advice;
	}
	row_waits = row->kind == FAULT_LATER;
	if (words != NULL && !row->firm &&
	    row_waits != (words->kind == FAULT_LATER)) {
		/* The number does not fit its word: it means something else
		 * by now, and the word is what is promised. */
		advice.number = number;
		return advice;
	}
	advice = *row;
	advice.number = number;
	return advice;
}

bool
advice_fault(struct fault *why, const char *error, const char *suberror,
    unsigned number)
{
	struct advice advice = advice_for(error, suberror, number);
	char url[64];

	if (why == NULL)
		return false;
	fault_set(why, advice.kind, "%s", advice.meaning);
	if (number != 0 && find_number(number) == NULL)
		fault_next(why, "%s. Microsoft's words for it: %s", advice.next,
		    advice_lookup_url(number, url, sizeof(url)));
	else
		fault_next(why, "%s.", advice.next);
	why->turn = advice.turn;
	why->recent = advice.recent;
	snprintf(why->step, sizeof(why->step), "%s", advice.step);
	if (number != 0)
		fault_code(why, "AADSTS%u", number);
	else if (error != NULL)
		fault_code(why, "%s", error);
	return false;
}

/* Digits at from, at most DIGITS_MAX; 0 when there are none or too many. */
static unsigned
read_digits(const char *from, size_t len, size_t *used)
{
	unsigned number = 0;
	size_t i;

	for (i = 0; i < len && isdigit((unsigned char)from[i]); i++)
		if (i < DIGITS_MAX)
			number = number * 10 + (unsigned)(from[i] - '0');
	*used = i;
	return i > 0 && i <= DIGITS_MAX ? number : 0;
}

/* The number right behind a mark that is looked for without regard to case. */
static unsigned
number_behind(const char *text, size_t len, const char *mark)
{
	size_t mark_len = strlen(mark), i, used;
	unsigned number;

	for (i = 0; i + mark_len < len; i++) {
		if (strncasecmp(text + i, mark, mark_len) != 0)
			continue;
		number = read_digits(text + i + mark_len, len - i - mark_len,
		    &used);
		if (number != 0)
			return number;
	}
	return 0;
}

unsigned
advice_number(const char *text, size_t len)
{
	static const char *const marks[] = { "AADSTS", "AADSTS ", "error?code=",
		"Error Code: ", "\"error_codes\":[" };
	unsigned number;
	size_t i, used;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		number = number_behind(text, len, marks[i]);
		if (number != 0)
			return number;
	}
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	while (len > 0 && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	number = read_digits(text, len, &used);
	return used == len && used >= 5 ? number : 0;
}

static bool
is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does the text hold the word, as a whole word? */
static bool
text_has_word(const char *text, size_t len, const char *word)
{
	size_t word_len = strlen(word), i;

	for (i = 0; i + word_len <= len; i++) {
		if (strncasecmp(text + i, word, word_len) != 0)
			continue;
		if ((i == 0 || !is_word_char(text[i - 1])) &&
		    (i + word_len == len || !is_word_char(text[i + word_len])))
			return true;
	}
	return false;
}

bool
advice_explain(const char *text, size_t len, struct advice *out)
{
	unsigned number = advice_number(text, len);
	const char *error = NULL;
	size_t i;

	for (i = 0; i < advice_words.count && error == NULL; i++)
		if (text_has_word(text, len, advice_words.rule[i].advice.word))
			error = advice_words.rule[i].advice.word;
	/* Somebody who asks about a number wants that number's row. */
	*out = find_number(number) != NULL ? advice_for(NULL, NULL, number)
					   : advice_for(error, NULL, number);
	return find_number(number) != NULL || error != NULL;
}

const char *
advice_lookup_url(unsigned number, char *out, size_t size)
{
	snprintf(out, size, "https://login.microsoftonline.com/error?code=%u",
	    number);
	return out;
}

const struct advice *
advice_row(size_t index)
{
	size_t t;

	for (t = 0; t < TABLES; t++) {
		if (index < tables[t]->count)
			return &tables[t]->rule[index].advice;
		index -= tables[t]->count;
	}
	return index < advice_words.count ? &advice_words.rule[index].advice
					  : NULL;
}
