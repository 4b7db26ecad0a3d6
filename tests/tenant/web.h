/* SPDX-License-Identifier: ISC */
/* Requests and answers of the tenant's HTTP servers, each on a thread of its
 * connection, so that an answer may take its time. */
#ifndef TENANT_WEB_H
#define TENANT_WEB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "tests/tenant/fields.h"
#include "tests/tenant/listen.h"
#include "tests/tenant/state.h"

enum { BODY_MAX = 16 << 20, FORM_MAX = 1 << 20 };

struct tls;
struct MHD_Connection;

struct request {
	struct store *store;
	struct MHD_Connection *connection;
	char method[16];
	char *path;	   /* decoded, without the query */
	char *raw_query;   /* as sent, "" for none */
	struct field *query;
	struct field *form;
	struct text body;
	char base[NAME_SIZE];	/* https://host:port as the client asked */
	/* the first part of the path, by place_find() */
	char place[NAME_SIZE];
	const struct tenant *tenant; /* NULL: common or organizations */
	long place_trouble;	     /* what is wrong with it, 0: nothing */
	bool v1;		/* an address without /v2.0/ */
	char event[NAME_SIZE];	/* type for the event log, "" for none */
	char outcome[64];	/* "ok" or a number */
	char detail[NAME_SIZE]; /* more for the event log */
	bool wrong_audience;	/* a fault wants a token for someone else */
	bool begun;
};

enum way { WAY_WHOLE, WAY_CLOSE, WAY_DRIP, WAY_NEVER };

struct answer {
	unsigned status;
	const char *type; /* Content-Type */
	struct text body;
	struct text headers; /* "Name: value\n" each */
	enum way way;
};

typedef void web_handler(struct request *request, struct answer *answer);

struct web;

/* Serves what listens at listener, whose descriptors it takes over; plain HTTP
 * when tls is NULL. NULL when it cannot. */
struct web *web_start(struct store *store, struct tls *tls,
    const struct listener *listener, web_handler *handler);
/* Closes connections and waits for the threads. */
void web_stop(struct web *web);

/* A field of the form, else of the query; NULL when there is none. */
const char *request_field(const struct request *request, const char *name);
/* A request header or cookie; borrowed, NULL when there is none. */
const char *request_header(const struct request *request, const char *name);
const char *request_cookie(const struct request *request, const char *name);

void answer_header(struct answer *answer, const char *name,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Replaces status, type and body. */
void answer_set(struct answer *answer, unsigned status, const char *type,
    const char *body);

#endif
