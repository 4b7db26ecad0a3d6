/* SPDX-License-Identifier: ISC */
/* Every failure of the stand-in, met by a person in the wizard: what happened
 * and what to do is on the screen, nothing goes live, and there is always a way
 * on: once the cause is gone, the same keys lead to the next step. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tests/tui/stage.h"

struct failure {
	void (*meet)(struct stage *stage, const struct failure *failure);
	const char *name, *value; /* of the switch */
	const char *what, *next;  /* words that are on the screen */
};

static void
must_show(struct vt *vt, const char *words)
{
	if (vt_shows(vt, words))
		return;
	vt_show(vt);
	fail_msg("\"%s\" is not there", words);
}

/* Back and forth from the verdict: no mode is a dead end. */
static void
look_for_ways_out(struct vt *vt, const struct failure *failure)
{
	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "Leave?");
	vt_send(vt, VT_ESC, 1);
	vt_lose(vt, "Leave?");
	must_show(vt, failure->what);
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "All steps");
	vt_type(vt, VT_CTRL('T'));
	vt_lose(vt, "All steps");
	must_show(vt, failure->what);
}

static bool
has_verdict(struct vt *vt, void *arg)
{
	(void)arg;
	return vt_shows(vt, "! ");
}

/* Looks at what is said; then the cause is gone. */
static void
hear(struct stage *stage, struct vt *vt, const struct failure *failure)
{
	if (!vt_wait(vt, has_verdict, NULL)) {
		vt_show(vt);
		fail_msg("nothing is said");
	}
	vt_settle(vt);
	must_show(vt, failure->what);
	must_show(vt, failure->next);
	assert_false(stage_is_live(stage));
	look_for_ways_out(vt, failure);
	beside_reset(stage->tenant);
}

/* Hands in what stands ready. */
static void
meet(struct stage *stage, struct vt *vt, const struct failure *failure)
{
	vt_type(vt, VT_ENTER);
	hear(stage, vt, failure);
}

static const struct stage_wish tall = { .rows = 40, .columns = 100 };

/* Of a step that a server judges: its last field, and the field behind it. */
static void
try_step(struct stage *stage, const struct failure *failure, const char *last,
    const char *ahead)
{
	struct vt *vt;

	stage_fill(stage, last, NULL);
	vt = stage_resume(stage, &tall);
	stage_see_field(stage, vt, last);
	vt_settle(vt);
	beside_switch(stage->tenant, failure->name, failure->value);
	meet(stage, vt, failure);
	stage_try_again(vt);
	stage_see_field(stage, vt, ahead);
}

static void
try_server(struct stage *stage, const struct failure *failure)
{
	try_step(stage, failure, "smtp.user", "secrets.client_secret");
}

static void
try_secret(struct stage *stage, const struct failure *failure)
{
	try_step(stage, failure, "registration.secret_expires",
	    "signin.pasted");
}

static struct vt *
at_signin(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, &tall);
	vt_see(vt, "https://");
	return vt;
}

/* The account is live behind the mail; the next question is whether it came. */
static void
try_mail(struct stage *stage, const struct failure *failure)
{
	size_t mails = beside_mails(stage->tenant);
	struct vt *vt = at_signin(stage);

	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
	vt_paste(vt, "ops@contoso.example");
	beside_switch(stage->tenant, failure->name, failure->value);
	meet(stage, vt, failure);
	assert_int_equal(beside_mails(stage->tenant), mails);
	stage_try_again(vt);
	vt_see(vt, "Has it arrived");
	assert_true(stage_is_live(stage));
}

/* A sign-in that was refused is done once more, from a new session. */
static void
sign_in_again(struct stage *stage, struct vt *vt)
{
	vt_free(vt);
	vt = stage_resume(stage, &tall);
	vt_settle(vt);
	if (!vt_shows(vt, "https://"))
		vt_type(vt, VT_CTRL('N'));
	vt_see(vt, "https://");
	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
}

/* What was made minutes ago may not be known yet: it is told, and the person
 * goes on meanwhile. */
static void
try_recent(struct stage *stage, const struct failure *failure)
{
	struct vt *vt;

	stage_fill(stage, "registration.secret_expires", NULL);
	vt = stage_resume(stage, &tall);
	stage_see_field(stage, vt, "registration.secret_expires");
	vt_settle(vt);
	beside_switch(stage->tenant, failure->name, failure->value);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	vt_see(vt, failure->what);
	vt_see(vt, failure->next);
	beside_reset(stage->tenant);
	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
}

/* The person types the code elsewhere. */
static int
enter_code(struct stage *stage, struct vt *vt)
{
	char code[32], address[512], said[4096];
	struct beside_visit visit = { .who = "alerts", .address = address,
		.code = code };

	stage_code(vt, address, sizeof(address), code);
	return beside_browse(stage->tenant, &visit, said, sizeof(said));
}

/* A token that the mail server will not take. */
static void
try_token(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_signin(stage);

	beside_switch(stage->tenant, failure->name, failure->value);
	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
	vt_paste(vt, "ops@contoso.example");
	meet(stage, vt, failure);
	stage_try_again(vt);
	vt_see(vt, "Has it arrived");
}

/* At the sign-in by a code; the app allows it. */
static struct vt *
at_code(struct stage *stage, const struct failure *failure)
{
	static const char *const others[] = { "grant", "device_code", NULL };
	char form[256];
	struct vt *vt;

	snprintf(form, sizeof(form), "id=%s&allow_public=1",
	    beside_value(stage->tenant, "client_id"));
	beside_post(stage->tenant, "/app", form);
	stage_fill(stage, "signin.pasted", others);
	beside_switch(stage->tenant, "device.interval", "1");
	beside_switch(stage->tenant, failure->name, failure->value);
	vt = stage_start(stage, &tall);
	vt_see(vt, "You were at");
	return vt;
}

/* With a new code it goes well. */
static void
by_new_code(struct stage *stage, struct vt *vt)
{
	beside_switch(stage->tenant, "device.interval", "1");
	vt_settle(vt);
	vt_type(vt, vt_shows(vt, "enter this code") ? VT_CTRL('N') : "1");
	vt_see(vt, "enter this code");
	assert_int_equal(enter_code(stage, vt), 0);
	stage_see_field(stage, vt, "test.to");
}

/* None is given out, or it ends before it was used. */
static void
try_device(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_code(stage, failure);

	meet(stage, vt, failure);
	by_new_code(stage, vt);
}

/* It is used, and the sign-in is refused. */
static void
try_code(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_code(stage, failure);

	vt_type(vt, VT_ENTER);
	vt_see(vt, "enter this code");
	enter_code(stage, vt);
	hear(stage, vt, failure);
	/* "Sign in again": it was entered, and nothing stands against it now */
	vt_type(vt, "1");
	stage_see_field(stage, vt, "test.to");
}

/* What the browser brought is handed in, and the server refuses it. */
static void
try_signin(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_signin(stage);
	char landed[4096];

	stage_browse(stage, vt, "alerts", landed, sizeof(landed));
	vt_paste(vt, landed);
	beside_switch(stage->tenant, failure->name, failure->value);
	meet(stage, vt, failure);
	sign_in_again(stage, vt);
}

/* The browser itself shows an error; its words are pasted. */
static void
try_page(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_signin(stage);
	char page[4096];

	beside_switch(stage->tenant, failure->name, failure->value);
	stage_browse(stage, vt, "alerts", page, sizeof(page));
	vt_paste(vt, page);
	meet(stage, vt, failure);
	sign_in_again(stage, vt);
}

static const struct failure failures[] = {
	{ try_server, "smtp.no-starttls", "1", "offers no encryption",
	    "firewall" },
	{ try_server, "smtp.no-auth", "1", "localhost offers no login",
	    "Check the host" },
	{ try_server, "smtp.mechanisms", "LOGIN PLAIN", "LOGIN PLAIN",
	    "Check the host" },
	{ try_server, "smtp.reply.greeting", "421 4.3.2 Service not available",
	    "closed the session", "Try again" },
	{ try_server, "smtp.reply.ehlo", "550 5.7.1 not you", "550",
	    "Try again" },
	{ try_server, "smtp.reply.starttls", "454 4.7.0 TLS not available",
	    "454", "Try again" },
	{ try_server, "smtp.reset", "ehlo", "broke", "Try again" },
	{ try_server, "smtp.close", "greeting", "broke", "Try again" },
	{ try_server, "smtp.http", "greeting", "is a web server",
	    "captive portal" },
	{ try_server, "smtp.garbage", "greeting", "is not an SMTP server",
	    "host and port" },
	{ try_server, "smtp.endless", "ehlo", "without end", "Try again" },
	{ try_server, "smtp.tls", "1.1", "no TLS 1.2", "up to date" },
	{ try_server, "smtp.inject", "220 mine", "unencrypted part",
	    "between" },
	{ try_server, "smtp.cert", "expired", "has expired", "timedatectl" },
	{ try_server, "smtp.cert", "early", "not valid yet", "timedatectl" },
	{ try_server, "smtp.cert", "wronghost", "for another host",
	    "host name" },
	{ try_server, "smtp.cert", "untrusted", "not signed by an authority",
	    "Try again" },

	{ try_secret, "token.fault", "*:aadsts/7000222", "expired",
	    "new client secret" },
	{ try_secret, "token.fault", "*:aadsts/90002", "tenant", "Try again" },
	{ try_secret, "token.fault", "*:html200", "web page",
	    "captive portal" },
	{ try_secret, "token.fault", "*:500html", "trouble", "Try again" },
	{ try_secret, "token.fault", "*:502html", "trouble", "Try again" },
	{ try_secret, "token.fault", "*:empty", "empty", "Try again" },
	{ try_secret, "token.fault", "*:10mb", "larger", "Try again" },
	{ try_secret, "token.fault", "*:half", "no JSON", "token URL" },
	{ try_secret, "token.fault", "*:503/20", "passing trouble",
	    "Try again" },
	{ try_secret, "token.fault", "*:429/20", "too many requests",
	    "Try again" },
	{ try_secret, "token.fault", "*:redirect", "elsewhere", "Try again" },
	{ try_secret, "token.fault", "*:close", "closed the connection",
	    "Try again" },
	{ try_secret, "token.fault", "*:401", "secret", "Try again" },
	{ try_secret, "https.cert", "expired", "has expired", "timedatectl" },
	{ try_secret, "https.cert", "early", "not valid yet", "timedatectl" },
	{ try_secret, "https.cert", "wronghost", "for another host",
	    "host name" },
	{ try_secret, "https.cert", "untrusted", "not signed by an authority",
	    "Try again" },
	{ try_recent, "token.fault", "*:error200", "secret", "by itself" },
	{ try_recent, "app.unknown", "99", "client id", "by itself" },
	{ try_recent, "secret.unknown", "99", "secret", "by itself" },

	{ try_mail, "smtp.tenant-disabled", "1", "for the whole organisation",
	    "Authenticated SMTP" },
	{ try_mail, "smtp.mailbox-disabled", "1", "for the mailbox",
	    "Set-CASMailbox -Identity alerts@contoso.example" },
	{ try_mail, "smtp.reply.dot", "554 5.2.252 SendAsDenied; a not as b",
	    "may not send as alerts@contoso.example", "Send as" },
	{ try_mail, "smtp.full", "1", "is full", "Sent Items" },
	{ try_mail, "smtp.reply.dot",
	    "432 4.3.2 STOREDRV.ClientSubmit; thread limit exceeded",
	    "at the same time", "three" },
	{ try_mail, "smtp.reply.mail", "451 4.7.500 Server busy", "slows",
	    "pause" },
	{ try_mail, "smtp.reply.auth", "535 5.7.3 Authentication unsuccessful",
	    "refused the sign-in of alerts@contoso.example", "SMTP.Send" },
	{ try_mail, "smtp.reply.auth",
	    "454 4.7.0 Temporary authentication failure",
	    "cannot check logins", "Try again" },
	{ try_mail, "smtp.reply.dot",
	    "550 5.1.8 Access denied, bad outbound sender", "spam",
	    "Restricted entities" },
	{ try_mail, "smtp.reply.rcpt", "550 5.1.1 User unknown",
	    "no such recipient: ops@contoso.example", "address" },
	{ try_mail, "smtp.reply.data", "451 4.3.0 not now", "451",
	    "Try again" },
	{ try_mail, "smtp.reset", "mail", "broke while the envelope",
	    "Try again" },
	{ try_mail, "smtp.close", "dot", "broke while it confirmed",
	    "may have arrived" },
	{ try_mail, "smtp.max-bytes", "10", "larger than the server",
	    "Try again" },

	{ try_mail, "smtp.recipients", "-1", "recipients", "Try again" },
	{ try_mail, "token.fault", "*:aadsts/50173", "revoked", "ign" },
	{ try_mail, "token.fault", "*:aadsts/700082", "not used for too long",
	    "ign" },
	{ try_mail, "mfa.required", "1", "factor", "ign" },
	{ try_mail, "ca.block", "token", "Conditional Access",
	    "administrator" },

	{ try_device, "devicecode.fault", "*:500html", "trouble",
	    "Try again" },
	{ try_device, "devicecode.fault", "*:html200", "web page",
	    "captive portal" },
	{ try_device, "device.lifetime", "1", "not used in time", "new one" },
	{ try_code, "token.fault", "*:aadsts/50105", "assigned people only",
	    "Users and groups" },

	{ try_signin, "token.fault", "*:aadsts/65001", "consent", "again" },
	{ try_signin, "ca.block", "token", "Conditional Access",
	    "administrator" },
	{ try_signin, "token.fault", "*:aadsts/50105", "assigned people only",
	    "Users and groups" },
	{ try_signin, "token.fault", "*:aadsts/7000215", "secret", "Value" },
	{ try_signin, "token.fault", "*:aadsts/70008", "expired", "again" },
	{ try_signin, "token.fault", "*:aadsts/54005", "used already",
	    "again" },
	{ try_token, "token.fault", "*:wrongaud", "Microsoft Graph",
	    "SMTP.Send" },
	{ try_signin, "token.fault", "*:no-refresh", "offline_access",
	    "again" },
	{ try_signin, "token.fault", "*:lost", "closed the connection",
	    "again" },
	{ try_signin, "token.fault", "*:half", "no JSON", "token URL" },
	{ try_signin, "token.fault", "*:html200", "web page",
	    "captive portal" },

	{ try_page, "ca.block", "web", "Conditional Access",
	    "administrator" },
	{ try_page, "password.page", "50126", "password", "again" },
	{ try_page, "password.page", "50105", "assigned people only",
	    "Users and groups" },
	{ try_page, "password.page", "65001", "consent", "onsent" },
};

enum { FAILURES = sizeof(failures) / sizeof(failures[0]), NAME_SIZE = 160,
	PARTS = 3 };

static struct stage *the_stage;

static int
open_all(void **state)
{
	void *stage = NULL;
	int code = stage_open_tenant(&stage);

	(void)state; /* a group's would take the place of the rows */
	the_stage = stage;
	return code;
}

static int
close_all(void **state)
{
	void *stage = the_stage;

	(void)state;
	return stage_close(&stage);
}

/* The row comes as the case's own state. */
static int
begin_row(void **state)
{
	void *stage = the_stage;

	(void)state;
	return stage_begin(&stage);
}

static int
end_row(void **state)
{
	void *stage = the_stage;

	(void)state;
	return stage_end(&stage);
}

static void
try_row(void **state)
{
	const struct failure *failure = *state;

	failure->meet(the_stage, failure);
}

/* Three programs share them (Makefile.am), to run side by side. ONLY=WORDS in
 * the environment: those whose names have them. */
int
main(void)
{
	static struct CMUnitTest tests[FAILURES];
	static char names[FAILURES][NAME_SIZE];
	struct failure rows[FAILURES];
	const char *only = getenv("ONLY");
	size_t i, n = 0;

	memcpy(rows, failures, sizeof(rows));
	for (i = PART; i < FAILURES; i += PARTS) {
		snprintf(names[n], NAME_SIZE, "%s=%s is told, and a way on",
		    rows[i].name, rows[i].value);
		if (only != NULL && strstr(names[n], only) == NULL)
			continue;
		tests[n] = (struct CMUnitTest)
		    cmocka_unit_test_prestate_setup_teardown(try_row,
			begin_row, end_row, &rows[i]);
		tests[n].name = names[n];
		n++;
	}
	return _cmocka_run_group_tests("failures", tests, n, open_all,
	    close_all);
}
