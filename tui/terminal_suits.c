/* SPDX-License-Identifier: ISC */
/* Which terminal is it, and is it one for a full screen? */
#include <config.h>

#include "tui/terminal.h"

#include <curses.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <term.h>
#include <unistd.h>

#include "base/clean.h"
#include "tui/terminal_part.h"

static const char stand_in[] = "xterm-256color";

/* Terminals whose entry a small or old system does not have, and which all do
 * what an xterm does. Alone, or with "-" behind. */
static const char *const modern[] = { "xterm", "alacritty", "contour", "foot",
	"ghostty", "gnome", "iterm2", "kitty", "konsole", "mintty", "putty",
	"rio", "st", "vte", "wezterm" };

/* They swallow an offer to the clipboard, or print it. GNU screen would have to
 * be told to pass it on. */
static const char *const no_copy[] = { "ansi", "cons25", "eterm", "linux",
	"putty", "screen", "sun", "vt100", "vt102", "vt220", "vt320", "vt420",
	"vt520" };

static bool
is_one_of(const char *name, const char *const *names, size_t count)
{
	size_t i, len;

	for (i = 0; i < count; i++) {
		len = strlen(names[i]);
		if (strncmp(name, names[i], len) == 0 &&
		    (name[len] == '\0' || name[len] == '-' ||
			name[len] == '.'))
			return true;
	}
	return false;
}

/* A string of terminfo; NULL: it has none. */
static const char *
string_of(const char *capability)
{
	const char *at = tigetstr(capability);

	return at == NULL || at == (const char *)-1 || at[0] == '\0' ? NULL :
								       at;
}

static bool
is_known(const char *name)
{
	int found = 0;
	bool can;

	if (setupterm(name, STDOUT_FILENO, &found) != OK || found != 1)
		return false;
	can = string_of("cup") != NULL && string_of("clear") != NULL &&
	    tigetflag("hc") <= 0;
	del_curterm(cur_term);
	return can;
}

/* The way round for a terminal that does not suit. */
static bool
ask_plainly(struct fault *why)
{
	return fault_next(why, "answer the same questions line by line: "
	    "postfrank setup --plain");
}

bool
lingo_choose(struct lingo *lingo, struct fault *why)
{
	const char *term = getenv("TERM");
	char name[LINGO_NAME];

	memset(lingo, 0, sizeof(*lingo));
	if (term == NULL || term[0] == '\0') {
		fault_set(why, FAULT_USAGE, "TERM is not set, so that nobody "
		    "knows what this terminal can do");
		return ask_plainly(why);
	}
	if (strlen(term) < sizeof(lingo->name) && is_known(term)) {
		memcpy(lingo->name, term, strlen(term) + 1);
		return true;
	}
	if (!is_one_of(term, modern, sizeof(modern) / sizeof(modern[0])) ||
	    !is_known(stand_in)) {
		fault_set(why, FAULT_USAGE, "a terminal of the type \"%s\" is "
		    "unknown here or cannot show a full screen",
		    clean_string(name, sizeof(name), term));
		return ask_plainly(why);
	}
	memcpy(lingo->name, stand_in, sizeof(stand_in));
	return lingo->is_stand_in = true;
}

bool
terminal_suits(int in, int out, struct fault *why)
{
	struct stat from, to;
	struct lingo lingo;

	if (isatty(in) != 1 || isatty(out) != 1) {
		fault_set(why, FAULT_USAGE, "standard %s is no terminal",
		    isatty(in) != 1 ? "input" : "output");
		return ask_plainly(why);
	}
	if (fstat(in, &from) != 0 || fstat(out, &to) != 0 ||
	    from.st_rdev != to.st_rdev) {
		fault_set(why, FAULT_USAGE, "input and output are two "
		    "terminals, and a full screen needs one");
		return ask_plainly(why);
	}
	return lingo_choose(&lingo, why);
}

/* Without the pauses for terminals of the seventies ("$<5/>"). */
static void
take_string(char out[static LINGO_SEQUENCE], const char *capability)
{
	const char *at = string_of(capability);
	size_t len = 0;

	while (at != NULL && *at != '\0' && len + 1 < LINGO_SEQUENCE) {
		if (strncmp(at, "$<", 2) == 0 && strchr(at, '>') != NULL)
			at = strchr(at, '>') + 1;
		else
			out[len++] = *at++;
	}
	out[len] = '\0';
}

void
lingo_read(struct lingo *lingo)
{
	const char *move = string_of("cup"), *enter = string_of("smcup");

	lingo->is_ansi = move != NULL && strncmp(move, "\033[", 2) == 0;
	lingo->wraps = tigetflag("am") > 0;
	/* GNU screen has another screen only where it was told so. */
	lingo->is_slow_to_forget = enter != NULL &&
	    strncmp(lingo->name, "screen", 6) != 0;
	lingo->colours = tigetnum("colors");
	lingo->usual_rows = tigetnum("lines");
	lingo->usual_columns = tigetnum("cols");
	take_string(lingo->plain, "sgr0");
	take_string(lingo->cursor, "cnorm");
	take_string(lingo->leave, "rmcup");
}

void
lingo_teach(struct decoder *decoder)
{
	static const struct {
		const char *capability;
		enum stroke stroke;
	} rows[] = {
		{ "kcuu1", STROKE_UP },
		{ "kcud1", STROKE_DOWN },
		{ "kcub1", STROKE_LEFT },
		{ "kcuf1", STROKE_RIGHT },
		{ "khome", STROKE_HOME },
		{ "kend", STROKE_LINE_END },
		{ "kpp", STROKE_PAGE_UP },
		{ "knp", STROKE_PAGE_DOWN },
		{ "kdch1", STROKE_DELETE },
		{ "kcbt", STROKE_BACKTAB },
		{ "kent", STROKE_ENTER },
		{ "kf1", STROKE_HELP },
		{ "kf2", STROKE_STEPS },
	};
	const char *bytes;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bytes = string_of(rows[i].capability);
		if (bytes != NULL)
			decoder_learn(decoder, bytes, rows[i].stroke);
	}
}

bool
lingo_may_copy(const struct lingo *lingo)
{
	const char *term = getenv("TERM");

	return lingo->is_ansi && term != NULL &&
	    !is_one_of(term, no_copy, sizeof(no_copy) / sizeof(no_copy[0]));
}

/* The console's font may lack the blocks. */
bool
lingo_may_draw_code(void)
{
	static const char *const console[] = { "linux" };
	const char *term = getenv("TERM");

	return term != NULL && !is_one_of(term, console, 1);
}

bool
lingo_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
