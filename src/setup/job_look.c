/* SPDX-License-Identifier: ISC */
/* Looks at the clock and the way to the servers while the person reads the
 * first screen. Signs in nowhere, and each try has a short limit. */
#include <config.h>

#include "setup/job.h"

#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include "base/file.h"
#include "base/http.h"
#include "base/moment.h"
#include "base/process.h"
#include "mail/smtp.h"
#include "oauth/cloud.h"
#include "setup/look.h"

/* Fifteen seconds at the most where packets vanish. */
enum { NAME_MS = 5000, HTTP_LIMIT = 6, SMTP_MS = 4000 };

/* A name being resolved: that may take half a minute and cannot be given up,
 * but by ending the process that waits for it. */
struct asking {
	pid_t pid;
	int result; /* a pipe that brings the resolver's code; -1 */
};

_Noreturn static void
resolve(const char *host, int result)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int code;

#ifdef HAVE_SYS_PRCTL_H
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	code = getaddrinfo(host, NULL, &hints, &found);
	if (code == 0)
		freeaddrinfo(found);
	write_all(result, &code, sizeof(code));
	process_end(0);
}

static void
ask_name(struct asking *asking, const struct look_place *place)
{
	int ends[2];

	*asking = (struct asking){ .pid = -1, .result = -1 };
	if (place->host == NULL || pipe(ends) != 0)
		return;
	asking->pid = fork();
	if (asking->pid == 0) {
		close(ends[0]);
		resolve(place->host, ends[1]);
	}
	close(ends[1]);
	if (asking->pid > 0)
		asking->result = ends[0];
	else
		close(ends[0]);
}

/* What came of it by then; a name that could not be asked for is taken as
 * good, and shows when it is used. */
static void
hear_name(struct asking *asking, struct look_place *place, int64_t until)
{
	struct pollfd fd = { asking->result, POLLIN, 0 };
	int64_t left = until - moment_boot_ms();
	int code = EAI_AGAIN;

	if (asking->pid <= 0)
		return;
	if (poll(&fd, 1, left > 0 ? (int)left : 0) == 1 &&
	    !read_all(asking->result, &code, sizeof(code)))
		code = EAI_SYSTEM;
	kill(asking->pid, SIGKILL);
	waitpid(asking->pid, NULL, 0);
	close(asking->result);
	if (code == 0)
		return;
	place->end = LOOK_NO_NAME;
	fault_set(&place->why, FAULT_LATER, "the name cannot be resolved");
	fault_server(&place->why, gai_strerror(code),
	    strlen(gai_strerror(code)));
}

/* Through a proxy it is the proxy that resolves. */
static void
look_at_names(struct look *look)
{
	int64_t until = moment_boot_ms() + NAME_MS;
	struct asking login, smtp;

	if (look->proxy != NULL)
		return;
	ask_name(&login, &look->login);
	ask_name(&smtp, &look->smtp);
	hear_name(&login, &look->login, until);
	hear_name(&smtp, &look->smtp, until);
}

/* How far it came when it did not go well. */
static enum look_end
blame(const struct look *look, bool was_connected, const struct fault *why)
{
	if (was_connected || why->kind != FAULT_LATER)
		return LOOK_OTHER;
	return look->proxy != NULL ? LOOK_NO_PROXY : LOOK_CLOSED;
}

/* What a server answers to its bare address does not matter, if it tells the
 * time. */
static void
look_at_login(struct job *job, const char *url, struct look *look)
{
	struct grant_client client = job_client(job);
	struct http_way way = grant_way(&client);
	struct http_answer answer;

	if (look->login.host == NULL || look->login.end != LOOK_NOT_TRIED)
		return;
	way.seconds = HTTP_LIMIT;
	if (http_call(url, NULL, &way, &answer, &look->login.why)) {
		look->login.end = LOOK_REACHED;
		look->here = moment_now();
		look->there = answer.date;
	} else
		look->login.end = blame(look, answer.reached == HTTP_CONNECTED,
		    &look->login.why);
	http_answer_clear(&answer);
}

static void
look_at_smtp(struct smtp_server *server, struct look *look)
{
	const struct smtp_login login = { .how = SMTP_NO_LOGIN };
	struct fault *why = &look->smtp.why;
	struct smtp *smtp;

	if (look->smtp.host == NULL || look->smtp.end != LOOK_NOT_TRIED)
		return;
	server->stage_ms = SMTP_MS;
	smtp = smtp_new(server, NULL);
	if (smtp_open(smtp, &login, why))
		look->smtp.end = LOOK_REACHED;
	else
		look->smtp.end = blame(look, smtp_was_connected(smtp), why);
	smtp_close(smtp);
}

/* "https://host:port/" of the sign-in server; false: not known yet. */
static bool
find_login(const struct account *account, char *url, size_t size)
{
	const struct cloud *cloud = cloud_of(account);
	const char *from = account->registration.token_url != NULL
	    ? account->registration.token_url
	    : account->registration.authorization_url;
	int len;

	if (cloud->microsoft)
		len = snprintf(url, size, "https://%s/", cloud->login_host);
	else if (from != NULL && strncmp(from, "https://", 8) == 0)
		len = snprintf(url, size, "https://%.*s/",
		    (int)strcspn(from + 8, "/?#"), from + 8);
	else
		return false;
	return len > 0 && (size_t)len < size;
}

/* The port that an address of ours names. */
static unsigned
port_of(const char *url)
{
	const char *host = url + strlen("https://"), *colon;
	unsigned port = 443;

	colon = strrchr(host[0] == '[' ? strchr(host, ']') : host, ':');
	if (colon != NULL)
		sscanf(colon, ":%5u", &port);
	return port;
}

/* A practice place plays with servers of its own, and with nothing else. */
static bool
is_practice(const struct job *job)
{
	return job->work->layout->kind == LAYOUT_HOME &&
	    cloud_of(&job->account)->microsoft;
}

bool
job_look(struct job *job, struct fault *why)
{
	struct look look = { .login = { .usual = 443 },
		.smtp = { .usual = 587 }, .proxy = job->account.proxy };
	char url[300], host[256];
	struct smtp_server server;
	struct fault ignored;

	if (is_practice(job)) {
		job_note(job, "This is a place to practise (--home): the way "
		    "to Microsoft is not tried from here.");
		return true;
	}
	if (find_login(&job->account, url, sizeof(url))) {
		look.login.host = http_host(url, host, sizeof(host));
		look.login.port = port_of(url);
	}
	if (job_server(job, &server, &ignored)) {
		look.smtp.host = server.host;
		look.smtp.port = server.port;
	}
	look_at_names(&look);
	look_at_login(job, url, &look);
	look_at_smtp(&server, &look);
	return look_judge(&look, job->outcome->note, why);
}
