/* SPDX-License-Identifier: ISC */
/* Sessions through an HTTP CONNECT proxy: its lines are not taken for the
 * server's, and its refusals are told apart. */
#include <config.h>

#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mail/compose.h"
#include "mail/smtp.h"
#include "tests/lib/postoffice.h"

/* One connection's worth of proxy, in a thread of its own. */
struct proxy {
	int listener;
	unsigned port;
	unsigned target;
	const char *answer; /* NULL: connect */
	char request[2000];
	pthread_t thread;
};

static int
loopback(unsigned port, bool listening, unsigned *chosen)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port) };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (listening) {
		assert_int_equal(bind(fd, (struct sockaddr *)&address, len),
		    0);
		assert_int_equal(listen(fd, 4), 0);
		getsockname(fd, (struct sockaddr *)&address, &len);
		*chosen = ntohs(address.sin_port);
	} else if (connect(fd, (struct sockaddr *)&address, len) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Copies what one side has to the other; false at its end. */
static bool
carry(int from, int to)
{
	char block[16384];
	ssize_t n = read(from, block, sizeof(block));

	return n > 0 && write(to, block, (size_t)n) == n;
}

static void
tunnel(int client, int server)
{
	struct pollfd sides[2] = { { client, POLLIN, 0 },
		{ server, POLLIN, 0 } };

	while (poll(sides, 2, 20000) > 0) {
		if (sides[0].revents != 0 && !carry(client, server))
			break;
		if (sides[1].revents != 0 && !carry(server, client))
			break;
	}
}

static void *
serve(void *arg)
{
	static const char good[] = "HTTP/1.1 200 Connected\r\n"
	    "Via: 250-STARTTLS not ours\r\nX-Proxy: 235 2.7.0 no\r\n\r\n";
	struct proxy *proxy = arg;
	int client = accept(proxy->listener, NULL, NULL);
	size_t got = 0;
	int server = -1;

	while (strstr(proxy->request, "\r\n\r\n") == NULL &&
	    got < sizeof(proxy->request) - 1) {
		ssize_t n = read(client, proxy->request + got,
		    sizeof(proxy->request) - 1 - got);

		if (n <= 0)
			break;
		got += (size_t)n;
	}
	if (proxy->answer == NULL) {
		server = loopback(proxy->target, false, NULL);
		if (write(client, good, sizeof(good) - 1) > 0)
			tunnel(client, server);
		close(server);
	} else if (write(client, proxy->answer, strlen(proxy->answer)) < 0) {
		proxy->request[0] = '\0';
	}
	close(client);
	return NULL;
}

static void
proxy_start(struct proxy *proxy, void *office, const char *answer)
{
	*proxy = (struct proxy){ .answer = answer,
		.target = office_submission(office)->port };
	proxy->listener = loopback(0, true, &proxy->port);
	assert_int_equal(pthread_create(&proxy->thread, NULL, serve, proxy),
	    0);
}

static void
proxy_end(struct proxy *proxy)
{
	/* A proxy that nobody came to does not wait for ever. */
	shutdown(proxy->listener, SHUT_RDWR);
	pthread_join(proxy->thread, NULL);
	close(proxy->listener);
}

static void
mail_goes_through_a_connect_proxy(void **state)
{
	struct address sender = { .spec = OFFICE_USER };
	struct letter letter = { .from = &sender, .body = "x", .body_len = 1 };
	struct smtp_recipient to = { .address = "ops@example.net" };
	struct smtp_mail mail = { .from = OFFICE_USER, .to = &to, .count = 1 };
	struct smtp *smtp;
	struct smtp_result result;
	struct secret password;
	struct proxy proxy;
	struct fault why;
	char url[64];

	proxy_start(&proxy, *state, NULL);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u", proxy.port);
	secret_init(&password, 100);
	secret_adds(&password, "user:word");
	office_submission(*state)->proxy = url;
	office_submission(*state)->proxy_password = &password;
	smtp = smtp_new(office_submission(*state), NULL);
	mail.message = message_compose(&letter, &why);
	if (!smtp_open(smtp, office_login(*state), &why))
		fail_msg("%s; %s", why.what, why.server);
	assert_true(smtp_offer(smtp)->xoauth2);
	assert_false(smtp_offer(smtp)->starttls);
	if (!smtp_send(smtp, &mail, &result, &why))
		fail_msg("%s; %s", why.what, why.server);
	smtp_close(smtp);
	proxy_end(&proxy);
	assert_memory_equal(proxy.request, "CONNECT 127.0.0.1:", 18);
	assert_non_null(strstr(proxy.request, "Proxy-Authorization: Basic "
	    "dXNlcjp3b3Jk\r\n"));
	assert_int_equal(office_count(*state, "smtp.mail:ok"), 1);
	message_free(mail.message);
	secret_clear(&password);
}

static void
a_proxy_that_refuses_is_named_as_such(void **state)
{
	static const struct {
		const char *answer;
		const char *words;
	} cases[] = {
		{ "HTTP/1.1 407 Proxy Authentication Required\r\n"
		    "Proxy-Authenticate: Basic realm=\"x\"\r\n"
		    "Content-Length: 0\r\n\r\n", "wants a user" },
		{ "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
		    "does not connect to the mail server (it answered 403)" },
	};
	struct proxy proxy;
	struct fault why;
	char url[64];
	size_t i;

	for (i = 0; i < 2; i++) {
		struct smtp *smtp;

		proxy_start(&proxy, *state, cases[i].answer);
		snprintf(url, sizeof(url), "http://127.0.0.1:%u", proxy.port);
		office_submission(*state)->proxy = url;
		smtp = smtp_new(office_submission(*state), NULL);
		assert_false(smtp_open(smtp, office_login(*state), &why));
		if (strstr(why.what, cases[i].words) == NULL)
			fail_msg("%s; %s", why.what, why.server);
		assert_int_equal(why.kind, FAULT_LATER);
		smtp_close(smtp);
		proxy_end(&proxy);
	}
	assert_int_equal(office_count(*state, "smtp.connect"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    mail_goes_through_a_connect_proxy, office_open,
		    office_close),
		cmocka_unit_test_setup_teardown(
		    a_proxy_that_refuses_is_named_as_such, office_open,
		    office_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
