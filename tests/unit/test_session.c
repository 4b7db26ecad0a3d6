/* SPDX-License-Identifier: ISC */
/* Who sits at the terminal, found in an environment, in those of ancestors (a
 * /proc of the test's own) and in a login record. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "setup/session.h"
#include "setup/session_part.h"

#define SSH "SSH_CONNECTION=192.0.2.7 50022 198.51.100.4 2222"

static char proc[64];

static void
put(const char *name, pid_t pid, const char *bytes, size_t len)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%ld", proc, (long)pid);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%ld/%s", proc, (long)pid, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

/* A process with its parent and an environment; entries end in '\n' here. */
static void
process(pid_t pid, pid_t parent, const char *environment)
{
	char stat[96], bytes[1024];
	size_t i, len = strlen(environment);

	snprintf(stat, sizeof(stat), "%ld (a ) (b) S %ld 1 1 0 -1", (long)pid,
	    (long)parent);
	put("stat", pid, stat, strlen(stat));
	assert_true(len < sizeof(bytes));
	for (i = 0; i < len; i++)
		bytes[i] = environment[i] == '\n' ? '\0' : environment[i];
	put("environ", pid, bytes, len);
}

static int
make_proc(void **state)
{
	(void)state;
	snprintf(proc, sizeof(proc), "/tmp/pf-proc.XXXXXX");
	return mkdtemp(proc) == NULL ? -1 : 0;
}

static int
drop_proc(void **state)
{
	char command[96];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", proc);
	return system(command);
}

/* What is found; login is "USER FROM" of the login record. */
static struct session
look(const char *const *environment, pid_t parent, const char *login)
{
	char user[64] = "", from[64] = "";
	struct session_view view = { .proc = proc, .environment = environment,
		.parent = parent, .login_user = user, .login_from = from,
		.host = "server01", .tty = "" };
	struct session session;

	sscanf(login, "%63s %63s", user, from);
	session_look(&session, &view);
	return session;
}

static void
expect_tunnel(const struct session *session, const char *wanted)
{
	struct text out;

	text_init(&out, 400);
	assert_true(session_tunnel(session, 8765, &out));
	assert_string_equal(out.at, wanted);
	text_clear(&out);
}

static void
only_a_screen_of_the_machine_itself_is_a_console(void **state)
{
	static const struct {
		const char *tty, *variable;
		bool is_console;
	} rows[] = {
		{ "tty1", "TERM=linux", true },
		{ "ttyS0", "TERM=vt220", true },
		{ "hvc0", "TERM=linux", true },
		{ "pts/3", "TERM=linux", false },
		{ "", "TERM=linux", false },
		{ "tty2", "DISPLAY=:0", false },
		{ "tty1", SSH, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *const environment[] = { rows[i].variable, NULL };
		struct session_view view = { .proc = proc,
			.environment = environment, .login_user = "",
			.login_from = "", .host = "server01",
			.tty = rows[i].tty };
		struct session session;

		session_look(&session, &view);
		assert_int_equal(session.is_console, rows[i].is_console);
	}
}

static void
our_own_environment_comes_first(void **state)
{
	static const char *const environment[] = { "USER=root",
		"SUDO_USER=anna", SSH, "NO_COLOR=1", "DISPLAY=:0", NULL };
	struct session session;

	(void)state;
	process(70, 1, "SSH_CONNECTION=203.0.113.1 1 203.0.113.2 22\n"
	    "USER=other\nACCESSIBLE=1\n");
	session = look(environment, 70, "");
	assert_true(session.is_remote);
	assert_true(session.has_display);
	assert_true(session.no_color);
	/* Each wish for itself from the nearest that states it. */
	assert_true(session.is_accessible);
	assert_string_equal(session.user, "anna");
	assert_string_equal(session.server, "198.51.100.4");
	assert_int_equal(session.port, 2222);
	expect_tunnel(&session, "ssh -p 2222 -L 8765:localhost:8765 "
	    "anna@198.51.100.4");
}

static void
req_32_what_sudo_dropped_is_found_in_the_nearest_ancestor(void **state)
{
	static const char *const environment[] = { "USER=root",
		"SUDO_USER=anna", "TERM=xterm", NULL };
	struct session session;

	(void)state;
	/* sudo, a shell, sshd's own child, which knows nothing. */
	process(83, 82, "TERM=xterm\nNO_COLOR=yes\nUSER=anna\n" SSH "\n");
	process(82, 81, "USER=anna\nACCESSIBLE=1\nNO_COLOR=\n"
	    "SSH_CONNECTION=203.0.113.1 1 203.0.113.2 22\n");
	process(81, 1, "");
	session = look(environment, 83, "");
	assert_true(session.is_remote);
	assert_true(session.no_color);
	assert_true(session.is_accessible);
	assert_false(session.has_display);
	expect_tunnel(&session, "ssh -p 2222 -L 8765:localhost:8765 "
	    "anna@198.51.100.4");
}

static void
req_32_the_name_is_taken_beside_the_connection(void **state)
{
	static const char *const environment[] = { "USER=root",
		"LOGNAME=root", NULL };
	struct session session;

	(void)state;
	/* su -, which says nothing of who called it. */
	process(84, 1, "USER=anna\nLOGNAME=anna\n" SSH "\n");
	session = look(environment, 84, "");
	assert_string_equal(session.user, "anna");
}

static void
req_32_the_nearest_statement_wins_also_when_it_is_empty(void **state)
{
	static const char *const environment[] = { "NO_COLOR=", NULL };
	struct session session;

	(void)state;
	process(85, 1, "NO_COLOR=1\n");
	session = look(environment, 85, "");
	assert_false(session.no_color);
}

static void
req_32_the_login_record_is_the_last_resort(void **state)
{
	static const char *const environment[] = { "USER=root", NULL };
	struct session session;

	(void)state;
	session = look(environment, 4711, "anna 192.0.2.7");
	assert_true(session.is_remote);
	assert_int_equal(session.port, 0);
	expect_tunnel(&session, "ssh -L 8765:localhost:8765 anna@server01");
	session = look(environment, 4711, "anna :0");
	assert_false(session.is_remote);
	session = look(environment, 4711, "anna tmux(12).%0");
	assert_false(session.is_remote);
	session = look(environment, 4711, "anna");
	assert_false(session.is_remote);
}

static void
req_32_what_is_not_known_stands_there_in_words(void **state)
{
	static const char *const environment[] = { NULL };
	struct session_view view = { .proc = proc, .environment = environment,
		.parent = 4711, .login_user = "", .login_from = "",
		.host = "my machine", .tty = "" };
	struct session session;

	(void)state;
	session_look(&session, &view);
	assert_string_equal(session.server, "");
	expect_tunnel(&session, "ssh -L 8765:localhost:8765 "
	    "YOUR-SSH-NAME@THIS-SERVER");
}

/* What the environment says of a connection, and what is made of it. */
static const struct {
	const char *connection;
	const char *user;
	const char *tunnel;
	bool is_remote;
} strange[] = {
	{ "SSH_CONNECTION=192.0.2.7 50022 198.51.100.4 22", "USER=anna",
	    "ssh -L 8765:localhost:8765 anna@198.51.100.4", true },
	{ "SSH_CONNECTION=2001:db8::7 50022 2001:db8::1 2222", "USER=anna",
	    "ssh -p 2222 -L 8765:localhost:8765 anna@2001:db8::1", true },
	{ "SSH_CONNECTION=fe80::7%eth0 50022 fe80::1%eth0 22", "USER=anna",
	    "ssh -L 8765:localhost:8765 anna@server01", false },
	{ "SSH_CONNECTION=192.0.2.7 50022 198.51.100.4 99999", "USER=anna",
	    "ssh -L 8765:localhost:8765 anna@198.51.100.4", true },
	{ "SSH_CONNECTION=192.0.2.7 50022 $(reboot) 22;x", "USER=anna",
	    "ssh -L 8765:localhost:8765 anna@server01", true },
	{ "SSH_CONNECTION=UNKNOWN 65535 UNKNOWN 65535", "USER=anna",
	    "ssh -L 8765:localhost:8765 anna@server01", false },
	{ "SSH_CONNECTION=", "USER=anna",
	    "ssh -L 8765:localhost:8765 anna@server01", false },
	{ SSH, "USER=-oProxyCommand=reboot",
	    "ssh -p 2222 -L 8765:localhost:8765 YOUR-SSH-NAME@198.51.100.4",
	    true },
	{ SSH, "USER=a;b", "ssh -p 2222 -L 8765:localhost:8765 "
	    "YOUR-SSH-NAME@198.51.100.4", true },
	{ SSH, "USER=\033[31m", "ssh -p 2222 -L 8765:localhost:8765 "
	    "YOUR-SSH-NAME@198.51.100.4", true },
	{ SSH, "USER=anna@contoso.example", "ssh -p 2222 -L "
	    "8765:localhost:8765 anna@contoso.example@198.51.100.4", true },
};

static void
what_cannot_be_typed_elsewhere_is_as_good_as_missing(void **state)
{
	const char *environment[3] = { NULL };
	struct session session;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
		environment[0] = strange[i].connection;
		environment[1] = strange[i].user;
		session = look(environment, 4711, "");
		assert_int_equal(session.is_remote, strange[i].is_remote);
		expect_tunnel(&session, strange[i].tunnel);
	}
}

static void
a_value_that_is_too_long_is_passed_over(void **state)
{
	static char user[700] = "USER=";
	const char *environment[] = { user, SSH, NULL };
	struct session session;

	(void)state;
	memset(user + 5, 'a', sizeof(user) - 6);
	session = look(environment, 4711, "");
	assert_string_equal(session.user, "");
	assert_int_equal(session.port, 2222);
}

static void
ancestors_that_go_round_in_circles_come_to_an_end(void **state)
{
	static const char *const environment[] = { NULL };
	struct session session;

	(void)state;
	process(91, 92, "TMUX=/tmp/tmux-1000/default,12,0\n");
	process(92, 91, "");
	session = look(environment, 91, "");
	assert_true(session.is_multiplexed);
}

static void
putty_is_told_in_words(void **state)
{
	struct session session = { .user = "anna", .server = "server01",
		.port = 2222 };
	static const char *const has[] = { "Connection > SSH > Tunnels",
		"8765 under Source port", "localhost:8765 under Destination",
		"Local", "Add", "server01, port 2222,", "as anna" };
	struct text out;
	size_t i;

	(void)state;
	text_init(&out, 1000);
	assert_true(session_putty(&session, 8765, &out));
	for (i = 0; i < sizeof(has) / sizeof(has[0]); i++)
		assert_non_null(strstr(out.at, has[i]));
	text_reset(&out);
	session.port = 22;
	assert_true(session_putty(&session, 8765, &out));
	assert_null(strstr(out.at, "port 22"));
	text_clear(&out);
	text_init(&out, 10);
	assert_false(session_putty(&session, 8765, &out));
	assert_false(session_tunnel(&session, 8765, &out));
	text_clear(&out);
}

/* The kernel's own /proc: a grandchild whose own environment is empty finds
 * what its parent was started with. */
static void
req_32_a_real_ancestor_is_read(void **state)
{
	static char name[] = "req32", *argv[3] = { NULL };
	char *environment[] = { (char[]){ SSH }, (char[]){ "USER=anna" },
		NULL };
	char self[256];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int status = 0;
	pid_t pid;

	(void)state;
	if (len <= 0)
		skip();
	self[len] = '\0';
	argv[0] = self;
	argv[1] = name;
	pid = fork();
	if (pid == 0) {
		execve(self, argv, environment);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* The started one: its child has nothing in its own environment. */
static int
play_ancestor(void)
{
	struct session session;
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		clearenv();
		session_find(&session, "server01");
		_exit(session.is_remote && session.port == 2222 &&
		    strcmp(session.user, "anna") == 0 &&
		    strcmp(session.server, "198.51.100.4") == 0 ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    only_a_screen_of_the_machine_itself_is_a_console),
		cmocka_unit_test(our_own_environment_comes_first),
		cmocka_unit_test(
		    req_32_what_sudo_dropped_is_found_in_the_nearest_ancestor),
		cmocka_unit_test(
		    req_32_the_name_is_taken_beside_the_connection),
		cmocka_unit_test(
		    req_32_the_nearest_statement_wins_also_when_it_is_empty),
		cmocka_unit_test(req_32_the_login_record_is_the_last_resort),
		cmocka_unit_test(
		    req_32_what_is_not_known_stands_there_in_words),
		cmocka_unit_test(
		    what_cannot_be_typed_elsewhere_is_as_good_as_missing),
		cmocka_unit_test(a_value_that_is_too_long_is_passed_over),
		cmocka_unit_test(
		    ancestors_that_go_round_in_circles_come_to_an_end),
		cmocka_unit_test(putty_is_told_in_words),
		cmocka_unit_test(req_32_a_real_ancestor_is_read),
	};

	if (argc > 1 && strcmp(argv[1], "req32") == 0)
		return play_ancestor();
	return cmocka_run_group_tests(tests, make_proc, drop_proc);
}
