/* SPDX-License-Identifier: ISC */
/* Plays a person at a plain terminal: starts a command on a pty, waits for what
 * it prints, and types. For flow tests; the full screen has its own.
 *
 *	typist TRANSCRIPT COMMAND ARGUMENT... < SCRIPT
 *
 * The script, a line each; a missing text within WAIT_SECONDS ends it with 99:
 *	wait TEXT	until TEXT is printed (after what was waited for last);
 *			a blank within it is any white space, so that it does
 *			not matter how wide the terminal is
 *	type TEXT	TEXT and Enter
 *	keys TEXT	TEXT alone; \xNN is a byte
 *	file PATH	what PATH holds, and Enter
 *	line PREFIX PATH	the last whole line so far that begins with
 *			PREFIX goes to PATH
 *	run COMMAND	by the shell, waited for
 *	stty		adds "stty: icanon echo" (or -icanon, -echo) to the
 *			transcript, as the terminal is now
 *	kill NUMBER	a signal to the command
 *	gone		waits until it has ended
 *	hangup		the terminal goes away
 * At the end of the script it waits for the command and exits as it does; 128
 * and the signal when it was killed. The terminal has 24 rows and 80 columns, or
 * those of TYPIST_SIZE ("12x40").
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { WAIT_SECONDS = 60, HELD_MAX = 1 << 20, FAILED = 99 };

static struct {
	pid_t pid;
	int master;
	FILE *transcript;
	char held[HELD_MAX]; /* all that was printed */
	size_t len;
	size_t seen; /* up to where it was waited for */
} at;

_Noreturn static void
give_up(const char *what, const char *which)
{
	fprintf(stderr, "typist: %s: %s\n", what, which);
	fflush(at.transcript);
	kill(at.pid, SIGKILL);
	exit(FAILED);
}

static struct winsize
wanted_size(void)
{
	const char *wanted = getenv("TYPIST_SIZE");
	unsigned short rows, columns;

	if (wanted == NULL)
		return (struct winsize){ .ws_row = 24, .ws_col = 80 };
	if (sscanf(wanted, "%hux%hu", &rows, &columns) != 2)
		give_up("no size", wanted);
	return (struct winsize){ .ws_row = rows, .ws_col = columns };
}

static void
start(char **argv)
{
	struct winsize size = wanted_size();
	int slave;

	at.master = posix_openpt(O_RDWR | O_NOCTTY);
	if (at.master < 0 || grantpt(at.master) != 0 ||
	    unlockpt(at.master) != 0)
		give_up("no terminal", strerror(errno));
	slave = open(ptsname(at.master), O_RDWR | O_NOCTTY);
	ioctl(slave, TIOCSWINSZ, &size);
	at.pid = fork();
	if (at.pid == 0) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		dup2(slave, 0);
		dup2(slave, 1);
		dup2(slave, 2);
		close(slave);
		close(at.master);
		execv(argv[0], argv);
		_exit(127);
	}
	close(slave);
}

/* Takes in what is printed; false: the command has closed its side. */
static bool
take(int timeout_ms)
{
	struct pollfd fd = { at.master, POLLIN, 0 };
	ssize_t got;

	if (at.master < 0 || poll(&fd, 1, timeout_ms) <= 0)
		return false;
	if (at.len == HELD_MAX - 1)
		give_up("too much was printed", "");
	got = read(at.master, at.held + at.len, HELD_MAX - 1 - at.len);
	if (got <= 0)
		return false;
	fwrite(at.held + at.len, 1, (size_t)got, at.transcript);
	fflush(at.transcript);
	at.len += (size_t)got;
	at.held[at.len] = '\0';
	return true;
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\r' || c == '\n';
}

/* Where text ends that is printed from here on; NULL: it is not. A blank at its
 * end is one. */
static const char *
match(const char *here, const char *text)
{
	bool is_inner;

	for (; *text != '\0'; text++) {
		is_inner = *text == ' ' && text[1] != '\0';
		if (is_inner ? !is_white(*here) : *here != *text)
			return NULL;
		here++;
		while (is_inner && is_white(*here))
			here++;
	}
	return here;
}

static void
wait_for(const char *text)
{
	const char *from = at.held + at.seen, *end = NULL;

	for (;;) {
		for (; *from != '\0' && end == NULL; from++)
			end = match(from, text);
		if (end != NULL)
			break;
		if (!take(WAIT_SECONDS * 1000))
			give_up("this never came", text);
		from = at.held + at.seen;
	}
	at.seen = (size_t)(end - at.held);
}

/* While the terminal takes nothing more, what is printed must be read. */
static void
type_bytes(const char *bytes, size_t len)
{
	struct pollfd fd = { at.master, POLLIN | POLLOUT, 0 };
	ssize_t put;

	while (len > 0) {
		if (poll(&fd, 1, WAIT_SECONDS * 1000) <= 0)
			give_up("cannot type", bytes);
		if ((fd.revents & POLLIN) != 0)
			take(0);
		if ((fd.revents & POLLOUT) == 0)
			continue;
		put = write(at.master, bytes, len > 256 ? 256 : len);
		if (put < 0)
			give_up("cannot type", strerror(errno));
		bytes += put;
		len -= (size_t)put;
	}
}

static void
type_keys(const char *text)
{
	char byte;

	for (; *text != '\0'; text++) {
		byte = *text;
		if (text[0] == '\\' && text[1] == 'x' && text[2] != '\0' &&
		    text[3] != '\0') {
			char hex[3] = { text[2], text[3], '\0' };

			byte = (char)strtoul(hex, NULL, 16);
			text += 3;
		}
		type_bytes(&byte, 1);
	}
}

static void
type_file(const char *path)
{
	static char bytes[HELD_MAX];
	FILE *file = fopen(path, "r");
	size_t len;

	if (file == NULL)
		give_up("cannot read", path);
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	while (len > 0 && bytes[len - 1] == '\n')
		len--;
	type_bytes(bytes, len);
	type_bytes("\r", 1);
}

static void
save_line(char *arguments)
{
	char *path = strchr(arguments, ' ');
	const char *line = at.held, *found = NULL, *end;
	size_t len;
	FILE *file;

	if (path == NULL)
		give_up("line wants a prefix and a path", arguments);
	*path++ = '\0';
	len = strlen(arguments);
	for (;;) {
		end = strchr(line, '\n');
		if (end == NULL)
			break;
		if (strncmp(line, arguments, len) == 0)
			found = line;
		line = end + 1;
	}
	file = fopen(path, "w");
	if (found == NULL || file == NULL)
		give_up("no such line, or no such file", arguments);
	fprintf(file, "%.*s\n", (int)strcspn(found, "\r\n"), found);
	fclose(file);
}

static void
tell_modes(void)
{
	struct termios modes;

	if (tcgetattr(at.master, &modes) != 0)
		give_up("no modes", strerror(errno));
	fprintf(at.transcript, "stty: %sicanon %secho\n",
	    (modes.c_lflag & ICANON) != 0 ? "" : "-",
	    (modes.c_lflag & ECHO) != 0 ? "" : "-");
}

static void
hang_up(void)
{
	close(at.master);
	at.master = -1;
}

static void
obey(char *line)
{
	char *rest = line + strcspn(line, " ");
	siginfo_t info;

	if (*rest != '\0')
		*rest++ = '\0';
	if (strcmp(line, "wait") == 0) {
		wait_for(rest);
	} else if (strcmp(line, "type") == 0) {
		type_bytes(rest, strlen(rest));
		type_bytes("\r", 1);
	} else if (strcmp(line, "keys") == 0) {
		type_keys(rest);
	} else if (strcmp(line, "file") == 0) {
		type_file(rest);
	} else if (strcmp(line, "line") == 0) {
		save_line(rest);
	} else if (strcmp(line, "run") == 0) {
		if (system(rest) != 0)
			give_up("did not end well", rest);
	} else if (strcmp(line, "stty") == 0) {
		tell_modes();
	} else if (strcmp(line, "kill") == 0) {
		kill(at.pid, (int)strtol(rest, NULL, 10));
	} else if (strcmp(line, "gone") == 0) {
		waitid(P_PID, (id_t)at.pid, &info, WEXITED | WNOWAIT);
	} else if (strcmp(line, "hangup") == 0) {
		hang_up();
	} else if (line[0] != '\0' && line[0] != '#') {
		give_up("not understood", line);
	}
}

static int
end(void)
{
	int status = 0;

	while (take(WAIT_SECONDS * 1000))
		continue;
	if (waitpid(at.pid, &status, 0) < 0)
		return FAILED;
	fclose(at.transcript);
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}

int
main(int argc, char **argv)
{
	char line[4096];

	if (argc < 3)
		return FAILED;
	at.transcript = fopen(argv[1], "w");
	if (at.transcript == NULL)
		return FAILED;
	start(argv + 2);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		obey(line);
	}
	return end();
}
