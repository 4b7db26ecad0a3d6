/* SPDX-License-Identifier: ISC */
/* The loopback listener: libmicrohttpd without threads, on sockets of ours. */
#include <config.h>

#include "oauth/redirect.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/alloc.h"
#include "base/moment.h"
#include "base/text.h"
#include "oauth/redirect_socket.h"

enum {
	LISTENERS = 2, /* 127.0.0.1 and ::1 */
	CONNECTIONS = 6, /* at a time, on each */
	/* What the library needs beside the request itself. */
	REQUEST_ROOM = REDIRECT_REQUEST + 2048
};

struct connection {
	int fd; /* -1: free */
	int64_t since_ms;
};

struct redirect {
	struct MHD_Daemon *daemon[LISTENERS];
	struct connection connection[LISTENERS * CONNECTIONS];
	unsigned port;
	struct pending expected;
	struct text url;
	bool expecting;
	bool accepted; /* paste, ok and why are filled */
	bool answered; /* and the browser has its page */
	bool told;
	struct paste paste;
	bool ok;
	struct fault why;
};

/* One request: its address as it came, before anything was decoded. */
struct request {
	struct secret uri;
	bool too_long;
	bool accepted;
};

static const char head[] =
    "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\">"
    "<title>postfrank</title><body style=\"font-family:sans-serif;"
    "margin:3em\"><h1>postfrank</h1><p>";

static const struct page {
	unsigned status;
	const char *words;
} page_received = { MHD_HTTP_OK,
	"Code received; the terminal tells whether it was accepted. "
	"You can close this window." },
  page_wrong = { MHD_HTTP_BAD_REQUEST,
	  "This answer does not belong to the sign-in that is waited for. "
	  "Use the address that the terminal shows now." },
  page_nothing = { MHD_HTTP_NOT_FOUND, "There is nothing here." },
  page_too_long = { MHD_HTTP_URI_TOO_LONG, "This address is too long." };

static const char *const page_headers[][2] = {
	{ MHD_HTTP_HEADER_CONTENT_TYPE, "text/html; charset=utf-8" },
	{ MHD_HTTP_HEADER_CACHE_CONTROL, "no-store" },
	{ "Referrer-Policy", "no-referrer" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Content-Security-Policy",
	    "default-src 'none'; style-src 'unsafe-inline'" },
	{ MHD_HTTP_HEADER_CONNECTION, "close" },
};

static enum MHD_Result
answer(struct MHD_Connection *connection, const struct page *page,
    const char *location)
{
	struct MHD_Response *response;
	enum MHD_Result result;
	struct text body;
	size_t i;

	text_init(&body, 4096);
	text_addf(&body, "%s%s</p></body></html>\n", head, page->words);
	response = MHD_create_response_from_buffer(body.len, body.at,
	    MHD_RESPMEM_MUST_COPY);
	text_clear(&body);
	if (response == NULL)
		return MHD_NO;
	for (i = 0; i < sizeof(page_headers) / sizeof(page_headers[0]); i++)
		MHD_add_response_header(response, page_headers[i][0],
		    page_headers[i][1]);
	if (location != NULL)
		MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION,
		    location);
	result = MHD_queue_response(connection, page->status, response);
	MHD_destroy_response(response);
	return result;
}

/* A page elsewhere must not be able to read our answers under a name of its own
 * that it points at the loopback. */
static bool
host_is_ours(struct MHD_Connection *connection)
{
	static const char *const hosts[] = { "localhost", "127.0.0.1",
		"[::1]" };
	const char *host = MHD_lookup_connection_value(connection,
	    MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
	size_t i, len;

	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]) && host != NULL; i++) {
		len = strlen(hosts[i]);
		if (strncasecmp(host, hosts[i], len) == 0 &&
		    (host[len] == '\0' || host[len] == ':'))
			return true;
	}
	return false;
}

/* The answer of the sign-in server, if it is the one that we wait for. */
static enum MHD_Result
take(struct redirect *redirect, struct request *request,
    struct MHD_Connection *connection)
{
	const char *uri = secret_open(&request->uri);
	size_t len = request->uri.len;
	enum MHD_Result result;

	if (redirect->accepted ||
	    !paste_has_state(uri, len, &redirect->expected)) {
		secret_close(&request->uri);
		return answer(connection, &page_wrong, NULL);
	}
	redirect->ok = paste_read(uri, len, &redirect->expected,
	    &redirect->paste, &redirect->why);
	secret_close(&request->uri);
	if (!redirect->ok && redirect->paste.kind != PASTE_ERROR)
		return answer(connection, &page_wrong, NULL);
	redirect->accepted = request->accepted = true;
	result = answer(connection, &page_received, NULL);
	if (result != MHD_YES)
		redirect->answered = true;
	return result;
}

static enum MHD_Result
handle(void *arg, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *upload,
    size_t *upload_size, void **context)
{
	static const struct page page_go = { MHD_HTTP_FOUND,
		"The sign-in page follows." };
	struct redirect *redirect = arg;
	struct request *request = *context;

	(void)version;
	(void)upload;
	if (*upload_size > 0) {
		*upload_size = 0;
		return MHD_YES;
	}
	if (request == NULL || request->too_long)
		return answer(connection, &page_too_long, NULL);
	if (!redirect->expecting || strcmp(method, "GET") != 0 ||
	    !host_is_ours(connection))
		return answer(connection, &page_nothing, NULL);
	if (strcmp(path, pending_path(&redirect->expected)) == 0)
		return take(redirect, request, connection);
	if (strcmp(path, "/") == 0 && !redirect->accepted)
		return answer(connection, &page_go, redirect->url.at);
	return answer(connection, &page_nothing, NULL);
}

static void *
begin_request(void *arg, const char *uri, struct MHD_Connection *connection)
{
	struct request *request = must_alloc(1, sizeof(*request));

	(void)arg;
	(void)connection;
	secret_init(&request->uri, REDIRECT_REQUEST);
	request->too_long = !secret_adds(&request->uri, uri);
	return request;
}

static void
end_request(void *arg, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode code)
{
	struct redirect *redirect = arg;
	struct request *request = *context;

	(void)connection;
	(void)code;
	if (request == NULL)
		return;
	if (request->accepted)
		redirect->answered = true;
	secret_clear(&request->uri);
	free(request);
	*context = NULL;
}

static void
watch_connection(void *arg, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct redirect *redirect = arg;
	size_t i;

	(void)context;
	for (i = 0; i < LISTENERS * CONNECTIONS && info != NULL; i++) {
		struct connection *slot = &redirect->connection[i];
		bool opens = code == MHD_CONNECTION_NOTIFY_STARTED;

		if (slot->fd != (opens ? -1 : info->connect_fd))
			continue;
		slot->fd = opens ? info->connect_fd : -1;
		slot->since_ms = moment_boot_ms();
		return;
	}
}

static struct MHD_Daemon *
start(struct redirect *redirect, int fd, unsigned flags)
{
	return MHD_start_daemon(flags, 0, NULL, NULL, handle, redirect,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_ROOM,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)REDIRECT_SECONDS,
	    MHD_OPTION_URI_LOG_CALLBACK, begin_request, redirect,
	    MHD_OPTION_NOTIFY_COMPLETED, end_request, redirect,
	    MHD_OPTION_NOTIFY_CONNECTION, watch_connection, redirect,
	    MHD_OPTION_END);
}

struct redirect *
redirect_open(unsigned port, bool only_that_port, struct fault *why)
{
	struct redirect *redirect = must_alloc(1, sizeof(*redirect));
	struct loopback loopback;
	size_t i;

	for (i = 0; i < LISTENERS * CONNECTIONS; i++)
		redirect->connection[i].fd = -1;
	pending_init(&redirect->expected);
	paste_init(&redirect->paste);
	text_init(&redirect->url, 8192);
	if (!loopback_open(&loopback, port, only_that_port, why)) {
		redirect_close(redirect);
		return NULL;
	}
	redirect->port = loopback.port;
	redirect->daemon[0] = start(redirect, loopback.v4, MHD_NO_FLAG);
	if (loopback.v6 >= 0)
		redirect->daemon[1] = start(redirect, loopback.v6,
		    MHD_USE_IPv6);
	if (redirect->daemon[0] != NULL &&
	    (loopback.v6 < 0 || redirect->daemon[1] != NULL))
		return redirect;
	/* A socket that no daemon took over is still ours. */
	if (redirect->daemon[0] == NULL)
		close(loopback.v4);
	if (redirect->daemon[1] == NULL && loopback.v6 >= 0)
		close(loopback.v6);
	redirect_close(redirect);
	fault_set(why, FAULT_LATER, "the listener for the browser's answer "
	    "cannot be started");
	return NULL;
}

void
redirect_close(struct redirect *redirect)
{
	size_t i;

	if (redirect == NULL)
		return;
	for (i = 0; i < LISTENERS; i++)
		if (redirect->daemon[i] != NULL)
			MHD_stop_daemon(redirect->daemon[i]);
	pending_clear(&redirect->expected);
	paste_clear(&redirect->paste);
	text_clear(&redirect->url);
	free(redirect);
}

unsigned
redirect_port(const struct redirect *redirect)
{
	return redirect->port;
}

void
redirect_expect(struct redirect *redirect, const struct pending *pending,
    const char *signin_url)
{
	struct pending *expected = &redirect->expected;

	pending_clear(expected);
	pending_init(expected);
	secret_copy(&expected->state, &pending->state);
	memcpy(expected->redirect_uri, pending->redirect_uri,
	    sizeof(expected->redirect_uri));
	text_reset(&redirect->url);
	text_adds(&redirect->url, signin_url);
	redirect->expecting = true;
}

static size_t
add_fds(struct MHD_Daemon *daemon, struct pollfd *fds, size_t room)
{
	fd_set in, out, odd;
	MHD_socket max = 0;
	size_t count = 0;
	int fd;

	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_ZERO(&odd);
	if (MHD_get_fdset(daemon, &in, &out, &odd, &max) != MHD_YES)
		return 0;
	for (fd = 0; fd <= max && count < room; fd++) {
		short events = (short)((FD_ISSET(fd, &in) ? POLLIN : 0) |
		    (FD_ISSET(fd, &out) ? POLLOUT : 0));

		if (events != 0)
			fds[count++] = (struct pollfd){ .fd = fd,
				.events = events };
	}
	return count;
}

static void
lower(int *timeout_ms, int64_t to)
{
	if (to < 0)
		to = 0;
	if (to <= REDIRECT_SECONDS * 1000 &&
	    (*timeout_ms < 0 || *timeout_ms > to))
		*timeout_ms = (int)to;
}

size_t
redirect_poll(struct redirect *redirect,
    struct pollfd fds[static REDIRECT_FDS], int *timeout_ms)
{
	int64_t now = moment_boot_ms();
	MHD_UNSIGNED_LONG_LONG wait;
	size_t count = 0, i;

	for (i = 0; i < LISTENERS; i++) {
		if (redirect->daemon[i] == NULL)
			continue;
		count += add_fds(redirect->daemon[i], fds + count,
		    REDIRECT_FDS - count);
		if (MHD_get_timeout(redirect->daemon[i], &wait) == MHD_YES)
			lower(timeout_ms, (int64_t)wait);
	}
	for (i = 0; i < LISTENERS * CONNECTIONS; i++)
		if (redirect->connection[i].fd >= 0)
			lower(timeout_ms, redirect->connection[i].since_ms +
			    REDIRECT_SECONDS * 1000 - now);
	return count;
}

/* The library's own limit starts again with every byte; ours does not. */
static void
end_slow_ones(struct redirect *redirect)
{
	int64_t now = moment_boot_ms();
	size_t i;

	for (i = 0; i < LISTENERS * CONNECTIONS; i++)
		if (redirect->connection[i].fd >= 0 &&
		    now - redirect->connection[i].since_ms >=
			REDIRECT_SECONDS * 1000)
			shutdown(redirect->connection[i].fd, SHUT_RDWR);
}

void
redirect_work(struct redirect *redirect)
{
	size_t i;

	end_slow_ones(redirect);
	for (i = 0; i < LISTENERS; i++)
		if (redirect->daemon[i] != NULL)
			MHD_run(redirect->daemon[i]);
}

bool
redirect_result(struct redirect *redirect, struct paste *paste, bool *ok,
    struct fault *why)
{
	if (!redirect->accepted || !redirect->answered || redirect->told)
		return false;
	redirect->told = true;
	paste->kind = redirect->paste.kind;
	secret_take(&paste->code, &redirect->paste.code);
	memcpy(paste->tenant, redirect->paste.tenant, sizeof(paste->tenant));
	*ok = redirect->ok;
	if (why != NULL)
		*why = redirect->why;
	return true;
}
