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
	prompt->has_printed = true;
}

/* As wide as the terminal is, within reason, so that no word is broken. */
size_t
prompt_columns(const struct prompt *prompt)
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
	wrap_text(raw.at, prompt_columns(prompt), 0, &wrapped);
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
prompt_words(struct prompt *prompt, const char *words)
{
	struct text wrapped;

	if (words[0] == '\0')
		return;
	text_init(&wrapped, SAY_MAX);
	/* One column stays for the cursor behind the last blank. */
	wrap_text(words, prompt_columns(prompt) - 1, 0, &wrapped);
	if (wrapped.len > 0)
		wrapped.at[wrapped.len - 1] = ' ';
	prompt_print(prompt, wrapped.at, wrapped.len);
	text_clear(&wrapped);
}

void
prompt_spell(struct prompt *prompt, const char *code)
{
	struct text spelled;
	size_t i;

	text_init(&spelled, SAY_MAX);
	for (i = 0; code[i] != '\0'; i++) {
		text_adds(&spelled, i > 0 ? ", " : "");
		if (code[i] == '-')
			text_adds(&spelled, "dash");
		else
			text_addc(&spelled, code[i]);
	}
	prompt_say(prompt, "%s.", spelled.at);
	text_clear(&spelled);
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
