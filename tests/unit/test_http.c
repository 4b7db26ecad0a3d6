/* SPDX-License-Identifier: ISC */
/* HTTPS calls against a loopback server, good and bad. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/http.h"
#include "base/process.h"
#include "tests/lib/peer.h"

static struct tls *tls;
static char dir[] = "/tmp/test_http.XXXXXX";
static char ca_file[64];

/* One call to a server that does as planned. */
struct result {
	struct http_answer answer;
	struct fault why;
	struct peer_seen seen;
	bool good;
};

static void
call_way(struct result *result, const struct peer_plan *plan,
    const struct secret *form, const struct http_way *way)
{
	struct peer peer;
	char url[64];

	memset(result, 0, sizeof(*result));
	peer_start(&peer, tls, plan);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/token", peer.port);
	result->good = http_call(url, form, way, &result->answer,
	    &result->why);
	result->seen = *peer.seen;
	peer_stop(&peer);
}

static void
call(struct result *result, const struct peer_plan *plan)
{
	const struct http_way way = { .ca_file = ca_file };

	call_way(result, plan, NULL, &way);
}

static void
call_for(struct result *result, const char *answer)
{
	const struct peer_plan plan = { .answer = answer };

	call(result, &plan);
}

static void
expect_fault(const struct result *result, enum fault_kind kind,
    const char *words)
{
	assert_false(result->good);
	assert_int_equal(result->why.kind, kind);
	if (strstr(result->why.what, words) == NULL)
		fail_msg("\"%s\" (%s) does not say \"%s\"", result->why.what,
		    result->why.server, words);
	assert_string_not_equal(result->why.next, "");
	assert_null(result->answer.body.at);
}

static void
the_answer_arrives_with_status_kind_and_body(void **state)
{
	struct result result;

	(void)state;
	call_for(&result,
	    "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; "
	    "charset=utf-8\r\nContent-Length: 13\r\n\r\n{\"error\":\"x\"}");
	assert_true(result.good);
	assert_int_equal(result.answer.status, 400);
	assert_true(result.answer.json);
	assert_int_equal(result.answer.retry_after, 0);
	assert_string_equal(secret_open(&result.answer.body),
	    "{\"error\":\"x\"}");
	secret_close(&result.answer.body);
	assert_non_null(strstr(result.seen.request, "GET /token HTTP/"));
	assert_non_null(strstr(result.seen.request, "client-request-id: "));
	assert_null(strcasestr(result.seen.request, "cookie"));
	http_answer_clear(&result.answer);
}

static void
the_servers_clock_is_told_where_it_can_be_read(void **state)
{
	static const struct {
		const char *line;
		int64_t date;
	} dates[] = {
		{ "Date: Mon, 23 Nov 2026 14:00:00 GMT\r\n", 1795442400 },
		{ "date: Mon, 23 Nov 2026 15:00:00 +0100\r\n", 1795442400 },
		{ "", 0 },
		{ "Date: yesterday\r\n", 0 },
		{ "Date: \r\n", 0 },
	};
	struct result result;
	char answer[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		snprintf(answer, sizeof(answer), "HTTP/1.1 200 OK\r\n%s"
		    "Content-Length: 0\r\n\r\n", dates[i].line);
		call_for(&result, answer);
		assert_true(result.good);
		assert_int_equal(result.answer.date, dates[i].date);
		assert_int_equal(result.answer.reached, HTTP_CONNECTED);
		http_answer_clear(&result.answer);
	}
}

static void
a_call_ends_when_its_own_limit_is_over(void **state)
{
	int hold[2], stays = pipe(hold);
	const struct peer_plan plan = { .answer = "HTTP/1.1 200 OK\r\n\r\n",
		.hold = hold[0] };
	const struct http_way way = { .ca_file = ca_file, .seconds = 1 };
	struct result result;

	(void)state;
	assert_int_equal(stays, 0);
	call_way(&result, &plan, NULL, &way);
	expect_fault(&result, FAULT_LATER, "did not answer in time");
	close(hold[0]);
	close(hold[1]);
}

static void
a_form_is_posted_byte_by_byte_and_closed_again(void **state)
{
	const struct peer_plan plan = {
		.answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	};
	const struct http_way way = { .ca_file = ca_file };
	struct result result;
	struct secret form;

	(void)state;
	secret_init(&form, 1000);
	http_form_add(&form, "a", "1 2");
	http_form_add(&form, "b", "&");
	call_way(&result, &plan, &form, &way);
	assert_true(result.good);
	assert_non_null(strstr(result.seen.request, "POST /token HTTP/"));
	assert_non_null(strstr(result.seen.request,
	    "Content-Type: application/x-www-form-urlencoded\r\n"));
	assert_non_null(strstr(result.seen.request, "\r\n\r\na=1%202&b=%26"));
	assert_int_equal(form.open, 0);
	http_answer_clear(&result.answer);
	secret_clear(&form);
}

static void
a_form_that_did_not_fit_is_never_sent(void **state)
{
	const struct http_way way = { .ca_file = ca_file };
	struct http_answer answer;
	struct secret form;
	struct fault why;
	int port, listener = peer_listen(&port);
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", port);
	secret_init(&form, 10);
	http_form_add(&form, "name", "too long");
	http_form_add(&form, "x", "1");
	assert_false(http_call(url, &form, &way, &answer, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_false(peer_has_caller(listener));
	close(listener);
}

static unsigned asked;

static bool
give_up(void)
{
	asked++;
	return true;
}

static bool
go_on(void)
{
	asked++;
	return false;
}

static void
a_call_that_is_not_answered_is_given_up_when_asked(void **state)
{
	const struct http_way way = { .ca_file = ca_file, .give_up = give_up };
	const struct http_way patient = { .ca_file = ca_file,
		.give_up = go_on };
	struct http_answer answer;
	struct fault why;
	int port, listener = peer_listen(&port);
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", port);
	assert_false(http_call(url, NULL, &way, &answer, &why));
	assert_int_equal(why.kind, FAULT_LATER);
	assert_non_null(strstr(why.what, "given up"));
	assert_int_not_equal(asked, 0);
	close(listener);
	/* Somebody who goes on changes nothing. */
	asked = 0;
	assert_false(http_call(url, NULL, &patient, &answer, &why));
	assert_non_null(strstr(why.what, "refused the connection"));
}

static const struct peer_seen *watched;
static int let_go;

/* Told to end once the form has arrived; asked again, the server answers. */
static bool
told_after_the_form(void)
{
	if (strstr(watched->request, "a=b") == NULL)
		return false;
	asked++;
	if (asked == 2)
		assert_int_equal(write(let_go, "x", 1), 1);
	return true;
}

static void
the_answer_to_a_form_gone_out_is_waited_for(void **state)
{
	struct peer_plan plan = {
		.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
	};
	const struct http_way way = { .ca_file = ca_file,
		.give_up = told_after_the_form };
	struct http_answer answer;
	struct secret form;
	struct fault why;
	struct peer peer;
	char url[64];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	plan.hold = ends[0];
	let_go = ends[1];
	asked = 0;
	secret_init(&form, 100);
	http_form_add(&form, "a", "b");
	peer_start(&peer, tls, &plan);
	watched = peer.seen;
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", peer.port);
	if (!http_call(url, &form, &way, &answer, &why))
		fail_msg("%s", why.what);
	assert_int_equal(answer.status, 200);
	http_answer_clear(&answer);
	peer_stop(&peer);
	/* Not for ever. */
	plan.hold = ends[0];
	asked = 2;
	peer_start(&peer, tls, &plan);
	watched = peer.seen;
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", peer.port);
	assert_false(http_call(url, &form, &way, &answer, &why));
	assert_non_null(strstr(why.what, "given up"));
	peer_stop(&peer);
	secret_clear(&form);
	close(ends[0]);
	close(ends[1]);
}

static void
only_json_content_counts_as_json(void **state)
{
	static const struct {
		const char *type;
		bool json;
	} types[] = {
		{ "application/json", true },
		{ "Application/JSON;charset=UTF-8", true },
		{ "application/problem+json", true },
		{ "application/problem+json ; x=y", true },
		{ "application/jsonp", false },
		{ "application/json-seq", false },
		{ "text/html", false },
		{ "text/html; profile=a+json", false },
		{ "+json", false },
	};
	struct result result;
	char answer[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		snprintf(answer, sizeof(answer),
		    "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n"
		    "Content-Length: 2\r\n\r\n{}", types[i].type);
		call_for(&result, answer);
		assert_true(result.good);
		if (result.answer.json != types[i].json)
			fail_msg("type %s", types[i].type);
		http_answer_clear(&result.answer);
	}
}

static void
the_wait_that_a_server_asks_for_is_clamped_to_an_hour(void **state)
{
	static const struct {
		const char *field;
		unsigned seconds;
	} waits[] = {
		{ "Retry-After: 1\r\n", 1 },
		{ "Retry-After: 17\r\n", 17 },
		{ "Retry-After: 3600\r\n", 3600 },
		{ "Retry-After: 3601\r\n", 3600 },
		{ "Retry-After: 999999999999\r\n", 3600 },
		{ "Retry-After: Sun, 01 Jan 2090 00:00:00 GMT\r\n", 3600 },
		{ "Retry-After: Thu, 01 Jan 1998 00:00:00 GMT\r\n", 0 },
		{ "Retry-After: -5\r\n", 0 },
		{ "Retry-After: soon\r\n", 0 },
		{ "", 0 },
	};
	struct result result;
	char answer[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		snprintf(answer, sizeof(answer),
		    "HTTP/1.1 429 Slow down\r\n%sContent-Length: 0\r\n\r\n",
		    waits[i].field);
		call_for(&result, answer);
		assert_true(result.good);
		assert_int_equal(result.answer.status, 429);
		if (result.answer.retry_after != waits[i].seconds)
			fail_msg("%s gave %u", waits[i].field,
			    result.answer.retry_after);
		http_answer_clear(&result.answer);
	}
}

static void
a_redirect_is_an_answer_and_the_other_host_is_not_called(void **state)
{
	struct result result;
	char answer[256];
	int port, other = peer_listen(&port), caller;

	(void)state;
	snprintf(answer, sizeof(answer), "HTTP/1.1 307 Elsewhere\r\n"
	    "Location: https://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n",
	    port);
	call_for(&result, answer);
	assert_true(result.good);
	assert_int_equal(result.answer.status, 307);
	assert_int_equal(result.seen.connections, 1);
	assert_false(peer_has_caller(other));
	http_answer_clear(&result.answer);

	/* The listener would have seen one. */
	snprintf(answer, sizeof(answer), "https://127.0.0.1:%d/", port);
	caller = fork();
	if (caller == 0) {
		const struct http_way way = { .ca_file = ca_file };
		struct fault why;

		http_call(answer, NULL, &way, &result.answer, &why);
		_exit(0);
	}
	close(accept(other, NULL, NULL));
	close(other);
	assert_int_equal(waitpid(caller, NULL, 0), caller);
}

static void
an_answer_of_ten_megabytes_is_cut_and_refused(void **state)
{
	const struct peer_plan plan = {
		.answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json"
			  "\r\n\r\n",
		.flood = 10 << 20
	};
	struct result result;

	(void)state;
	call(&result, &plan);
	expect_fault(&result, FAULT_LATER, "larger than 1024 KiB");
}

static void
an_answer_of_exactly_the_maximum_is_taken(void **state)
{
	struct peer_plan plan = {
		.answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
		.flood = HTTP_BODY_MAX
	};
	struct result result;

	(void)state;
	call(&result, &plan);
	assert_true(result.good);
	assert_int_equal(result.answer.body.len, HTTP_BODY_MAX);
	http_answer_clear(&result.answer);
	plan.flood++;
	call(&result, &plan);
	expect_fault(&result, FAULT_LATER, "larger than 1024 KiB");
}

static void
certificates_that_do_not_vouch_end_the_call(void **state)
{
	static const struct {
		const char *word;
		const char *what;
	} bad[] = {
		{ "untrusted", "not signed by an authority" },
		{ "wronghost", "for another host" },
		{ "expired", "has expired" },
		{ "early", "not valid yet" },
	};
	struct peer_plan plan = { .answer = "HTTP/1.1 200 OK\r\n\r\n" };
	struct result result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		plan.certificate = bad[i].word;
		call(&result, &plan);
		expect_fault(&result, FAULT_LATER, bad[i].what);
		assert_int_equal(result.why.turn, TURN_YOU);
		assert_string_not_equal(result.why.server, "");
		assert_string_equal(result.seen.request, "");
	}
}

static void
our_authority_is_not_trusted_where_the_account_names_none(void **state)
{
	const struct peer_plan plan = { .answer = "HTTP/1.1 200 OK\r\n\r\n" };
	const struct http_way way = { 0 };
	struct result result;

	(void)state;
	call_way(&result, &plan, NULL, &way);
	expect_fault(&result, FAULT_LATER, "not signed by an authority");
}

static void
a_ca_file_that_is_none_is_a_fault_of_the_settings(void **state)
{
	const struct peer_plan plan = { .answer = "HTTP/1.1 200 OK\r\n\r\n" };
	const struct http_way way = { .ca_file = "/dev/null" };
	const struct http_way missing = { .ca_file = "/nonexistent/ca.pem" };
	struct result result;

	(void)state;
	call_way(&result, &plan, NULL, &way);
	expect_fault(&result, FAULT_SETTINGS, "CA file");
	call_way(&result, &plan, NULL, &missing);
	expect_fault(&result, FAULT_SETTINGS, "CA file");
}

static void
tls_older_than_1_2_is_told_as_such(void **state)
{
	const struct peer_plan plan = {
		.answer = "HTTP/1.1 200 OK\r\n\r\n",
		.priority = "NORMAL:-VERS-ALL:+VERS-TLS1.1:%COMPAT"
	};
	struct result result;

	(void)state;
	call(&result, &plan);
	expect_fault(&result, FAULT_LATER, "speaks no TLS 1.2");
	assert_string_equal(result.seen.request, "");
}

static void
something_that_speaks_no_tls_is_told_as_such(void **state)
{
	static const char *const words[] = {
		"220 mail.example.org ESMTP\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
		"\x16\x03\x01 this is not the record that it seems to be",
	};
	struct peer_plan plan = { .way = PEER_PLAIN };
	struct result result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		plan.answer = words[i];
		call(&result, &plan);
		expect_fault(&result, FAULT_LATER,
		    "encrypted connection to 127.0.0.1 did not come about");
	}
}

static void
answers_that_are_missing_or_torn_may_be_tried_later(void **state)
{
	static const struct {
		const char *answer;
		const char *what;
	} torn[] = {
		{ "", "without an answer" },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a",
		    "ended in the middle" },
		{ "SSH-2.0-OpenSSH_9\r\n", "not the kind of server" },
	};
	struct result result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(torn) / sizeof(torn[0]); i++) {
		call_for(&result, torn[i].answer);
		expect_fault(&result, FAULT_LATER, torn[i].what);
		assert_int_equal(result.answer.reached, HTTP_CONNECTED);
	}
}

static void
a_closed_port_has_refused_the_connection(void **state)
{
	const struct http_way way = { .ca_file = ca_file };
	struct result result = { 0 };
	char url[64];
	int port;

	(void)state;
	close(peer_listen(&port));
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", port);
	result.good = http_call(url, NULL, &way, &result.answer, &result.why);
	expect_fault(&result, FAULT_LATER, "127.0.0.1 refused the connection");
	assert_int_equal(result.answer.reached, HTTP_RESOLVED);
	assert_int_equal(result.why.turn, TURN_WAIT);
}

static void
a_name_that_is_reserved_for_nobody_cannot_be_resolved(void **state)
{
	const struct http_way way = { 0 };
	struct result result = { 0 };

	(void)state;
	result.good = http_call("https://x..invalid/", NULL, &way,
	    &result.answer, &result.why);
	expect_fault(&result, FAULT_LATER, "cannot be resolved");
	assert_int_equal(result.answer.reached, HTTP_NOWHERE);
}

static void
an_address_that_is_not_safe_is_not_called(void **state)
{
	const struct http_way way = { .ca_file = ca_file };
	struct result result = { 0 };
	int port, listener = peer_listen(&port);
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", port);
	result.good = http_call(url, NULL, &way, &result.answer, &result.why);
	expect_fault(&result, FAULT_SETTINGS, "https://");
	assert_false(peer_has_caller(listener));
	close(listener);
}

static void
a_proxy_of_the_account_is_used_whatever_no_proxy_says(void **state)
{
	const struct peer_plan plan = {
		.way = PEER_TUNNEL,
		.answer = "HTTP/1.1 204 None\r\nContent-Length: 0\r\n\r\n"
	};
	struct http_way way = { .ca_file = ca_file };
	struct http_answer answer;
	struct secret password;
	struct fault why;
	struct peer peer;
	char proxy[64];

	(void)state;
	setenv("no_proxy", "*", 1);
	secret_init(&password, 100);
	secret_adds(&password, "user:word");
	way.proxy_password = &password;
	peer_start(&peer, tls, &plan);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", peer.port);
	way.proxy = proxy;
	assert_true(http_call("https://localhost:1/", NULL, &way, &answer,
	    &why));
	assert_int_equal(answer.status, 204);
	assert_non_null(strstr(peer.seen->connect,
	    "CONNECT localhost:1 HTTP/1.1\r\n"));
	assert_non_null(strstr(peer.seen->connect, "Basic dXNlcjp3b3Jk"));
	assert_null(strstr(peer.seen->request, "dXNlcjp3b3Jk"));
	assert_int_equal(password.open, 0);
	http_answer_clear(&answer);
	secret_clear(&password);
	peer_stop(&peer);
	unsetenv("no_proxy");
}

static void
a_proxy_that_refuses_is_named_as_the_cause(void **state)
{
	const struct peer_plan plan = {
		.way = PEER_DENY,
		.answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
	};
	struct http_way way = { .ca_file = ca_file };
	struct result result = { 0 };
	struct peer peer;
	char proxy[64];

	(void)state;
	peer_start(&peer, tls, &plan);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d/", peer.port);
	way.proxy = proxy;
	result.good = http_call("https://localhost:1/", NULL, &way,
	    &result.answer, &result.why);
	expect_fault(&result, FAULT_LATER, "the proxy does not let");
	peer_stop(&peer);
}

static void
a_proxy_of_another_kind_or_with_a_password_is_refused(void **state)
{
	static const char *const proxies[] = { "", "127.0.0.1:3128",
		"https://127.0.0.1:3128", "socks5://127.0.0.1:1080",
		"http://", "http://user:hunter2@127.0.0.1:3128",
		"http://127.0.0.1:3128/hunter2", "http://a b" };
	struct http_way way = { 0 };
	struct result result = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++) {
		way.proxy = proxies[i];
		result.good = http_call("https://localhost:1/", NULL, &way,
		    &result.answer, &result.why);
		expect_fault(&result, FAULT_SETTINGS, "proxy");
		assert_null(strstr(result.why.what, "hunter2"));
	}
}

static void
proxies_of_the_environment_are_not_asked(void **state)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY" };
	struct result result;
	int port, stranger = peer_listen(&port);
	char proxy[64];
	size_t i;

	(void)state;
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", port);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		setenv(names[i], proxy, 1);
	call_for(&result, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	assert_true(result.good);
	assert_false(peer_has_caller(stranger));
	close(stranger);
	http_answer_clear(&result.answer);
}

/* Calls in a process of its own with SSLKEYLOGFILE set; is the file there? */
static bool
leaves_a_key_log(bool hardened)
{
	char path[64];
	struct result result;
	struct stat st;
	int status = 0;
	pid_t pid;
	bool there;

	snprintf(path, sizeof(path), "%s/keys", dir);
	pid = fork();
	if (pid == 0) {
		setenv("SSLKEYLOGFILE", path, 1);
		if (hardened)
			process_harden();
		call_for(&result,
		    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
		_exit(result.good ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	there = stat(path, &st) == 0 && st.st_size > 0;
	unlink(path);
	return there;
}

static void
a_hardened_process_writes_no_key_log(void **state)
{
	(void)state;
	/* An unhardened one does, or this would prove nothing. */
	assert_true(leaves_a_key_log(false));
	assert_false(leaves_a_key_log(true));
}

static int
make_authority(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(ca_file, sizeof(ca_file), "%s/ca.pem", dir);
	tls = tls_new(dir);
	return tls != NULL ? 0 : -1;
}

static int
remove_authority(void **state)
{
	static const char *const names[] = { "ca.pem", "server.pem",
		"server-key.pem" };
	char path[64];
	size_t i;

	(void)state;
	tls_free(tls);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		/* First, while libcurl has not read the environment yet. */
		cmocka_unit_test(a_hardened_process_writes_no_key_log),
		cmocka_unit_test(the_answer_arrives_with_status_kind_and_body),
		cmocka_unit_test(
		    the_servers_clock_is_told_where_it_can_be_read),
		cmocka_unit_test(a_call_ends_when_its_own_limit_is_over),
		cmocka_unit_test(
		    a_form_is_posted_byte_by_byte_and_closed_again),
		cmocka_unit_test(a_form_that_did_not_fit_is_never_sent),
		cmocka_unit_test(
		    a_call_that_is_not_answered_is_given_up_when_asked),
		cmocka_unit_test(
		    the_answer_to_a_form_gone_out_is_waited_for),
		cmocka_unit_test(only_json_content_counts_as_json),
		cmocka_unit_test(
		    the_wait_that_a_server_asks_for_is_clamped_to_an_hour),
		cmocka_unit_test(
		    a_redirect_is_an_answer_and_the_other_host_is_not_called),
		cmocka_unit_test(an_answer_of_ten_megabytes_is_cut_and_refused),
		cmocka_unit_test(an_answer_of_exactly_the_maximum_is_taken),
		cmocka_unit_test(certificates_that_do_not_vouch_end_the_call),
		cmocka_unit_test(
		    our_authority_is_not_trusted_where_the_account_names_none),
		cmocka_unit_test(
		    a_ca_file_that_is_none_is_a_fault_of_the_settings),
		cmocka_unit_test(tls_older_than_1_2_is_told_as_such),
		cmocka_unit_test(something_that_speaks_no_tls_is_told_as_such),
		cmocka_unit_test(
		    answers_that_are_missing_or_torn_may_be_tried_later),
		cmocka_unit_test(a_closed_port_has_refused_the_connection),
		cmocka_unit_test(
		    a_name_that_is_reserved_for_nobody_cannot_be_resolved),
		cmocka_unit_test(an_address_that_is_not_safe_is_not_called),
		cmocka_unit_test(
		    a_proxy_of_the_account_is_used_whatever_no_proxy_says),
		cmocka_unit_test(a_proxy_that_refuses_is_named_as_the_cause),
		cmocka_unit_test(
		    a_proxy_of_another_kind_or_with_a_password_is_refused),
		cmocka_unit_test(proxies_of_the_environment_are_not_asked),
	};

	return cmocka_run_group_tests(tests, make_authority, remove_authority);
}
