/* SPDX-License-Identifier: ISC */
/* Sessions that must not come about: each fault before the first MAIL has its
 * own words, and neither mail nor token leaves. */
#include <config.h>

#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/journal.h"
#include "mail/smtp.h"
#include "mail/smtp_inside.h"
#include "tests/lib/postoffice.h"

/* Opens in vain; the fault is in why. Returns the login's result. */
static enum smtp_login_result
refuse(void *office, const struct smtp_login *login, struct fault *why)
{
	struct smtp *smtp = smtp_new(office_submission(office), NULL);
	enum smtp_login_result result;

	memset(why, 0, sizeof(*why));
	assert_false(smtp_open(smtp, login, why));
	assert_false(smtp_is_alive(smtp));
	result = smtp_login_result(smtp);
	smtp_close(smtp);
	assert_true(why->what[0] != '\0' && why->next[0] != '\0');
	assert_int_equal(office_count(office, "smtp.command:MAIL"), 0);
	assert_null(strstr(why->server, OFFICE_TOKEN));
	return result;
}

static void
expect(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", words, text);
}

/* A switch set to value, a login with the good token, and the words and kind
 * that must come of it. */
struct one {
	const char *name;
	const char *value;
	const char *words;
	enum fault_kind kind;
	enum smtp_login_result result;
	long auths; /* how often the token may have been shown */
};

static void
run(void *office, const struct one *one)
{
	long before = office_count(office, "smtp.auth");
	struct fault why;
	enum smtp_login_result result;

	office_switch(office, one->name, one->value);
	result = refuse(office, office_login(office), &why);
	expect(why.what, one->words);
	assert_int_equal(why.kind, one->kind);
	assert_int_equal(result, one->result);
	assert_int_equal(office_count(office, "smtp.auth") - before,
	    one->auths);
	office_switch(office, one->name, strpbrk(one->value, "*:") == NULL &&
	    one->value[1] == '\0' ? "0" : "");
}

static void
run_all(void *office, const struct one *all, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		run(office, &all[i]);
}

#define RUN(office, rows) run_all(office, rows, sizeof(rows) / sizeof(rows[0]))

static void
what_answers_is_no_proper_server(void **state)
{
	static const struct one rows[] = {
		{ "smtp.http", "1*greeting", "is a web server", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.garbage", "1*greeting", "is not an SMTP server",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.endless", "1*greeting", "answer without end",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.endless", "1*ehlo", "answer without end", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.garbage", "1*ehlo", "is not an SMTP server",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.garbage", "1*auth", "is not an SMTP server",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
	};

	RUN(*state, rows);
}

static void
without_encryption_nothing_is_sent(void **state)
{
	static const struct one rows[] = {
		{ "smtp.no-starttls", "1", "offers no encryption (STARTTLS)",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.reply.starttls", "1*454 4.7.0 TLS not available",
		    "cannot encrypt at the moment", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.inject", "250-XINJECTED", "somebody on the way",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
	};

	RUN(*state, rows);
	assert_int_equal(office_count(*state, "smtp.tls:ok"), 0);
}

static void
a_login_that_is_not_offered_is_not_tried(void **state)
{
	static const struct one rows[] = {
		{ "smtp.no-auth", "1", "offers no login (AUTH)", FAULT_LATER,
		    SMTP_LOGIN_NOT_OFFERED, 0 },
		{ "smtp.mechanisms", "LOGIN", "takes no sign-in tokens "
		    "(XOAUTH2), only: LOGIN", FAULT_LATER,
		    SMTP_LOGIN_NOT_OFFERED, 0 },
		{ "smtp.mechanisms", "LOGIN PLAIN OAUTHBEARER",
		    "takes no sign-in tokens", FAULT_LATER,
		    SMTP_LOGIN_NOT_OFFERED, 0 },
	};

	RUN(*state, rows);
	assert_int_equal(office_count(*state, "smtp.command:AUTH"), 0);
}

static void
refused_logins_are_told_from_late_ones(void **state)
{
	static const struct one rows[] = {
		{ "smtp.reply.auth", "1*535 5.7.3 Authentication unsuccessful",
		    "refused the sign-in of " OFFICE_USER, FAULT_SIGNIN,
		    SMTP_LOGIN_REFUSED, 0 },
		{ "smtp.reply.auth", "1*454 4.7.0 Temporary authentication "
		    "failure", "cannot check logins", FAULT_LATER,
		    SMTP_LOGIN_LATER, 0 },
		{ "smtp.reply.auth", "1*421 4.3.2 Service not available",
		    "closed the session", FAULT_LATER, SMTP_LOGIN_LATER, 0 },
		{ "smtp.reply.auth", "1*451 4.7.0 Temporary server error",
		    "passing trouble", FAULT_LATER, SMTP_LOGIN_LATER, 0 },
		{ "smtp.tenant-disabled", "1", "whole organisation",
		    FAULT_SIGNIN, SMTP_LOGIN_REFUSED, 1 },
		{ "smtp.mailbox-disabled", "1", "switched off for the mailbox",
		    FAULT_SIGNIN, SMTP_LOGIN_REFUSED, 1 },
		{ "smtp.reply.greeting", "1*421 4.3.2 Not now",
		    "closed the session", FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.reply.greeting", "1*554 5.3.2 No service here",
		    "no connections from this machine", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.reply.ehlo", "1*501 5.5.4 Invalid domain name",
		    "this machine's name", FAULT_SETTINGS, SMTP_LOGIN_NONE,
		    0 },
	};

	RUN(*state, rows);
}

static void
a_334_challenge_is_a_refusal_and_is_decoded(void **state)
{
	struct fault why;

	office_switch(*state, "smtp.challenge", "1");
	assert_int_equal(refuse(*state, office_bad_login(*state), &why),
	    SMTP_LOGIN_REFUSED);
	assert_int_equal(why.kind, FAULT_SIGNIN);
	expect(why.server, "status 4");
	assert_string_equal(why.code, "334");
}

static void
a_wrong_token_and_a_shared_mailbox_are_refused(void **state)
{
	struct smtp_login shared = *office_login(*state);
	struct fault why;

	assert_int_equal(refuse(*state, office_bad_login(*state), &why),
	    SMTP_LOGIN_REFUSED);
	assert_string_equal(why.code, "535 5.7.3");
	assert_true(why.recent);
	shared.user = "shared@contoso.example";
	assert_int_equal(refuse(*state, &shared, &why), SMTP_LOGIN_REFUSED);
	expect(why.next, "never a shared mailbox");
}

static void
bad_certificates_end_the_session(void **state)
{
	static const struct one rows[] = {
		{ "smtp.cert", "expired", "has expired, or this machine's "
		    "clock is wrong (it says", FAULT_LATER, SMTP_LOGIN_NONE,
		    0 },
		{ "smtp.cert", "early", "not valid yet", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.cert", "wronghost", "is for another host", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.cert", "untrusted", "not signed by an authority",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.tls", "1.1", "TLS 1.2 or newer", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
	};

	RUN(*state, rows);
}

static void
a_stall_names_its_stage(void **state)
{
	static const struct one rows[] = {
		{ "smtp.silent", "1*greeting", "does not greet", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.silent", "1*ehlo", "does not answer EHLO (",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.silent", "1*starttls", "does not answer STARTTLS",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.silent", "1*tls", "TLS handshake", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
		{ "smtp.silent", "1*auth", "does not answer the login",
		    FAULT_LATER, SMTP_LOGIN_NONE, 0 },
		{ "smtp.drip", "ehlo:100", "does not answer EHLO", FAULT_LATER,
		    SMTP_LOGIN_NONE, 0 },
	};

	office_submission(*state)->stage_ms = 300;
	RUN(*state, rows);
}

static void
lines_that_break_are_tried_again_later(void **state)
{
	static const char *const stages[] = { "greeting", "ehlo", "starttls",
		"tls", "auth-start", "auth" };
	char value[40];
	struct fault why;
	size_t i;

	for (i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		snprintf(value, sizeof(value), "1*%s", stages[i]);
		office_switch(*state, "smtp.close", value);
		refuse(*state, office_login(*state), &why);
		assert_int_equal(why.kind, FAULT_LATER);
		office_switch(*state, "smtp.reset", value);
		refuse(*state, office_login(*state), &why);
		assert_int_equal(why.kind, FAULT_LATER);
	}
}

static void
the_name_for_ehlo_is_full_or_a_literal(void **state)
{
	char name[SMTP_HELO_SIZE];

	(void)state;
	smtp_helo_name(name);
	assert_null(strchr(name, '_'));
	if (name[0] == '[')
		assert_int_equal(name[strlen(name) - 1], ']');
	else
		assert_non_null(strchr(name, '.'));
	assert_true(strncmp(name, "localhost", 9) != 0);
}

/* A port of the kernel's choice on which nobody listens any more. */
static unsigned
closed_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&address, len), 0);
	getsockname(fd, (struct sockaddr *)&address, &len);
	close(fd);
	return ntohs(address.sin_port);
}

static void
nobody_listens_and_no_such_name(void **state)
{
	struct smtp_server *server = office_submission(*state);
	struct fault why;

	server->port = closed_port();
	refuse(*state, office_login(*state), &why);
	expect(why.what, "refused the connection");
	assert_int_equal(why.kind, FAULT_LATER);
	server->host = "no-such-host.invalid";
	server->stage_ms = 20000;
	refuse(*state, office_login(*state), &why);
	assert_int_equal(why.kind, FAULT_LATER);
	expect(why.what, "no-such-host.invalid");
}

static void
settings_that_cannot_work_are_named(void **state)
{
	struct smtp_server *server = office_submission(*state);
	struct smtp_login odd = *office_login(*state);
	struct fault why;

	server->host = "bad host";
	refuse(*state, office_login(*state), &why);
	assert_int_equal(why.kind, FAULT_SETTINGS);
	server->host = "x.example/y";
	refuse(*state, office_login(*state), &why);
	assert_int_equal(why.kind, FAULT_SETTINGS);
	server->host = "localhost";
	server->ca_file = "/nonexistent/ca.pem";
	refuse(*state, office_login(*state), &why);
	assert_int_equal(why.kind, FAULT_SETTINGS);
	expect(why.what, "CA file");
	odd.user = "a\x01" "auth=Bearer x";
	refuse(*state, &odd, &why);
	assert_int_equal(why.kind, FAULT_DATA);
	server->security = SMTP_PLAIN;
	refuse(*state, office_login(*state), &why);
	expect(why.what, "without encryption");
	assert_int_equal(office_count(*state, "smtp.tls:ok"), 0);
}

static void
a_strangers_proxy_in_the_environment_is_ignored(void **state)
{
	struct smtp *smtp = smtp_new(office_submission(*state), NULL);
	struct fault why;
	char proxy[64];

	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%u", closed_port());
	setenv("all_proxy", proxy, 1);
	setenv("ALL_PROXY", proxy, 1);
	if (!smtp_open(smtp, office_login(*state), &why))
		fail_msg("%s; %s", why.what, why.server);
	smtp_close(smtp);
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	/* The positive control: the same proxy, asked for, is used. */
	office_submission(*state)->proxy = proxy;
	refuse(*state, office_login(*state), &why);
}

/* What went to standard error while fn ran; freed by the caller. */
static char *
listen_to(void (*fn)(void *), void *arg)
{
	FILE *file = tmpfile();
	char *bytes = calloc(1, 1 << 17);
	int saved = dup(STDERR_FILENO);

	assert_non_null(file);
	assert_non_null(bytes);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	fn(arg);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	assert_true(fread(bytes, 1, (1 << 17) - 1, file) > 0);
	fclose(file);
	return bytes;
}

static void
open_both_ways(void *office)
{
	struct smtp *smtp = smtp_new(office_submission(office), NULL);
	struct fault why;

	journal_open(true, false);
	smtp_open(smtp, office_login(office), &why);
	smtp_close(smtp);
	refuse(office, office_bad_login(office), &why);
	journal_open(false, false);
}

static void
debug_output_has_the_session_and_no_token(void **state)
{
	/* base64 of "user=alerts@contoso.example\1auth=Bearer " begins so. */
	static const char login[] = "dXNlcj1hbGVydHNAY29udG9zby5leGFtcGxl";
	char *said = listen_to(open_both_ways, *state);

	expect(said, "EHLO client.example");
	expect(said, "250-PIPELINING");
	expect(said, "235 2.7.0");
	assert_null(strstr(said, OFFICE_TOKEN));
	assert_null(strstr(said, login));
	assert_null(strstr(said, "Z29vZC10b2tlbg"));
	free(said);
}

/* What a server says is shown; what it repeats of the login is not, also where
 * it has forgotten the code that begins an answer. */
static void
a_token_in_what_is_no_answer_is_not_told(void **state)
{
	struct smtp *smtp = smtp_new(office_submission(*state), NULL);
	const struct secret *token = office_login(*state)->token;
	struct fault why;
	char line[4096];

	for (size_t lead = 0; lead < 190; lead += 7) {
		snprintf(line, sizeof(line), "what is %*s%s", (int)lead, "",
		    secret_open(token));
		secret_close(token);
		memset(line + 8, '?', lead);
		line[8 + lead] = ' ';
		assert_false(smtp_take_line(smtp, line, strlen(line)));
		memset(&why, 0, sizeof(why));
		smtp_wire_fault(smtp, WIRE_GARBAGE, "it logged in", &why);
		expect(why.server, "what is ");
		assert_null(strstr(why.server, OFFICE_TOKEN));
	}
	smtp_close(smtp);
}

/* Options that libcurl was told, by number; see -Wl,--wrap in Makefile.am. */
static bool told_capath;
int __real_curl_easy_setopt(void *curl, int option, ...);
int __wrap_curl_easy_setopt(void *curl, int option, ...);

int
__wrap_curl_easy_setopt(void *curl, int option, ...)
{
	va_list args;
	curl_off_t number;
	void *pointer;
	int result;

	va_start(args, option);
	if (option / 10000 == 3) {
		number = va_arg(args, curl_off_t);
		result = __real_curl_easy_setopt(curl, option, number);
	} else if (option / 10000 == 0) {
		long value = va_arg(args, long);

		result = __real_curl_easy_setopt(curl, option, value);
	} else {
		pointer = va_arg(args, void *);
		told_capath |= option == CURLOPT_CAPATH && pointer == NULL;
		result = __real_curl_easy_setopt(curl, option, pointer);
	}
	va_end(args);
	return result;
}

static void
an_authority_of_the_accounts_stands_alone(void **state)
{
	struct smtp *smtp = smtp_new(office_submission(*state), NULL);
	struct fault why;

	told_capath = false;
	assert_true(smtp_open(smtp, office_login(*state), &why));
	smtp_close(smtp);
	assert_true(told_capath);
	/* The system's stay where the account names none. */
	told_capath = false;
	office_submission(*state)->ca_file = NULL;
	refuse(*state, office_login(*state), &why);
	assert_false(told_capath);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, office_open, \
    office_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_answers_is_no_proper_server),
		CASE(without_encryption_nothing_is_sent),
		CASE(a_login_that_is_not_offered_is_not_tried),
		CASE(refused_logins_are_told_from_late_ones),
		CASE(a_334_challenge_is_a_refusal_and_is_decoded),
		CASE(a_wrong_token_and_a_shared_mailbox_are_refused),
		CASE(bad_certificates_end_the_session),
		CASE(a_stall_names_its_stage),
		CASE(lines_that_break_are_tried_again_later),
		CASE(nobody_listens_and_no_such_name),
		CASE(the_name_for_ehlo_is_full_or_a_literal),
		CASE(settings_that_cannot_work_are_named),
		CASE(a_strangers_proxy_in_the_environment_is_ignored),
		CASE(debug_output_has_the_session_and_no_token),
		CASE(a_token_in_what_is_no_answer_is_not_told),
		CASE(an_authority_of_the_accounts_stands_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
