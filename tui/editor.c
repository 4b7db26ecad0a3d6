/* SPDX-License-Identifier: ISC */
/* The line editor's text and cursor; what of it is visible: editor_view.c. */
#include <config.h>

#include "tui/editor.h"

#include <string.h>

#include "base/clean.h"
#include "tui/width.h"

void
editor_init(struct editor *editor, void (*tidy)(char *value))
{
	memset(editor, 0, sizeof(*editor));
	editor->max = EDITOR_SIZE - 1;
	editor->tidy = tidy;
}

void
editor_init_secret(struct editor *editor, size_t max)
{
	memset(editor, 0, sizeof(*editor));
	editor->is_secret = true;
	editor->max = max;
	secret_init(&editor->secret, max);
}

void
editor_clear(struct editor *editor)
{
	if (editor->is_secret)
		secret_clear(&editor->secret);
	else
		memset(editor->line, 0, sizeof(editor->line));
	editor->len = editor->cursor = editor->scroll = 0;
	editor->is_shown = false;
}

/* The bytes, until look_away(). */
static const char *
look(const struct editor *editor)
{
	return editor->is_secret ? secret_open(&editor->secret) : editor->line;
}

static void
look_away(const struct editor *editor)
{
	if (editor->is_secret)
		secret_close(&editor->secret);
}

/* What is taken out at a place, and what comes in. */
struct splice {
	size_t at;
	size_t drop;
	const char *bytes;
	size_t len;
};

static void
splice_line(struct editor *editor, const struct splice *splice)
{
	char *at = editor->line + splice->at;

	memmove(at + splice->len, at + splice->drop,
	    editor->len - splice->at - splice->drop + 1);
	if (splice->len > 0)
		memcpy(at, splice->bytes, splice->len);
}

/* A secret is rebuilt in guarded memory; the old one is wiped. */
static void
splice_secret(struct editor *editor, const struct splice *splice)
{
	const char *old = secret_open(&editor->secret);
	size_t rest = splice->at + splice->drop;
	struct secret fresh;

	secret_init(&fresh, editor->max);
	secret_add(&fresh, old, splice->at);
	secret_add(&fresh, splice->bytes, splice->len);
	secret_add(&fresh, old + rest, editor->len - rest);
	secret_close(&editor->secret);
	secret_take(&editor->secret, &fresh);
	secret_clear(&fresh);
}

static bool
splice_text(struct editor *editor, const struct splice *splice)
{
	if (splice->drop == 0 && splice->len == 0)
		return false;
	if (editor->is_secret)
		splice_secret(editor, splice);
	else
		splice_line(editor, splice);
	editor->len = editor->len - splice->drop + splice->len;
	editor->cursor = splice->at + splice->len;
	if (editor->scroll > editor->cursor)
		editor->scroll = editor->cursor;
	return true;
}

static bool
drop(struct editor *editor, size_t from, size_t to)
{
	struct splice splice = { from, to - from, "", 0 };

	return splice_text(editor, &splice);
}

bool
editor_set(struct editor *editor, const char *text)
{
	struct splice splice = { 0, editor->len, text, strlen(text) };

	if (editor->is_secret || splice.len > editor->max)
		return false;
	splice_text(editor, &splice);
	return true;
}

static size_t
before(const struct editor *editor)
{
	const char *bytes = look(editor);
	size_t at = editor->cursor;

	if (at > 0)
		at -= width_before(bytes, at);
	look_away(editor);
	return at;
}

static size_t
behind(const struct editor *editor)
{
	const char *bytes = look(editor);
	size_t at = editor->cursor;

	if (at < editor->len)
		at += width_next(bytes + at, editor->len - at);
	look_away(editor);
	return at;
}

/* Blanks before the cursor, and the word that they stand behind. */
static size_t
word_start(const struct editor *editor)
{
	const char *bytes = look(editor);
	size_t at = editor->cursor;

	if (editor->is_secret && !editor->is_shown)
		at = 0;
	while (at > 0 && bytes[at - 1] == ' ')
		at--;
	while (at > 0 && bytes[at - 1] != ' ')
		at--;
	look_away(editor);
	return at;
}

bool
editor_key(struct editor *editor, enum editor_key key)
{
	switch (key) {
	case EDITOR_LEFT:
		editor->cursor = before(editor);
		return false;
	case EDITOR_RIGHT:
		editor->cursor = behind(editor);
		return false;
	case EDITOR_HOME:
		editor->cursor = 0;
		return false;
	case EDITOR_END:
		editor->cursor = editor->len;
		return false;
	case EDITOR_BACKSPACE:
		return drop(editor, before(editor), editor->cursor);
	case EDITOR_DELETE:
		return drop(editor, editor->cursor, behind(editor));
	case EDITOR_KILL_BEFORE:
		return drop(editor, 0, editor->cursor);
	case EDITOR_KILL_WORD:
		return drop(editor, word_start(editor), editor->cursor);
	case EDITOR_KILL_AFTER:
		return drop(editor, editor->cursor, editor->len);
	default:
		return false;
	}
}

static bool
judge(const struct editor *editor, const char *bytes, size_t len,
    struct finding *found)
{
	size_t i;

	finding_clear(found);
	if (len > editor->max - editor->len)
		return finding_set(found, 0, "too long: at most %zu characters "
		    "fit here; nothing of it was taken", editor->max);
	if (!width_is_utf8(bytes, len))
		return finding_set(found, 0, "there is a character in it that "
		    "is no UTF-8; nothing of it was taken");
	for (i = 0; i < len; i++)
		if (bytes[i] == '\n' || bytes[i] == '\r')
			return finding_set(found, 0, "several lines were "
			    "pasted, one value is wanted; nothing of it was "
			    "taken");
	if (clean_has_control(bytes, len))
		return finding_set(found, 0, "there is a control character in "
		    "it; nothing of it was taken");
	return true;
}

bool
editor_insert(struct editor *editor, const char *bytes, size_t len,
    struct finding *found)
{
	struct splice splice = { editor->cursor, 0, bytes, len };

	if (!judge(editor, bytes, len, found))
		return false;
	splice_text(editor, &splice);
	return true;
}

bool
editor_paste(struct editor *editor, const char *bytes, size_t len,
    struct finding *found)
{
	char tidied[EDITOR_SIZE];
	size_t start;

	len = tidy_secret(bytes, len, &start);
	bytes += start;
	/* Only what will be taken anyway is tidied: a tidy may join lines. */
	if (!judge(editor, bytes, len, found))
		return false;
	if (editor->is_secret || editor->tidy == NULL)
		return editor_insert(editor, bytes, len, found);
	memcpy(tidied, bytes, len);
	tidied[len] = '\0';
	editor->tidy(tidied);
	return editor_insert(editor, tidied, strlen(tidied), found);
}

const char *
editor_text(const struct editor *editor)
{
	return editor->is_secret ? "" : editor->line;
}

void
editor_take(struct editor *editor, struct secret *into)
{
	secret_take(into, &editor->secret);
	secret_init(&editor->secret, editor->max);
	editor->len = editor->cursor = editor->scroll = 0;
}

void
editor_give(struct editor *editor, struct secret *from)
{
	secret_take(&editor->secret, from);
	editor->len = editor->cursor = editor->secret.len;
	editor->scroll = 0;
}

void
editor_show(struct editor *editor, bool is_shown)
{
	editor->is_shown = editor->is_secret && is_shown;
}
