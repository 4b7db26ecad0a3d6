/* SPDX-License-Identifier: ISC */
/* Opening and closing sessions; the transaction is in smtp_send.c. */
#include <config.h>

#include "mail/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/journal.h"
#include "base/moment.h"
#include "mail/smtp_inside.h"

_Static_assert((int)SMTP_ERROR_SIZE >= (int)CURL_ERROR_SIZE,
    "libcurl's error text fits");

struct smtp *
smtp_new(const struct smtp_server *server, const struct smtp_watch *watch)
{
	struct smtp *smtp = must_alloc(1, sizeof(*smtp));

	/* A copy, since only its strings are promised to live on. */
	smtp->place = *server;
	smtp->server = &smtp->place;
	smtp->watch = watch;
	smtp->fd = -1;
	text_init(&smtp->in, SMTP_IN_MAX);
	return smtp;
}

/* libcurl has done its part: is the session what was asked for? With AUTH not
 * on offer libcurl is content with the 250 of EHLO; we are not. */
static bool
is_open(const struct smtp *smtp, CURLcode result)
{
	long code = 0;

	return result == CURLE_OK &&
	    curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &code) ==
	    CURLE_OK && smtp->point == POINT_LOGIN &&
	    code == (smtp->login->how == SMTP_NO_LOGIN ? 250 : 235) &&
	    code == smtp->reply.code;
}

static bool
take_over(struct smtp *smtp, struct fault *why)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (curl_easy_getinfo(smtp->curl, CURLINFO_ACTIVESOCKET, &fd) !=
	    CURLE_OK || fd == CURL_SOCKET_BAD)
		return fault_set(why, FAULT_LATER,
		    "the connection to %s broke right after the login",
		    smtp->server->host);
	smtp->fd = fd;
	smtp->alive = true;
	if (smtp->login->how != SMTP_NO_LOGIN) {
		smtp->login_result = SMTP_LOGIN_DONE;
		smtp_enter(smtp, POINT_OPEN);
	} else {
		smtp->point = POINT_OPEN;
		smtp->stage = SMTP_SENDER;
	}
	/* libcurl's copies are of no more use. */
	curl_easy_setopt(smtp->curl, CURLOPT_XOAUTH2_BEARER, NULL);
	curl_easy_setopt(smtp->curl, CURLOPT_PASSWORD, NULL);
	return true;
}

bool
smtp_open(struct smtp *smtp, const struct smtp_login *login,
    struct fault *why)
{
	CURLcode result;
	bool ok;

	smtp->login = login;
	if (login->user != NULL)
		snprintf(smtp->user, sizeof(smtp->user), "%s", login->user);
	smtp->point_began = smtp->stage_began = moment_boot_ms();
	smtp->curl = curl_easy_init();
	if (smtp->curl == NULL)
		return fault_set(why, FAULT_OS, "libcurl does not start");
	ok = smtp_set_options(smtp, why);
	if (ok) {
		result = curl_easy_perform(smtp->curl);
		ok = is_open(smtp, result) ? take_over(smtp, why) :
		    smtp_open_fault(smtp, (int)result, why);
	}
	smtp->login = NULL;
	return ok;
}

enum smtp_login_result
smtp_login_result(const struct smtp *smtp)
{
	return smtp->login_result;
}

enum smtp_stage
smtp_failed_stage(const struct smtp *smtp)
{
	return smtp->stage;
}

bool
smtp_lacks_starttls(const struct smtp *smtp)
{
	return smtp->lacks_starttls;
}

bool
smtp_was_connected(const struct smtp *smtp)
{
	long port = 0;

	return smtp->curl != NULL && curl_easy_getinfo(smtp->curl,
	    CURLINFO_LOCAL_PORT, &port) == CURLE_OK && port > 0;
}

const struct smtp_offer *
smtp_offer(const struct smtp *smtp)
{
	return &smtp->offer;
}

bool
smtp_is_alive(const struct smtp *smtp)
{
	return smtp->alive;
}

void
smtp_close(struct smtp *smtp)
{
	size_t sent;

	if (smtp == NULL)
		return;
	/* A courtesy: whether it arrives or is answered does not matter. */
	if (smtp->alive &&
	    curl_easy_send(smtp->curl, "QUIT\r\n", 6, &sent) == CURLE_OK)
		journal_write(JOURNAL_DEBUG, "smtp: > QUIT");
	curl_easy_cleanup(smtp->curl);
	text_clear(&smtp->in);
	free(smtp->block);
	free(smtp->stuffed);
	free(smtp);
}
