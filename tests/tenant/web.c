/* SPDX-License-Identifier: ISC */
/* libmicrohttpd behind request and answer; what is answered lies elsewhere. */
#include <config.h>

#include "tests/tenant/web.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/alloc.h"
#include "tests/tenant/tls.h"

struct web {
	struct store *store;
	struct tls *tls;
	web_handler *handler;
	struct MHD_Daemon *daemons[2];
	int descriptors[2];
};

/* What libmicrohttpd's certificate callback gets no pointer to. */
static struct web *https;

static void
wait_for_end(struct store *store)
{
	store_lock(store);
	while (!store->stopping)
		pthread_cond_wait(&store->changed, &store->lock);
	store_unlock(store);
}

static int
choose_certificate(gnutls_session_t session, const gnutls_datum_t *names,
    int name_count, const gnutls_pk_algorithm_t *algorithms,
    int algorithm_count, gnutls_pcert_st **chain, unsigned *chain_length,
    gnutls_privkey_t *key)
{
	char word[DIR_SIZE];

	(void)session;
	(void)names;
	(void)name_count;
	(void)algorithms;
	(void)algorithm_count;
	switch_text(https->store, "https.cert", word, sizeof(word));
	if (strcmp(word, "stall") == 0)
		wait_for_end(https->store);
	tls_pair(https->tls, word, chain, key);
	*chain_length = 1;
	return 0;
}

static void *
begin_request(void *self, const char *uri, struct MHD_Connection *connection)
{
	struct request *request = must_alloc(1, sizeof(*request));
	const char *mark = strchr(uri, '?');
	struct web *web = self;

	request->store = web->store;
	request->connection = connection;
	request->raw_query = must_strdup(mark == NULL ? "" : mark + 1);
	text_init(&request->body, FORM_MAX);
	return request;
}

static void
end_request(void *self, struct MHD_Connection *connection, void **place,
    enum MHD_RequestTerminationCode code)
{
	struct request *request = *place;

	(void)self;
	(void)connection;
	(void)code;
	if (request == NULL)
		return;
	fields_free(request->query);
	fields_free(request->form);
	text_clear(&request->body);
	free(request->path);
	free(request->raw_query);
	free(request);
	*place = NULL;
}

static void
answer_clear(struct answer *answer)
{
	text_clear(&answer->body);
	text_clear(&answer->headers);
}

/* A byte at a time with a pause between: slower than anybody waits. */
static ssize_t
drip(void *self, uint64_t at, char *out, size_t max)
{
	const struct answer *answer = self;

	if (at >= answer->body.len)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (max == 0)
		return 0;
	usleep(300 * 1000);
	out[0] = answer->body.at[at];
	return 1;
}

static void
free_dripped(void *self)
{
	answer_clear(self);
	free(self);
}

/* The tenant's clock, in place of the one that libmicrohttpd would tell. */
static void
add_date(struct MHD_Response *response, struct store *store)
{
	time_t now = (time_t)store_now(store);
	char date[64];
	struct tm parts;

	if (gmtime_r(&now, &parts) == NULL)
		return;
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &parts);
	MHD_add_response_header(response, "Date", date);
}

static struct MHD_Response *
response_of(struct answer *answer, struct store *store)
{
	struct MHD_Response *response;
	struct answer *kept;
	char *name, *value, *rest = answer->headers.at;

	if (answer->way == WAY_DRIP) {
		kept = must_alloc(1, sizeof(*kept));
		*kept = *answer;
		text_init(&answer->body, 1);
		text_init(&kept->headers, 1);
		response = MHD_create_response_from_callback(kept->body.len, 64,
		    drip, kept, free_dripped);
	} else {
		response = MHD_create_response_from_buffer(answer->body.len,
		    answer->body.at, MHD_RESPMEM_MUST_COPY);
	}
	MHD_add_response_header(response, "Content-Type", answer->type);
	add_date(response, store);
	while ((name = strsep(&rest, "\n")) != NULL && *name != '\0') {
		value = strstr(name, ": ");
		*value = '\0';
		MHD_add_response_header(response, name, value + 2);
	}
	return response;
}

static enum MHD_Result
send_answer(struct request *request, struct answer *answer)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	if (answer->way == WAY_NEVER)
		wait_for_end(request->store);
	if (answer->way == WAY_CLOSE || answer->way == WAY_NEVER)
		return MHD_NO;
	response = response_of(answer, request->store);
	result = MHD_queue_response(request->connection, answer->status,
	    response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
handle(void *self, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *upload,
    size_t *upload_len, void **place)
{
	struct request *request = *place;
	struct web *web = self;
	struct answer answer = { .status = 404, .type = "text/plain" };
	enum MHD_Result result;
	const char *host;

	(void)connection;
	(void)version;
	if (!request->begun) {
		request->begun = true;
		return MHD_YES;
	}
	if (*upload_len > 0) {
		text_add(&request->body, upload, *upload_len);
		*upload_len = 0;
		return MHD_YES;
	}
	keepf(request->method, sizeof(request->method), "%.15s", method);
	request->path = must_strdup(url);
	request->query = fields_parse(request->raw_query,
	    strlen(request->raw_query));
	request->form = fields_parse(request->body.at, request->body.len);
	host = request_header(request, "Host");
	keepf(request->base, sizeof(request->base), "https://%.150s",
	    host == NULL ? "localhost" : host);
	text_init(&answer.body, BODY_MAX);
	text_init(&answer.headers, FORM_MAX);
	web->handler(request, &answer);
	result = send_answer(request, &answer);
	answer_clear(&answer);
	return result;
}

static struct MHD_Daemon *
start_plain(struct web *web, int fd)
{
	return MHD_start_daemon(
	    MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0,
	    NULL, NULL, handle, web, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_URI_LOG_CALLBACK, begin_request, web,
	    MHD_OPTION_NOTIFY_COMPLETED, end_request, web, MHD_OPTION_END);
}

static struct MHD_Daemon *
start_tls(struct web *web, int fd)
{
	return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_TLS,
	    0, NULL, NULL, handle, web, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_URI_LOG_CALLBACK, begin_request, web,
	    MHD_OPTION_NOTIFY_COMPLETED, end_request, web,
	    MHD_OPTION_HTTPS_CERT_CALLBACK, choose_certificate,
	    MHD_OPTION_HTTPS_PRIORITIES,
	    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", MHD_OPTION_END);
}

struct web *
web_start(struct store *store, struct tls *tls,
    const struct listener *listener, web_handler *handler)
{
	struct web *web = must_alloc(1, sizeof(*web));
	size_t i;

	web->store = store;
	web->tls = tls;
	web->handler = handler;
	web->descriptors[0] = listener->v4;
	web->descriptors[1] = listener->v6;
	if (tls != NULL)
		https = web;
	for (i = 0; i < 2; i++) {
		if (web->descriptors[i] < 0)
			continue;
		web->daemons[i] = tls == NULL ?
		    start_plain(web, web->descriptors[i]) :
		    start_tls(web, web->descriptors[i]);
		if (web->daemons[i] == NULL) {
			fprintf(stderr, "tenant: cannot start HTTP\n");
			web_stop(web);
			return NULL;
		}
		web->descriptors[i] = -1; /* the daemon closes it */
	}
	return web;
}

void
web_stop(struct web *web)
{
	size_t i;

	if (web == NULL)
		return;
	for (i = 0; i < 2; i++) {
		if (web->daemons[i] != NULL)
			MHD_stop_daemon(web->daemons[i]);
		if (web->descriptors[i] >= 0)
			close(web->descriptors[i]);
	}
	free(web);
}

const char *
request_field(const struct request *request, const char *name)
{
	const char *value = field_value(request->form, name);

	return value != NULL ? value : field_value(request->query, name);
}

const char *
request_header(const struct request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection,
	    MHD_HEADER_KIND, name);
}

const char *
request_cookie(const struct request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection,
	    MHD_COOKIE_KIND, name);
}

void
answer_header(struct answer *answer, const char *name, const char *format, ...)
{
	va_list args;

	text_addf(&answer->headers, "%s: ", name);
	va_start(args, format);
	text_addv(&answer->headers, format, args);
	va_end(args);
	text_addc(&answer->headers, '\n');
}

void
answer_set(struct answer *answer, unsigned status, const char *type,
    const char *body)
{
	answer->status = status;
	answer->type = type;
	text_reset(&answer->body);
	text_adds(&answer->body, body);
}
