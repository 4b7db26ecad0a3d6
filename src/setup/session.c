/* SPDX-License-Identifier: ISC */
/* Looks for the person behind our terminal. Whoever runs us may have put
 * anything there: what does not look like a name, an address or a port is as
 * good as missing. */
#include <config.h>

#include "setup/session.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utmpx.h>

#include "base/alloc.h"
#include "base/file.h"
#include "setup/session_part.h"

enum {
	VALUE_SIZE = 256,
	ENVIRON_MAX = 256 * 1024, /* read of one ancestor */
	ANCESTORS_MAX = 32,
	STAT_SIZE = 1024,
	SSH_PORT = 22
};

/* The first ones are taken each from the nearest process that has it; the names
 * behind them count only beside SSH_CONNECTION, or in our own environment. */
enum variable {
	SSH_CONNECTION,
	ACCESSIBLE,
	NO_COLOR,
	DISPLAY,
	WAYLAND_DISPLAY,
	TMUX,
	STY,
	OF_ANYBODY,
	SUDO_USER = OF_ANYBODY,
	LOGNAME,
	USER,
	VARIABLES
};

static const char *const names[VARIABLES] = {
	[SSH_CONNECTION] = "SSH_CONNECTION",
	[ACCESSIBLE] = "ACCESSIBLE",
	[NO_COLOR] = "NO_COLOR",
	[DISPLAY] = "DISPLAY",
	[WAYLAND_DISPLAY] = "WAYLAND_DISPLAY",
	[TMUX] = "TMUX",
	[STY] = "STY",
	[SUDO_USER] = "SUDO_USER",
	[LOGNAME] = "LOGNAME",
	[USER] = "USER",
};

struct found {
	bool has[VARIABLES];
	char value[VARIABLES][VALUE_SIZE]; /* "" for one that is too long */
};

/* One "NAME=VALUE". */
static void
take_entry(struct found *found, const char *entry)
{
	size_t i, len;

	for (i = 0; i < VARIABLES; i++) {
		len = strlen(names[i]);
		if (strncmp(entry, names[i], len) != 0 || entry[len] != '=')
			continue;
		found->has[i] = true;
		entry += len + 1;
		len = strlen(entry);
		if (len < VALUE_SIZE)
			memcpy(found->value[i], entry, len + 1);
		return;
	}
}

/* An environment holds whatever its owner keeps there: wiped after use. */
static void
take_environ(struct found *found, const char *proc, pid_t pid)
{
	char path[PATH_SIZE], *bytes, *at;
	size_t len = 0;
	ssize_t got = 1;
	int fd;

	memset(found, 0, sizeof(*found));
	if (snprintf(path, sizeof(path), "%s/%ld/environ", proc, (long)pid) >=
	    (int)sizeof(path))
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return;
	bytes = must_alloc(1, ENVIRON_MAX + 1);
	while (len < ENVIRON_MAX && got > 0) {
		got = read(fd, bytes + len, ENVIRON_MAX - len);
		len += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	bytes[len] = '\0';
	for (at = bytes; at < bytes + len; at += strlen(at) + 1)
		take_entry(found, at);
	explicit_bzero(bytes, len);
	free(bytes);
}

/* "PID (NAME) STATE PARENT ...", where NAME may hold anything but a NUL. */
static pid_t
parent_of(const char *proc, pid_t pid)
{
	char path[PATH_SIZE], bytes[STAT_SIZE];
	const char *at;
	long parent = 0;
	ssize_t got;
	int fd;

	if (snprintf(path, sizeof(path), "%s/%ld/stat", proc, (long)pid) >=
	    (int)sizeof(path))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return 0;
	got = read(fd, bytes, sizeof(bytes) - 1);
	close(fd);
	bytes[got > 0 ? got : 0] = '\0';
	at = strrchr(bytes, ')');
	if (at == NULL || strlen(at) < 5)
		return 0;
	parent = strtol(at + 4, NULL, 10);
	return parent > 0 && parent <= INT32_MAX ? (pid_t)parent : 0;
}

static void
take_one(struct found *all, const struct found *one, enum variable which)
{
	all->has[which] = one->has[which];
	memcpy(all->value[which], one->value[which], VALUE_SIZE);
}

/* What is missing so far and the nearer ones did not have. Who logged in is
 * told beside where from: further down it may be root. */
static void
add_found(struct found *all, const struct found *one)
{
	bool is_new = !all->has[SSH_CONNECTION] && one->has[SSH_CONNECTION];
	size_t i;

	for (i = 0; i < VARIABLES; i++)
		if (i < OF_ANYBODY ? !all->has[i] : is_new)
			take_one(all, one, (enum variable)i);
}

static void
search(struct found *all, const struct session_view *view)
{
	struct found *one = must_alloc(1, sizeof(*one));
	pid_t pid = view->parent;
	size_t i;

	memset(all, 0, sizeof(*all));
	for (i = 0; view->environment[i] != NULL; i++)
		take_entry(all, view->environment[i]);
	for (i = 0; i < ANCESTORS_MAX && pid > 1; i++) {
		take_environ(one, view->proc, pid);
		add_found(all, one);
		pid = parent_of(view->proc, pid);
	}
	free(one);
}

/* Fit to stand in a command that is typed on another machine? */
static bool
is_plain(const char *value, const char *also)
{
	static const char usual[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
	size_t i;

	for (i = 0; value[i] != '\0'; i++)
		if (strchr(usual, value[i]) == NULL &&
		    strchr(also, value[i]) == NULL)
			return false;
	return i > 0 && value[0] != '-';
}

static bool
is_address(const char *value)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, value, bytes) == 1 ||
	    inet_pton(AF_INET6, value, bytes) == 1;
}

static unsigned
read_port(const char *value)
{
	char *end;
	unsigned long port;

	if (value[0] < '0' || value[0] > '9')
		return 0;
	port = strtoul(value, &end, 10);
	return *end == '\0' && port <= 65535 ? (unsigned)port : 0;
}

/* "CLIENT-ADDRESS CLIENT-PORT SERVER-ADDRESS SERVER-PORT" */
static void
read_connection(struct session *session, const char *value)
{
	char client[64], client_port[8], server[64], port[8];

	if (sscanf(value, "%63s %7s %63s %7s", client, client_port, server,
	    port) != 4 || !is_address(client))
		return;
	session->is_remote = true;
	session->port = read_port(port);
	if (is_address(server))
		snprintf(session->server, sizeof(session->server), "%s",
		    server);
}

static void
take_user(struct session *session, const char *value)
{
	if (session->user[0] == '\0' && strlen(value) < sizeof(session->user) &&
	    is_plain(value, "@+"))
		snprintf(session->user, sizeof(session->user), "%s", value);
}

static bool
is_set(const struct found *found, enum variable which)
{
	return found->value[which][0] != '\0';
}

/* A login from elsewhere has a name or an address there; of a screen (":0"), a
 * window of tmux ("tmux(12).%0") or none it says so otherwise. */
static bool
is_elsewhere(const char *from)
{
	return is_plain(from, ":%") && from[0] != ':';
}

/* A terminal that no program on a desktop or elsewhere has opened. */
static bool
is_console(const char *tty)
{
	static const char *const lines[] = { "tty", "hvc", "xvc", "console" };
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (strncmp(tty, lines[i], strlen(lines[i])) == 0)
			return true;
	return false;
}

void
session_look(struct session *session, const struct session_view *view)
{
	struct found *found = must_alloc(1, sizeof(*found));

	memset(session, 0, sizeof(*session));
	search(found, view);
	read_connection(session, found->value[SSH_CONNECTION]);
	if (!session->is_remote && is_elsewhere(view->login_from)) {
		session->is_remote = true;
		take_user(session, view->login_user);
	}
	take_user(session, found->value[SUDO_USER]);
	take_user(session, found->value[LOGNAME]);
	take_user(session, found->value[USER]);
	take_user(session, view->login_user);
	if (session->server[0] == '\0' && is_plain(view->host, ""))
		snprintf(session->server, sizeof(session->server), "%s",
		    view->host);
	session->has_display = is_set(found, DISPLAY) ||
	    is_set(found, WAYLAND_DISPLAY);
	session->is_multiplexed = is_set(found, TMUX) || is_set(found, STY);
	session->is_console = !session->is_remote && !session->has_display &&
	    is_console(view->tty);
	session->no_color = is_set(found, NO_COLOR);
	session->is_accessible = is_set(found, ACCESSIBLE);
	free(found);
}

/* The terminal at one of the usual descriptors; "" for none. */
static void
read_tty(char tty[static VALUE_SIZE])
{
	char path[VALUE_SIZE];

	tty[0] = '\0';
	if ((ttyname_r(STDIN_FILENO, path, sizeof(path)) == 0 ||
	    ttyname_r(STDERR_FILENO, path, sizeof(path)) == 0) &&
	    strncmp(path, "/dev/", 5) == 0)
		memcpy(tty, path + 5, strlen(path + 5) + 1);
}

/* The login record of a terminal. */
static void
read_login(const char *tty, char user[static VALUE_SIZE],
    char from[static VALUE_SIZE])
{
	struct utmpx wanted = { .ut_type = 0 };
	const struct utmpx *login;

	user[0] = from[0] = '\0';
	if (tty[0] == '\0' || strlen(tty) > sizeof(wanted.ut_line))
		return;
	memcpy(wanted.ut_line, tty, strlen(tty));
	setutxent();
	login = getutxline(&wanted);
	if (login != NULL && login->ut_type == USER_PROCESS) {
		snprintf(user, VALUE_SIZE, "%.*s",
		    (int)sizeof(login->ut_user), login->ut_user);
		snprintf(from, VALUE_SIZE, "%.*s",
		    (int)(sizeof(login->ut_host) < VALUE_SIZE
		    ? sizeof(login->ut_host) : VALUE_SIZE - 1),
		    login->ut_host);
	}
	endutxent();
}

extern char **environ;

void
session_find(struct session *session, const char *host)
{
	static const char *const nothing[] = { NULL };
	char user[VALUE_SIZE], from[VALUE_SIZE], tty[VALUE_SIZE];
	struct session_view view = { .proc = "/proc", .parent = getppid(),
		.environment = environ != NULL
		    ? (const char *const *)environ : nothing,
		.login_user = user, .login_from = from, .host = host,
		.tty = tty };

	read_tty(tty);
	read_login(tty, user, from);
	session_look(session, &view);
}

static const char *
user_words(const struct session *session)
{
	return session->user[0] != '\0' ? session->user : "YOUR-SSH-NAME";
}

static const char *
server_words(const struct session *session)
{
	return session->server[0] != '\0' ? session->server : "THIS-SERVER";
}

static bool
has_port(const struct session *session)
{
	return session->port != 0 && session->port != SSH_PORT;
}

bool
session_tunnel(const struct session *session, unsigned port, struct text *out)
{
	text_adds(out, "ssh ");
	if (has_port(session))
		text_addf(out, "-p %u ", session->port);
	text_addf(out, "-L %u:localhost:%u %s@%s", port, port,
	    user_words(session), server_words(session));
	return !out->overflow;
}

bool
session_putty(const struct session *session, unsigned port, struct text *out)
{
	text_addf(out, "In PuTTY go to Connection > SSH > Tunnels. Type %u "
	    "under Source port and localhost:%u under Destination, choose "
	    "Local and press Add. Then log in to %s", port, port,
	    server_words(session));
	if (has_port(session))
		text_addf(out, ", port %u,", session->port);
	text_addf(out, " as %s. A PuTTY window that is open already has the "
	    "same page under Change Settings in the menu of its title bar; "
	    "Apply opens the tunnel.", user_words(session));
	return !out->overflow;
}
