/* SPDX-License-Identifier: ISC */
/* The line to the terminal as the kernel sees it: its modes and its size. */
#include <config.h>

#include "tui/terminal_part.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool
line_find(struct line *line, struct fault *why)
{
	if (tcgetattr(STDIN_FILENO, &line->found) != 0)
		return fault_set(why, FAULT_OS,
		    "cannot read the terminal's modes: %s", strerror(errno));
	line->raw = line->found;
	/* Every key comes at once and as it is, ^C and ^Z too, and CR is told
	 * apart from LF. */
	line->raw.c_iflag &= (tcflag_t) ~(BRKINT | ICRNL | IGNCR | INLCR |
	    INPCK | ISTRIP | IXON | PARMRK);
	line->raw.c_lflag &=
	    (tcflag_t) ~(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	/* Our bytes go out as they are; to curses XTABS says: no tabs. */
	line->raw.c_oflag &= (tcflag_t)~OPOST;
	line->raw.c_oflag |= XTABS;
	line->raw.c_cc[VMIN] = 1;
	line->raw.c_cc[VTIME] = 0;
	return true;
}

bool
line_take(const struct line *line)
{
	return tcsetattr(STDIN_FILENO, TCSANOW, &line->raw) == 0;
}

void
line_give_back(const struct line *line)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &line->found);
}

void
line_drop_keys(void)
{
	tcflush(STDIN_FILENO, TCIFLUSH);
}

static int
from_environment(const char *name, int otherwise)
{
	const char *value = getenv(name);
	long number = value != NULL ? strtol(value, NULL, 10) : 0;

	return number > 0 && number <= SCREEN_COLUMNS_MAX ? (int)number :
							    otherwise;
}

void
line_measure(const struct lingo *lingo, int *high, int *wide)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
	    size.ws_col > 0) {
		*high = size.ws_row;
		*wide = size.ws_col;
	} else {
		*high = from_environment("LINES", lingo->usual_rows);
		*wide = from_environment("COLUMNS", lingo->usual_columns);
	}
	if (*high < 1 || *wide < 1) {
		*high = 24;
		*wide = 80;
	}
	if (*high > SCREEN_ROWS_MAX)
		*high = SCREEN_ROWS_MAX;
	if (*wide > SCREEN_COLUMNS_MAX)
		*wide = SCREEN_COLUMNS_MAX;
}
