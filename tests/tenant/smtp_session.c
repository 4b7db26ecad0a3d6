/* SPDX-License-Identifier: ISC */
/* One SMTP conversation: lines, commands, their order. Logging in is in
 * smtp_login.c, messages are in smtp_mail.c and smtp_accept.c. */
#include <config.h>

#include "tests/tenant/smtp_session.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "tests/tenant/smtp_inside.h"

enum { IN_MAX = 1 << 18, OUT_MAX = 1 << 20, COMMAND_MAX = 2048 };

void
smtp_session_init(struct smtp_session *session, const struct smtp_world *world,
    const char *host, bool relay)
{
	*session = (struct smtp_session){
		.world = world,
		.host = host,
		.relay = relay,
	};
	text_init(&session->in, IN_MAX);
	text_init(&session->out, OUT_MAX);
	smtp_body_init(&session->body, 0);
}

/* Logs out. */
static void
detach(struct smtp_session *session)
{
	const struct smtp_world *world = session->world;

	if (session->who.user[0] != '\0')
		world->attach(world->self, session->who.user, false);
	session->who = (struct smtp_who){ 0 };
}

void
smtp_session_clear(struct smtp_session *session)
{
	detach(session);
	smtp_forget_mail(session);
	smtp_body_clear(&session->body);
	text_clear(&session->in);
	text_clear(&session->out);
}

void
smtp_drop_input(struct smtp_session *session, size_t n)
{
	memmove(session->in.at, session->in.at + n, session->in.len - n);
	session->in.len -= n;
	session->in.at[session->in.len] = '\0';
}

static void
do_greeting(struct smtp_session *session, const char *unused)
{
	time_t now = (time_t)session->world->now(session->world->self);
	struct tm utc;
	char stamp[64];

	(void)unused;
	gmtime_r(&now, &utc);
	strftime(stamp, sizeof(stamp), "%a, %d %b %Y %H:%M:%S +0000", &utc);
	smtp_say(session, "220 %s Microsoft ESMTP MAIL Service ready at %s",
	    session->host, stamp);
}

void
smtp_session_greet(struct smtp_session *session)
{
	smtp_stage_run(session, STAGE_GREETING, do_greeting, "");
}

/* Lines behind "Hello" in the order of the real server. A row whose switch is
 * on is left out. */
enum extension {
	EXT_SIZE,
	EXT_WORD,	/* on every port */
	EXT_SECURE,	/* STARTTLS before, AUTH after the handshake */
	EXT_CHUNKING,	/* not on the relay port */
};

static const struct extension_row {
	enum extension kind;
	const char *word;
	const char *unless;
} extensions[] = {
	{ EXT_SIZE, "SIZE", "no-size" },
	{ EXT_WORD, "PIPELINING", "no-pipelining" },
	{ EXT_WORD, "DSN", "no-dsn" },
	{ EXT_WORD, "ENHANCEDSTATUSCODES", NULL },
	{ EXT_SECURE, "STARTTLS", "no-starttls" },
	{ EXT_WORD, "8BITMIME", "no-8bitmime" },
	{ EXT_CHUNKING, "BINARYMIME", NULL },
	{ EXT_CHUNKING, "CHUNKING", NULL },
	{ EXT_WORD, "SMTPUTF8", "no-smtputf8" },
};

/* Adds the words of one row, or nothing. */
static void
add_extension(struct smtp_session *session, const struct extension_row *row,
    struct text *out)
{
	char mechanisms[128];

	if (session->relay &&
	    (row->kind == EXT_SECURE || row->kind == EXT_CHUNKING))
		return;
	if (row->kind == EXT_SECURE && session->tls) {
		smtp_mechanisms(session, mechanisms, sizeof(mechanisms));
		if (mechanisms[0] != '\0')
			text_addf(out, "AUTH %s\n", mechanisms);
		return;
	}
	if (row->unless != NULL && smtp_is_on(session, row->unless))
		return;
	if (row->kind == EXT_SIZE)
		text_addf(out, "SIZE %lld\n",
		    (long long)smtp_number(session, "size", 157286400));
	else
		text_addf(out, "%s\n", row->word);
}

static void
say_hello(struct smtp_session *session)
{
	struct text lines;
	char *at, *next;

	text_init(&lines, 4096);
	text_addf(&lines, "%s Hello [%s]\n", session->host, session->peer);
	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
		add_extension(session, &extensions[i], &lines);
	for (at = lines.at; *at != '\0'; at = next) {
		next = strchr(at, '\n');
		*next++ = '\0';
		smtp_say(session, "250%c%s", *next == '\0' ? ' ' : '-', at);
	}
	text_clear(&lines);
}

/* EHLO and HELO, which argument begins with. */
static void
do_ehlo(struct smtp_session *session, const char *argument)
{
	const char *domain = argument + 4 + strspn(argument + 4, " ");

	if (!smtp_domain_is_valid(domain)) {
		smtp_refuse(session, "501 5.5.4 Invalid domain name");
		return;
	}
	smtp_forget_mail(session);
	session->hello = true;
	snprintf(session->helo, sizeof(session->helo), "%s", domain);
	session->extended = (argument[0] | 0x20) == 'e';
	if (session->extended)
		say_hello(session);
	else
		smtp_say(session, "250 %s Hello [%s]", session->host,
		    session->peer);
}

static void
do_starttls(struct smtp_session *session, const char *argument)
{
	char words[SMTP_SETTING_SIZE];

	(void)argument;
	if (session->relay || session->tls ||
	    smtp_is_on(session, "no-starttls")) {
		smtp_refuse(session, "500 5.3.3 Unrecognized command");
		return;
	}
	smtp_say(session, "220 2.0.0 SMTP server ready");
	if (smtp_setting(session, "inject", words, sizeof(words)))
		smtp_say(session, "%s", words);
	if (session->in.len > 0)
		smtp_violation(session, "%zu bytes behind STARTTLS",
		    session->in.len);
	smtp_drop_input(session, session->in.len);
	session->then = THEN_TLS;
}

static void
do_rset(struct smtp_session *session, const char *argument)
{
	(void)argument;
	smtp_forget_mail(session);
	smtp_say(session, "250 2.0.0 Resetting");
}

static void
do_noop(struct smtp_session *session, const char *argument)
{
	(void)argument;
	smtp_say(session, "250 2.0.0 OK");
}

static void
do_quit(struct smtp_session *session, const char *argument)
{
	(void)argument;
	smtp_say(session, "221 2.0.0 Service closing transmission channel");
	session->then = THEN_CLOSE;
}

static void
do_unknown(struct smtp_session *session, const char *argument)
{
	(void)argument;
	smtp_violation(session, "unknown command");
	smtp_refuse(session, "500 5.3.3 Unrecognized command");
}

enum {
	LAST = 1,   /* nothing may be sent behind it before its reply */
	GROUP = 2,  /* may be followed at once where PIPELINING is offered */
	WHOLE = 4   /* the step wants the verb too */
};

static const struct command {
	const char *verb;
	enum smtp_stage stage;
	int flags;
	void (*step)(struct smtp_session *, const char *);
} commands[] = {
	{ "EHLO", STAGE_EHLO, LAST | WHOLE, do_ehlo },
	{ "HELO", STAGE_EHLO, LAST | WHOLE, do_ehlo },
	{ "STARTTLS", STAGE_STARTTLS, 0, do_starttls },
	{ "AUTH", STAGE_AUTH_START, LAST, smtp_do_auth },
	{ "MAIL", STAGE_MAIL, GROUP, smtp_do_mail },
	{ "RCPT", STAGE_RCPT, GROUP, smtp_do_rcpt },
	{ "DATA", STAGE_DATA, LAST, smtp_do_data },
	{ "BDAT", STAGE_DATA, 0, smtp_do_bdat },
	{ "RSET", STAGE_RSET, GROUP, do_rset },
	{ "NOOP", STAGE_NOOP, LAST, do_noop },
	{ "QUIT", STAGE_QUIT, LAST, do_quit },
	{ "", STAGE_OTHER, 0, do_unknown },
};

static const struct command *
find_command(const char *line)
{
	const struct command *row = commands;

	for (; row->verb[0] != '\0'; row++) {
		size_t len = strlen(row->verb);

		if (strncasecmp(line, row->verb, len) == 0 &&
		    (line[len] == '\0' || line[len] == ' '))
			break;
	}
	return row;
}

static void
check_order(struct smtp_session *session, const struct command *row)
{
	if (session->in.len == 0)
		return;
	if ((row->flags & LAST) != 0)
		smtp_violation(session, "%zu bytes behind %s",
		    session->in.len, row->verb);
	else if ((row->flags & GROUP) != 0 &&
	    (!session->extended || smtp_is_on(session, "no-pipelining")))
		smtp_violation(session, "%s pipelined though not offered",
		    row->verb);
}

static void
run_command(struct smtp_session *session, const char *line)
{
	const struct command *row = find_command(line);
	const char *argument = line + strlen(row->verb);

	argument += strspn(argument, " ");
	smtp_event(session, "command", row->verb,
	    row->step == smtp_do_auth || row->step == do_unknown ? ""
								 : argument);
	check_order(session, row);
	/* The stage "auth" is the one in which the token is judged. */
	if (row->step == smtp_do_auth && strchr(argument, ' ') != NULL)
		smtp_do_auth(session, argument);
	else
		smtp_stage_run(session, row->stage, row->step,
		    (row->flags & WHOLE) != 0 ? line : argument);
}

/* A line without its end; it may hold a NUL, which is refused. */
static void
run_line(struct smtp_session *session, char *line, size_t len)
{
	if (memchr(line, '\0', len) != NULL) {
		smtp_violation(session, "NUL in a command");
		smtp_refuse(session, "500 5.3.3 Unrecognized command");
	} else if (session->mode == MODE_LOGIN) {
		smtp_login_line(session, line);
	} else if (len > COMMAND_MAX && strncasecmp(line, "AUTH ", 5) != 0) {
		smtp_violation(session, "command of %zu bytes", len);
		smtp_refuse(session, "500 5.3.3 Line too long");
	} else {
		run_command(session, line);
	}
}

/* Takes one line out of the input; false when none is complete. */
static bool
take_line(struct smtp_session *session)
{
	char *feed = memchr(session->in.at, '\n', session->in.len);
	size_t len;
	char line[SMTP_TOKEN_SIZE + 64];

	len = feed == NULL ? session->in.len : (size_t)(feed - session->in.at);
	if (len >= sizeof(line)) {
		smtp_violation(session, "endless command line");
		smtp_say(session, "500 5.3.3 Line too long");
		session->then = THEN_CLOSE;
		return false;
	}
	if (feed == NULL)
		return false;
	memcpy(line, session->in.at, len);
	smtp_drop_input(session, len + 1);
	if (len > 0 && line[len - 1] == '\r')
		len--;
	else
		smtp_violation(session, "bare LF behind a command");
	line[len] = '\0';
	run_line(session, line, len);
	explicit_bzero(line, sizeof(line));
	return true;
}

/* One step with what has come in; false when more is needed. */
static bool
take_step(struct smtp_session *session)
{
	if (session->in.len == 0)
		return false;
	if (session->mode == MODE_BODY)
		smtp_take_body(session);
	else if (session->mode == MODE_CHUNK)
		smtp_take_chunk(session);
	else
		return take_line(session);
	return true;
}

void
smtp_session_feed(struct smtp_session *session, const char *bytes, size_t len)
{
	if (session->then != THEN_READ)
		return;
	while (len > 0) {
		size_t room = session->in.max - session->in.len;
		size_t n = len < room ? len : room;

		text_add(&session->in, bytes, n);
		bytes += n;
		len -= n;
		while (session->then == THEN_READ && take_step(session))
			continue;
		if (session->then != THEN_READ)
			break;
	}
}

void
smtp_session_sent(struct smtp_session *session)
{
	text_reset(&session->out);
	session->delay_ms = 0;
	session->drip_ms = 0;
	session->at_dot = false;
}

void
smtp_session_secured(struct smtp_session *session)
{
	session->tls = true;
	session->then = THEN_READ;
	session->hello = false;
	session->extended = false;
	smtp_forget_mail(session);
}

void
smtp_session_hasty(struct smtp_session *session, const char *bytes, size_t len)
{
	size_t n = strcspn(bytes, "\r\n");

	smtp_violation(session, "%.*s behind the final dot",
	    (int)(n < 20 && n < len ? n : 20), bytes);
}
