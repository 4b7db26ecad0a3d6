/* SPDX-License-Identifier: ISC */
/* One HTTPS call by libcurl; what the answer means is not known here. */
#include <config.h>

#include "base/http.h"

#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/curl_fault.h"
#include "base/journal.h"
#include "base/moment.h"
#include "base/random.h"

/* What the write call-back fills. */
struct receiver {
	struct http_answer *answer;
	bool too_large;
	bool answered; /* the first line has come */
	bool (*give_up)(void);
	int64_t told_ms; /* when it first said so of a form gone out, or 0 */
};

static size_t
receive(char *bytes, size_t size, size_t count, void *arg)
{
	struct receiver *receiver = arg;

	if (!secret_add(&receiver->answer->body, bytes, size * count)) {
		receiver->too_large = true;
		return 0;
	}
	return size * count;
}

static size_t
receive_header(char *bytes, size_t size, size_t count, void *arg)
{
	struct receiver *receiver = arg;

	(void)bytes;
	receiver->answered = true;
	return size * count;
}

/* A server that has the form may have done its work already, and what it then
 * answers (a token in place of the one it was shown) is not had twice. */
static int
ask_whether_to_go_on(void *arg, curl_off_t down_total, curl_off_t down,
    curl_off_t up_total, curl_off_t up)
{
	struct receiver *receiver = arg;
	int64_t now;

	(void)down_total;
	(void)down;
	(void)up_total;
	if (receiver->answered || !receiver->give_up())
		return 0;
	if (up == 0)
		return 1;
	now = moment_boot_ms();
	if (receiver->told_ms == 0)
		receiver->told_ms = now;
	return now - receiver->told_ms >= HTTP_PATIENCE * 1000;
}

/* No line of the traffic passes here, only what libcurl says about it. */
static int
tell_debug(CURL *curl, curl_infotype type, char *bytes, size_t len, void *arg)
{
	(void)curl;
	(void)arg;
	if (type == CURLINFO_TEXT)
		journal_write(JOURNAL_DEBUG, "http: %.*s", (int)len, bytes);
	return 0;
}

/* True when every option was taken; an option that libcurl does not know would
 * silently weaken the rules. */
static bool
set_rules(CURL *curl, const char *url)
{
	return curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https") ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 0L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSLVERSION,
		(long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_USERAGENT, "postfrank") == CURLE_OK;
}

static bool
set_limits(CURL *curl, const struct http_way *way)
{
	long whole = way->seconds != 0 ? (long)way->seconds : HTTP_SECONDS;

	return curl_easy_setopt(curl, CURLOPT_TIMEOUT, whole) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
		whole < HTTP_CONNECT_SECONDS ? whole
					     : (long)HTTP_CONNECT_SECONDS) ==
	    CURLE_OK;
}

static bool
set_way(CURL *curl, const struct http_way *way)
{
	bool good;

	if (!set_limits(curl, way))
		return false;
	/* The folder of the system's authorities would stay in force beside a
	 * file of the account's. */
	if (way->ca_file != NULL &&
	    (curl_easy_setopt(curl, CURLOPT_CAINFO, way->ca_file) !=
		CURLE_OK ||
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) != CURLE_OK))
		return false;
	if (way->proxy == NULL)
		return curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
		    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*") == CURLE_OK;
	good = curl_easy_setopt(curl, CURLOPT_PROXY, way->proxy) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NOPROXY, "") == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_HTTPPROXYTUNNEL, 1L) == CURLE_OK;
	if (good && way->proxy_password != NULL &&
	    !secret_is_empty(way->proxy_password)) {
		good = curl_easy_setopt(curl, CURLOPT_PROXYUSERPWD,
			   secret_open(way->proxy_password)) == CURLE_OK;
		secret_close(way->proxy_password);
	}
	return good;
}

/* A proxy's answer is not the server's. */
static bool
set_give_up(CURL *curl, struct receiver *receiver)
{
	return receiver->give_up == NULL ||
	    (curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) ==
		 CURLE_OK &&
		curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION,
		    receive_header) == CURLE_OK &&
		curl_easy_setopt(curl, CURLOPT_HEADERDATA, receiver) ==
		    CURLE_OK &&
		curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION,
		    ask_whether_to_go_on) == CURLE_OK &&
		curl_easy_setopt(curl, CURLOPT_XFERINFODATA, receiver) ==
		    CURLE_OK &&
		curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK);
}

static bool
set_exchange(CURL *curl, const struct secret *form, struct receiver *receiver,
    char *error)
{
	bool good =
	    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_WRITEDATA, receiver) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error) == CURLE_OK;

	if (good && journal_is_debug())
		good = curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION,
			   tell_debug) == CURLE_OK &&
		    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L) == CURLE_OK;
	if (!good || form == NULL)
		return good;
	/* http_call() keeps the form open: libcurl does not copy it. */
	good = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE,
		   (long)form->len) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, secret_open(form)) ==
	    CURLE_OK;
	secret_close(form);
	return good;
}

/* Accept, and an id that comes back as correlation_id (microsoft.md 1.1). */
static struct curl_slist *
headers(void)
{
	char line[64 + UUID_SIZE], uuid[UUID_SIZE];
	struct curl_slist *list, *longer;

	list = curl_slist_append(NULL, "Accept: application/json");
	snprintf(line, sizeof(line), "client-request-id: %s",
	    random_uuid(uuid));
	longer = curl_slist_append(list, line);
	if (list == NULL || longer == NULL)
		alloc_failed();
	return longer;
}

/* application/json or a type that ends in +json (RFC 6839), whatever
 * parameters follow. */
static bool
is_json(const char *type)
{
	size_t len = strcspn(type, "; \t");

	return (len == 16 && strncasecmp(type, "application/json", 16) == 0) ||
	    (len > 5 && strncasecmp(type + len - 5, "+json", 5) == 0);
}

/* libcurl's time of connecting is told only when TLS has come about, too. */
static enum http_reach
reach_of(CURL *curl)
{
	curl_off_t name = 0;
	long port = 0;

	curl_easy_getinfo(curl, CURLINFO_NAMELOOKUP_TIME_T, &name);
	curl_easy_getinfo(curl, CURLINFO_LOCAL_PORT, &port);
	return port > 0 ? HTTP_CONNECTED
	    : name > 0	? HTTP_RESOLVED
			: HTTP_NOWHERE;
}

static int64_t
read_date(CURL *curl)
{
	struct curl_header *header;
	time_t date;

	if (curl_easy_header(curl, "Date", 0, CURLH_HEADER, -1, &header) !=
	    CURLHE_OK)
		return 0;
	date = curl_getdate(header->value, NULL);
	return date > 0 ? (int64_t)date : 0;
}

static void
read_answer(CURL *curl, struct http_answer *answer)
{
	char *type = NULL;
	curl_off_t wait = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
	answer->json = type != NULL && is_json(type);
	answer->date = read_date(curl);
	if (wait > 0)
		answer->retry_after = wait > 3600 ? 3600 : (unsigned)wait;
}

static bool
call(CURL *curl, const char *url, struct receiver *receiver, char *error,
    struct fault *why)
{
	CURLcode result = curl_easy_perform(curl);

	if (result == CURLE_OK) {
		read_answer(curl, receiver->answer);
		journal_write(JOURNAL_DEBUG, "http: status %ld from %s",
		    receiver->answer->status, url);
		return true;
	}
	if (receiver->too_large) {
		char host[256];

		fault_set(why, FAULT_LATER,
		    "the answer of %s is larger than %d KiB, which no sign-in "
		    "server sends", http_host(url, host, sizeof(host)),
		    HTTP_BODY_MAX / 1024);
		return fault_next(why, "Look whether a proxy or a captive "
		    "portal stands between this machine and %s.", host);
	}
	return curl_fault(why, curl, (int)result, url, error);
}

/* http://host:port: libcurl would take much more, socks and passwords too. */
static bool
proxy_is_safe(const char *proxy, struct fault *why)
{
	const char *host;
	size_t len;

	if (proxy == NULL)
		return true;
	host = proxy + 7;
	if (strncasecmp(proxy, "http://", 7) == 0) {
		len = strspn(host, "[]:.-_0123456789abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
		if (len > 0 && (host[len] == '\0' ||
			strcmp(host + len, "/") == 0))
			return true;
	}
	fault_set(why, FAULT_SETTINGS, "the proxy is no address like "
	    "http://proxy.example.org:3128");
	return fault_next(why, "Correct \"proxy\" in the account's settings; "
	    "its user and password do not stand in the address.");
}

bool
http_call(const char *url, const struct secret *form,
    const struct http_way *way, struct http_answer *answer, struct fault *why)
{
	struct receiver receiver = { .answer = answer,
		.give_up = way->give_up };
	char error[CURL_ERROR_SIZE] = "", host[256];
	enum http_reach reached;
	struct curl_slist *list;
	CURL *curl;
	bool good = false;

	*answer = (struct http_answer){ 0 };
	secret_init(&answer->body, HTTP_BODY_MAX);
	if (!http_url_is_safe(url, why) || !proxy_is_safe(way->proxy, why))
		return false;
	if (form != NULL && form->max == 0)
		return fault_set(why, FAULT_BUG,
		    "the form for %s did not fit", http_host(url, host,
		    sizeof(host)));
	if (form != NULL)
		secret_open(form);
	curl = curl_easy_init();
	if (curl == NULL)
		alloc_failed();
	list = headers();
	if (set_rules(curl, url) && set_way(curl, way) &&
	    set_give_up(curl, &receiver) &&
	    set_exchange(curl, form, &receiver, error) &&
	    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list) == CURLE_OK)
		good = call(curl, url, &receiver, error, why);
	else
		fault_set(why, FAULT_SETTINGS,
		    "libcurl does not take the proxy, the CA file or one of "
		    "our rules for %s", url);
	reached = reach_of(curl);
	curl_easy_cleanup(curl);
	curl_slist_free_all(list);
	if (form != NULL)
		secret_close(form);
	if (!good)
		http_answer_clear(answer);
	answer->reached = reached;
	return good;
}

void
http_answer_clear(struct http_answer *answer)
{
	secret_clear(&answer->body);
	*answer = (struct http_answer){ 0 };
}
