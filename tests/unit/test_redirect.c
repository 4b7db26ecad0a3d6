/* SPDX-License-Identifier: ISC */
/* The loopback listener, by real connections: what it takes, what it refuses,
 * and that nothing but the one right answer ends it. */
#include <config.h>

#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "oauth/redirect.h"

#define STATE "Jm3tq0XrJm3tq0XrJm3tq0XrJm3tq0XrJm3tq0XrJm4"
#define SIGNIN "https://login.example/authorize?client_id=1&state=" STATE
#define HOST "Host: localhost:1\r\n"

enum { ANSWER_MAX = 65536 };

static struct redirect *redirect;
static struct pending pending;
static struct paste paste;
static struct fault why;
static bool ok;
static char answer[ANSWER_MAX];

static int
begin(void **state)
{
	(void)state;
	redirect = redirect_open(0, false, &why);
	assert_non_null(redirect);
	pending_init(&pending);
	secret_adds(&pending.state, STATE);
	snprintf(pending.redirect_uri, sizeof(pending.redirect_uri),
	    "http://localhost:%u/postfrank", redirect_port(redirect));
	redirect_expect(redirect, &pending, SIGNIN);
	paste_init(&paste);
	fault_clear(&why);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	redirect_close(redirect);
	pending_clear(&pending);
	paste_clear(&paste);
	return 0;
}

static int
connect_to(int family)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)redirect_port(redirect)),
		.sin_addr = { .s_addr = htonl(INADDR_LOOPBACK) } };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)redirect_port(redirect)),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(family, SOCK_STREAM, 0);
	int result = family == AF_INET
	    ? connect(fd, (struct sockaddr *)&v4, sizeof(v4))
	    : connect(fd, (struct sockaddr *)&v6, sizeof(v6));

	assert_int_equal(result, 0);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

/* One turn of the caller's loop. */
static void
turn(int extra_fd)
{
	struct pollfd fds[REDIRECT_FDS + 1];
	int timeout = 1000;
	size_t count = redirect_poll(redirect, fds, &timeout);

	fds[count++] = (struct pollfd){ .fd = extra_fd, .events = POLLIN };
	poll(fds, (nfds_t)count, timeout);
	redirect_work(redirect);
}

/* Reads until the other side closes. */
static void
read_all(int fd)
{
	size_t used = 0;
	ssize_t got;

	for (;;) {
		got = read(fd, answer + used, sizeof(answer) - 1 - used);
		if (got == 0 || (got < 0 && errno != EAGAIN))
			break;
		if (got > 0)
			used += (size_t)got;
		else
			turn(fd);
	}
	answer[used] = '\0';
	close(fd);
}

static void
ask_bytes(int family, const char *bytes, size_t len)
{
	int fd = connect_to(family);
	size_t sent = 0;
	ssize_t n;

	while (sent < len) {
		n = send(fd, bytes + sent, len - sent, MSG_NOSIGNAL);
		if (n > 0)
			sent += (size_t)n;
		else if (errno == EAGAIN)
			turn(fd);
		else
			break;
	}
	read_all(fd);
}

static void
ask(const char *path)
{
	char request[4096];
	int len = snprintf(request, sizeof(request),
	    "GET %s HTTP/1.1\r\n" HOST "\r\n", path);

	ask_bytes(AF_INET, request, (size_t)len);
}

static void
assert_status(int status)
{
	char line[32];

	snprintf(line, sizeof(line), "HTTP/1.1 %d ", status);
	if (strncmp(answer, line, strlen(line)) != 0)
		fail_msg("wanted %d, got %.40s", status, answer);
}

static bool
has_result(void)
{
	return redirect_result(redirect, &paste, &ok, &why);
}

static void
the_code_is_taken_once(void **state)
{
	(void)state;
	assert_false(has_result());
	ask("/postfrank?code=1.AXk_x%2Dy&state=" STATE "&session_state=1");
	assert_status(200);
	assert_non_null(strstr(answer, "Cache-Control: no-store"));
	assert_non_null(strstr(answer, "Referrer-Policy: no-referrer"));
	assert_null(strstr(answer, "AXk"));
	assert_true(has_result());
	assert_true(ok);
	assert_int_equal(paste.kind, PASTE_CODE);
	assert_string_equal(secret_open(&paste.code), "1.AXk_x-y");
	secret_close(&paste.code);
	assert_false(has_result());
	ask("/postfrank?code=another&state=" STATE);
	assert_status(400);
	assert_false(has_result());
	ask("/");
	assert_status(404);
}

static void
an_error_of_the_server_ends_the_wait(void **state)
{
	(void)state;
	ask("/postfrank?error=access_denied&error_description="
	    "AADSTS65004%3a+no&state=" STATE);
	assert_status(200);
	assert_true(has_result());
	assert_false(ok);
	assert_int_equal(paste.kind, PASTE_ERROR);
	assert_string_equal(why.code, "AADSTS65004");
}

static void
what_is_not_ours_is_refused_and_the_wait_goes_on(void **state)
{
	static const struct {
		const char *path;
		int status;
	} rows[] = {
		{ "/postfrank?code=1.AXk&state=wrong", 400 },
		{ "/postfrank?code=1.AXk&state=", 400 },
		{ "/postfrank?code=1.AXk", 400 },
		{ "/postfrank?error=access_denied", 400 },
		{ "/postfrank?error=access_denied&state=x", 400 },
		{ "/postfrank?state=" STATE, 400 },
		{ "/postfrank?admin_consent=True&tenant=x", 400 },
		{ "/postfrank", 400 },
		{ "/favicon.ico", 404 },
		{ "/Postfrank?code=1.AXk&state=" STATE, 404 },
		{ "/postfrank/?code=1.AXk&state=" STATE, 404 },
		{ "/../postfrank", 404 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ask(rows[i].path);
		assert_status(rows[i].status);
		assert_false(has_result());
	}
	ask("/postfrank?code=1.AXk&state=" STATE);
	assert_status(200);
	assert_true(has_result());
	assert_true(ok);
}

static void
the_root_leads_to_the_sign_in_page(void **state)
{
	(void)state;
	ask("/");
	assert_status(302);
	assert_non_null(strstr(answer, "Location: " SIGNIN "\r\n"));
	assert_false(has_result());
}

static void
other_methods_and_other_names_find_nothing(void **state)
{
	static const char *const requests[] = {
		"POST /postfrank?code=a&state=" STATE " HTTP/1.1\r\n" HOST
		"Content-Length: 3\r\n\r\nabc",
		"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n",
		"GET /postfrank?code=a&state=" STATE " HTTP/1.0\r\n\r\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		ask_bytes(AF_INET, requests[i], strlen(requests[i]));
		if (strstr(answer, " 404 ") == NULL)
			fail_msg("%zu got %.40s", i, answer);
		assert_false(has_result());
	}
}

static void
a_request_beyond_8_kib_is_refused(void **state)
{
	static char request[REDIRECT_REQUEST * 2 + 64];
	size_t len;

	(void)state;
	len = (size_t)snprintf(request, sizeof(request), "GET /postfrank?code=");
	memset(request + len, 'A', REDIRECT_REQUEST);
	len += REDIRECT_REQUEST;
	len += (size_t)snprintf(request + len, sizeof(request) - len,
	    "&state=" STATE " HTTP/1.1\r\n" HOST "\r\n");
	ask_bytes(AF_INET, request, len);
	assert_null(strstr(answer, " 200 "));
	assert_false(has_result());
	/* A header as large. */
	len = (size_t)snprintf(request, sizeof(request),
	    "GET /postfrank?code=a&state=" STATE " HTTP/1.1\r\n" HOST "Cookie: ");
	memset(request + len, 'A', REDIRECT_REQUEST + 4096);
	len += REDIRECT_REQUEST + 4096;
	len += (size_t)snprintf(request + len, sizeof(request) - len,
	    "\r\n\r\n");
	ask_bytes(AF_INET, request, len);
	assert_null(strstr(answer, " 200 "));
	assert_false(has_result());
	/* One of real size passes. */
	len = (size_t)snprintf(request, sizeof(request), "GET /postfrank?code=");
	memset(request + len, 'A', 4000);
	len += 4000;
	len += (size_t)snprintf(request + len, sizeof(request) - len,
	    "&state=" STATE " HTTP/1.1\r\n" HOST "\r\n");
	ask_bytes(AF_INET, request, len);
	assert_status(200);
	assert_true(has_result());
}

static void
silent_connections_do_not_keep_the_browser_out(void **state)
{
	int fds[5], timeout = -1;
	struct pollfd polled[REDIRECT_FDS];
	size_t i;

	(void)state;
	for (i = 0; i < 5; i++) {
		fds[i] = connect_to(AF_INET);
		assert_int_equal(send(fds[i], "GET /", 5, 0), 5);
		turn(fds[i]);
	}
	/* The caller is told to look again within the ten seconds. */
	assert_true(redirect_poll(redirect, polled, &timeout) > 0);
	assert_true(timeout >= 0 && timeout <= REDIRECT_SECONDS * 1000);
	ask("/postfrank?code=1.AXk&state=" STATE);
	assert_status(200);
	for (i = 0; i < 5; i++)
		close(fds[i]);
}

static void
it_listens_on_the_loopback_alone_and_on_both_of_its_addresses(void **state)
{
	static const char request[] = "GET / HTTP/1.1\r\n" HOST "\r\n";
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	struct sockaddr_in6 any6 = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	bool v6 = fd >= 0 &&
	    bind(fd, (struct sockaddr *)&any6, sizeof(any6)) == 0;
	char line[256], wanted[32];
	FILE *table;
	int found = 0;

	(void)state;
	close(fd);
	ask_bytes(AF_INET, request, strlen(request));
	assert_status(302);
	if (v6) {
		ask_bytes(AF_INET6, request, strlen(request));
		assert_status(302);
	}
	/* The kernel's table: local address in hexadecimal, then the port. */
	table = fopen("/proc/net/tcp", "r");
	if (table == NULL)
		return;
	snprintf(wanted, sizeof(wanted), ":%04X 00000000:0000 0A",
	    redirect_port(redirect));
	while (fgets(line, sizeof(line), table) != NULL)
		if (strstr(line, wanted) != NULL) {
			assert_non_null(strstr(line, "0100007F:"));
			found++;
		}
	fclose(table);
	assert_int_equal(found, 1);
}

static void
a_taken_port_gives_another_or_none(void **state)
{
	unsigned port = redirect_port(redirect);
	struct redirect *second = redirect_open(port, true, &why);

	(void)state;
	assert_null(second);
	assert_int_equal(why.kind, FAULT_LATER);
	assert_non_null(strstr(why.next, "Paste"));
	second = redirect_open(port, false, &why);
	assert_non_null(second);
	assert_int_not_equal(redirect_port(second), port);
	redirect_close(second);
}

static void
a_port_that_another_holds_on_one_address_counts_as_taken(void **state)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET6, SOCK_STREAM, 0), on = 1;
	struct redirect *second;

	(void)state;
	if (fd < 0)
		skip();
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, len) != 0)
		skip();
	assert_int_equal(listen(fd, 1), 0);
	getsockname(fd, (struct sockaddr *)&address, &len);
	second = redirect_open(ntohs(address.sin6_port), true, &why);
	assert_null(second);
	close(fd);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_code_is_taken_once),
		CASE(an_error_of_the_server_ends_the_wait),
		CASE(what_is_not_ours_is_refused_and_the_wait_goes_on),
		CASE(the_root_leads_to_the_sign_in_page),
		CASE(other_methods_and_other_names_find_nothing),
		CASE(a_request_beyond_8_kib_is_refused),
		CASE(silent_connections_do_not_keep_the_browser_out),
		CASE(
		    it_listens_on_the_loopback_alone_and_on_both_of_its_addresses),
		CASE(a_taken_port_gives_another_or_none),
		CASE(a_port_that_another_holds_on_one_address_counts_as_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
