/* SPDX-License-Identifier: ISC */
/* What a prompt prints: texts that are wrapped, values alone on their line.
 * Reads nothing. */
#include <config.h>

#include "setup/prompt.h"

#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/file.h"
#include "base/text.h"
#include "setup/wrap.h"

enum { SAY_MAX = 16384 };

void
prompt_print(struct prompt *prompt, const char *bytes, size_t len)
{
	if (!prompt->is_broken && !write_all(prompt->out, bytes, len))
		prompt->is_broken = true;
}

/* As wide as the terminal is, within reason, so that no word is broken. */
static size_t
columns(const struct prompt *prompt)
{
	struct winsize size;

	if (ioctl(prompt->out, TIOCGWINSZ, &size) != 0 ||
	    size.ws_col > PROMPT_COLUMNS || size.ws_col == 0)
		return PROMPT_COLUMNS;
	return size.ws_col < PROMPT_COLUMNS_MIN ? PROMPT_COLUMNS_MIN
						: size.ws_col;
}

void
prompt_say(struct prompt *prompt, const char *format, ...)
{
	struct text raw, wrapped;
	va_list args;

	prompt_forget(prompt);
	text_init(&raw, SAY_MAX);
	text_init(&wrapped, SAY_MAX * 2);
	va_start(args, format);
	text_addv(&raw, format, args);
	va_end(args);
	wrap_text(raw.at, columns(prompt), 0, &wrapped);
	prompt_print(prompt, wrapped.at, wrapped.len);
	text_clear(&raw);
	text_clear(&wrapped);
}

void
prompt_carry(struct prompt *prompt, const char *value)
{
	prompt_forget(prompt);
	prompt_print(prompt, value, strlen(value));
	prompt_print(prompt, "\n", 1);
}

void
prompt_fault(struct prompt *prompt, const struct fault *why)
{
	prompt_say(prompt, "Error: %s%s%s%s.", why->what,
	    why->code[0] != '\0' ? " (" : "", why->code,
	    why->code[0] != '\0' ? ")" : "");
	if (why->server[0] != '\0')
		prompt_say(prompt, "Server said: %s", why->server);
	if (why->next[0] != '\0')
		prompt_say(prompt, "%s%s", turn_words(why->turn), why->next);
}
