/* SPDX-License-Identifier: ISC */
/* The actions that check something at a server, and what all of them share. */
#include <config.h>

#include "setup/job.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/http.h"
#include "base/process.h"
#include "mail/smtp.h"
#include "oauth/cloud.h"
#include "oauth/discovery.h"
#include "setup/chest.h"

void
job_tell(struct job *job, const char *format, ...)
{
	char line[JOB_LINE_MAX + 1];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (len >= (int)sizeof(line))
		len = (int)sizeof(line) - 1;
	if (len > 0)
		record_send(job->channel, RECORD_LINE, line, (size_t)len);
}

bool
job_ask(struct job *job, const struct fault *question)
{
	char answer = 'n';
	ssize_t got;

	if (!record_send(job->channel, RECORD_QUESTION, question,
	    sizeof(*question)))
		return false;
	do
		got = read(job->channel, &answer, 1);
	while (got < 0 && errno == EINTR);
	return got == 1 && answer == 'y';
}

void
job_note(struct job *job, const char *format, ...)
{
	va_list args;

	/* A note that is too long loses its end: it is a remark. */
	va_start(args, format);
	vsnprintf(job->outcome->note, sizeof(job->outcome->note), format, args);
	va_end(args);
}

void
job_learn(struct job *job, const char *setting, const char *value)
{
	struct outcome *outcome = job->outcome;
	size_t n = outcome->learned_count;

	if (n == OUTCOME_LEARNED || value[0] == '\0' ||
	    strlen(value) >= sizeof(outcome->learned[n].value))
		return;
	snprintf(outcome->learned[n].setting, SETTING_SIZE, "%s", setting);
	snprintf(outcome->learned[n].value, sizeof(outcome->learned[n].value),
	    "%s", value);
	outcome->learned_count++;
}

struct grant_client
job_client(const struct job *job)
{
	/* A device code makes us a public client, for good (microsoft.md 2.2):
	 * its tokens are refused together with a secret. */
	bool public = job->account.registration.credential == CREDENTIAL_NONE ||
	    job->account.grant == GRANT_DEVICE;

	return (struct grant_client){ .account = &job->account,
		.client_secret = public ? NULL : &job->client_secret,
		.proxy_password = &job->proxy_password,
		.give_up = process_told_to_end };
}

void
job_guard(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void
job_unguard(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* The draft's secrets go before those of the finished account. */
static bool
open_secrets(struct job *job, struct fault *why)
{
	const struct desk *desk = job->work->desk;
	struct signin_place place = work_place(job->work);
	struct vault_place draft;
	bool ok = true;

	if (desk != NULL) {
		draft = desk_place(desk);
		ok = chest_peek(&draft, VAULT_CLIENT_SECRET,
		    &job->client_secret, why);
	}
	if (place.vault.draft)
		return ok;
	if (ok && secret_is_empty(&job->client_secret))
		ok = chest_peek(&place.vault, VAULT_CLIENT_SECRET,
		    &job->client_secret, why);
	return ok && chest_peek(&place.vault, VAULT_PASSWORD "proxy",
	    &job->proxy_password, why);
}

/* A server of one's own has no directory to ask: do its addresses answer? */
static bool
check_address(struct job *job, const char *url, struct fault *why)
{
	struct grant_client client = job_client(job);
	struct http_way way = grant_way(&client);
	struct http_answer answer = { 0 };
	bool ok = http_call(url, NULL, &way, &answer, why);

	http_answer_clear(&answer);
	if (!ok)
		snprintf(why->step, sizeof(why->step), "values");
	return ok;
}

static bool
discover_custom(struct job *job, struct fault *why)
{
	struct grant_client client = job_client(job);
	struct http_way way = grant_way(&client);
	const char *url = job->account.registration.authorization_url;
	const char *token = job->account.registration.token_url;
	struct discovery found;

	if (url == NULL)
		return fault_set(why, FAULT_SETTINGS,
		    "the address of the sign-in page is missing");
	if (strstr(url, "/.well-known/") != NULL) {
		if (!discovery_issuer(url, &way, &found, why))
			return false;
		job_learn(job, "registration.authorization_url",
		    found.authorization);
		job_learn(job, "registration.token_url", found.token);
		job_learn(job, "registration.device_authorization_url",
		    found.device);
		job_note(job, "Both addresses were read from %.150s.", url);
		return true;
	}
	if (!check_address(job, url, why) ||
	    (token != NULL && !check_address(job, token, why)))
		return false;
	job_note(job, "The sign-in server answers at these addresses.");
	return true;
}

static bool
discover(struct job *job, struct fault *why)
{
	struct grant_client client = job_client(job);
	struct http_way way = grant_way(&client);
	const char *tenant = job->account.registration.tenant;
	struct discovery found;

	if (job->account.cloud == CLOUD_CUSTOM)
		return discover_custom(job, why);
	if (tenant == NULL)
		return fault_set(why, FAULT_SETTINGS,
		    "the directory (tenant) is missing");
	if (!discovery_tenant(cloud_of(&job->account)->login_host, tenant,
	    &way, &found, why))
		return false;
	if (found.tenant[0] != '\0' && !cloud_is_guid(tenant)) {
		job_learn(job, "registration.tenant", found.tenant);
		job_note(job, "The directory of %.80s is %s.", tenant,
		    found.tenant);
	} else
		job_note(job, "The sign-in server knows this directory.");
	return true;
}

static bool
probe_credentials(struct job *job, struct fault *why)
{
	struct grant_client client = job_client(job);

	if (client.client_secret == NULL) {
		job_note(job, "This app has no secret; the sign-in will show "
		    "whether it is known.");
		return true;
	}
	switch (grant_probe(&client, why)) {
	case PROBE_OK:
		job_note(job, "Directory, client ID and secret belong "
		    "together.");
		return true;
	case PROBE_UNKNOWN:
		if (why->kind == FAULT_LATER)
			return false;
		job_note(job, "This could not be checked before the sign-in: "
		    "%.140s.", why->what);
		return true;
	default:
		return false;
	}
}

bool
job_server(const struct job *job, struct smtp_server *server,
    struct fault *why)
{
	const struct account *account = &job->account;
	struct cloud_server found;

	if (!cloud_server(account, PROTOCOL_SMTP, &found, why))
		return false;
	*server = (struct smtp_server){ .host = found.host,
		.port = found.port,
		.security = strcmp(found.security, "tls") == 0 ? SMTP_TLS
							       : SMTP_STARTTLS,
		.ca_file = account->ca_file, .proxy = account->proxy,
		.proxy_password = &job->proxy_password };
	return true;
}

static bool
probe_server(struct job *job, struct fault *why)
{
	struct smtp_server server;
	struct smtp_offer offer;
	char words[SMTP_PROBE_WORDS];

	if (!job_server(job, &server, why))
		return false;
	if (!smtp_probe(&server, &offer, words, why))
		return false;
	job_note(job, "%.230s.", words);
	return true;
}

static bool
no_such(struct job *job, struct fault *why)
{
	(void)job;
	return fault_set(why, FAULT_BUG, "this action is done elsewhere");
}

static bool (*const actions[ACTION_COUNT])(struct job *, struct fault *) = {
	[ACTION_NONE] = no_such,
	[ACTION_LOOK_AROUND] = job_look,
	[ACTION_TEST_BACKUP] = job_backup,
	[ACTION_DISCOVER] = discover,
	[ACTION_PROBE_CREDENTIALS] = probe_credentials,
	[ACTION_PROBE_SERVER] = probe_server,
	[ACTION_SIGNIN_BEGIN] = job_begin_device,
	[ACTION_SIGNIN_RENEW] = job_begin_device,
	[ACTION_SIGNIN_FINISH] = job_finish,
	[ACTION_TEST_MAIL] = job_mail,
	[ACTION_GO_LIVE] = no_such,
};

/* Who has no secret is not asked for it: what is missing is the switch that
 * lets an application go without. */
static void
blame_switch(const struct job *job, struct fault *why)
{
	if (job_client(job).client_secret != NULL ||
	    strcmp(why->code, "AADSTS7000218") != 0)
		return;
	snprintf(why->what, sizeof(why->what), "The application does not allow "
	    "public client flows, which a sign-in without a secret needs");
	fault_next(why, "In the portal: App registrations, your app, "
	    "Authentication, Settings, \"Allow public client flows\": Yes, "
	    "Save. Then try it again.");
	snprintf(why->step, sizeof(why->step), "permissions");
	why->kind = FAULT_SETTINGS;
	why->turn = TURN_YOU;
}

void
job_run(struct job *job)
{
	struct outcome *outcome = job->outcome;

	secret_init(&job->client_secret, SECRET_MAX);
	secret_init(&job->proxy_password, SECRET_MAX);
	fault_clear(&outcome->why);
	outcome->good = open_secrets(job, &outcome->why) &&
	    actions[job->order->action](job, &outcome->why);
	/* A good end has no fault, whatever was tried on the way. */
	if (outcome->good)
		fault_clear(&outcome->why);
	else
		blame_switch(job, &outcome->why);
	secret_clear(&job->client_secret);
	secret_clear(&job->proxy_password);
	account_clear(&job->account);
}
