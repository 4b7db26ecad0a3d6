/* SPDX-License-Identifier: ISC */
/* A test mail by the backup server, which takes this machine's mail without a
 * sign-in: the way that is left when the sign-in has ended. */
#include <config.h>

#include "setup/job.h"

#include <stdio.h>
#include <string.h>

#include "mail/smtp.h"
#include "queue/test_mail.h"
#include "setup/answers_account.h"

#define WHOLE_WAY (1u << ROUTE_RESOLVE | 1u << ROUTE_CONNECT | \
	1u << ROUTE_SENDER | 1u << ROUTE_RECIPIENT | 1u << ROUTE_MESSAGE)

/* One mail on its way by one server. */
struct attempt {
	struct job *job;
	const struct account_backup *backup;
	struct test_mail mail;
	struct message *message;
	struct job_stages stages;
	bool lacks_starttls;
};

static enum route_stage
route_stage_of(enum smtp_stage stage)
{
	return (enum route_stage)(ROUTE_RESOLVE + (stage - SMTP_RESOLVE));
}

static void
passed(void *arg, enum smtp_stage stage, int64_t ms, const char *detail)
{
	struct attempt *attempt = arg;

	job_stage_passed(&attempt->stages, route_stage_of(stage), ms, detail);
}

static bool
hand_over(struct attempt *attempt, struct smtp *smtp, struct fault *why)
{
	struct smtp_recipient to = { .address = attempt->mail.to };
	struct smtp_mail envelope = { .from = attempt->mail.from, .to = &to,
		.count = 1, .message = attempt->message };

	return smtp_send(smtp, &envelope, &attempt->mail.result, why);
}

static bool
try_server(struct attempt *attempt, enum smtp_security security,
    struct fault *why)
{
	const struct smtp_server server = { .host = attempt->backup->host,
		.port = (unsigned)attempt->backup->port,
		.security = security,
		.ca_file = attempt->job->account.ca_file };
	const struct smtp_watch watch = { .passed = passed, .arg = attempt };
	const struct smtp_login login = { .how = SMTP_NO_LOGIN };
	struct smtp *smtp = smtp_new(&server, &watch);
	bool ok;

	job_stages_begin(&attempt->stages, attempt->job, WHOLE_WAY |
	    (security != SMTP_PLAIN ? 1u << ROUTE_SECURE : 0));
	ok = smtp_open(smtp, &login, why) && hand_over(attempt, smtp, why);
	attempt->lacks_starttls = !ok && smtp_lacks_starttls(smtp);
	if (!ok && !attempt->lacks_starttls)
		job_stages_failed(&attempt->stages,
		    route_stage_of(smtp_failed_stage(smtp)));
	smtp_close(smtp);
	return ok;
}

/* A relay of one's own network often has no certificate, and no secret goes
 * there; but one that has encrypted before is not believed that it cannot. */
static bool
may_go_plain(const struct attempt *attempt)
{
	const struct answers *answers = attempt->job->order->answers;
	char proved[ANSWER_SIZE];

	snprintf(proved, sizeof(proved), "%s starttls", attempt->backup->host);
	return attempt->lacks_starttls &&
	    !answers_is(answers, BACKUP_PROVED, proved);
}

static enum smtp_security
security_of(const struct account_backup *backup)
{
	return backup->security == SECURITY_TLS ? SMTP_TLS
	    : backup->security == SECURITY_NONE ? SMTP_PLAIN
						: SMTP_STARTTLS;
}

static bool
send_mail(struct attempt *attempt, struct fault *why)
{
	enum smtp_security security = security_of(attempt->backup);
	char proved[256];
	bool ok = try_server(attempt, security, why);

	if (!ok && may_go_plain(attempt)) {
		job_tell(attempt->job, "This server offers no encryption; it "
		    "is tried once more without.");
		security = SMTP_PLAIN;
		ok = try_server(attempt, security, why);
	} else if (!ok && attempt->lacks_starttls)
		job_stages_failed(&attempt->stages, ROUTE_SECURE);
	if (!ok)
		return false;
	job_note(attempt->job, "The backup server %.100s took a test mail for "
	    "%.100s, without a login and %s; its subject ends in %s.",
	    attempt->backup->host, attempt->mail.to,
	    security == SMTP_PLAIN ? "without encryption" : "encrypted",
	    attempt->mail.tag);
	snprintf(proved, sizeof(proved), "%s %s", attempt->backup->host,
	    security == SMTP_PLAIN ? "none"
	    : security == SMTP_TLS ? "tls" : "starttls");
	job_learn(attempt->job, BACKUP_PROVED, proved);
	return true;
}

/* Whoever is told when mail stops, else whom the test mail went to. */
static const char *
recipient_of(const struct job *job)
{
	const struct strings *told = &job->account.notice.to;

	return told->count > 0 ? told->at[0]
			       : answers_get(job->order->answers, "test.to");
}

static bool
check(const struct job *job, struct fault *why)
{
	const struct account *account = &job->account;

	if (job->order->answers == NULL || account->backup_count == 0 ||
	    account->backup[0].host == NULL)
		return fault_set(why, FAULT_SETTINGS,
		    "there is no backup server to try");
	if (account->backup[0].auth != AUTH_NONE)
		return fault_set(why, FAULT_SETTINGS, "the backup server %s "
		    "wants a password, which this version cannot try yet",
		    account->backup[0].host);
	if (recipient_of(job)[0] != '\0')
		return true;
	fault_set(why, FAULT_SETTINGS, "there is nobody to send a test mail "
	    "to");
	return fault_next(why, "Say who is told when mail stops.");
}

bool
job_backup(struct job *job, struct fault *why)
{
	struct attempt attempt = { .job = job };
	struct test_wish wish = { .now = job->order->now };
	char way[256];
	bool ok = check(job, why);

	if (ok) {
		attempt.backup = &job->account.backup[0];
		wish.to = recipient_of(job);
		wish.way = way;
		snprintf(way, sizeof(way), "the backup server\n%.150s, without "
		    "a sign-in", attempt.backup->host);
		attempt.message = test_mail_compose(&attempt.mail,
		    &job->account, &wish, why);
		ok = attempt.message != NULL && send_mail(&attempt, why);
		message_free(attempt.message);
	}
	if (!ok)
		snprintf(why->step, sizeof(why->step), "care");
	return ok;
}
