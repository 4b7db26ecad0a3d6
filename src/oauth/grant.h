/* SPDX-License-Identifier: ISC */
/* Requests to the token endpoint: a code, a refresh token, the application's
 * own credentials or a device code for a token (RFC 6749, RFC 7636, RFC 8628).
 * Each sends one request and stores nothing. */
#ifndef OAUTH_GRANT_H
#define OAUTH_GRANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/http.h"
#include "base/secret.h"
#include "oauth/pending.h"

struct account;

/* Who asks; all borrowed. An empty or NULL secret makes a public client, which
 * sends none. */
struct grant_client {
	const struct account *account;
	const struct secret *client_secret;
	const struct secret *proxy_password;
	bool (*give_up)(void); /* as in struct http_way; may be NULL */
};

struct token_reply {
	struct secret access_token;
	struct secret refresh_token; /* empty: keep the old one */
	struct secret id_token;	     /* empty: the server told nothing */
	char scope[1024];	     /* "": as asked for */
	int64_t expires_in;	     /* 60 .. 86400 seconds */
};

void token_reply_init(struct token_reply *reply);
void token_reply_clear(struct token_reply *reply);
/* The pure half: reads an answer of the token endpoint into an initialised
 * reply, which is empty when false is returned. */
struct sent_secrets;
struct error_object;
bool token_reply_read(const struct http_answer *answer,
    const struct sent_secrets *sent, struct token_reply *reply,
    struct error_object *error, struct fault *why);

/* How calls travel for this client. */
struct http_way grant_way(const struct grant_client *client);

bool grant_redeem(const struct grant_client *client,
    const struct pending *pending, const struct secret *code,
    struct token_reply *reply, struct fault *why);

bool grant_refresh(const struct grant_client *client,
    const struct secret *refresh_token, struct token_reply *reply,
    struct fault *why);

/* A token for the application itself (client_credentials). */
bool grant_app(const struct grant_client *client, struct token_reply *reply,
    struct fault *why);

enum probe {
	PROBE_OK,	/* tenant, client id and secret belong together */
	PROBE_REFUSED,	/* one of them is wrong; why names it */
	PROBE_UNKNOWN	/* could not be told; why says why not */
};

/* Asks for a token of the application and throws it away. */
enum probe grant_probe(const struct grant_client *client, struct fault *why);

/* Fills pending's device_code, user_code, verification_uri, interval, scope,
 * tenant and expires_at. */
bool grant_device_start(const struct grant_client *client,
    struct pending *pending, int64_t now, struct fault *why);

/* The pure half: reads the answer, all but scope and tenant. */
bool grant_device_read(const struct http_answer *answer,
    struct pending *pending, int64_t now, struct fault *why);

enum device_poll {
	DEVICE_WAIT, /* not yet; pending->interval may have grown */
	DEVICE_DONE, /* reply is filled */
	DEVICE_FAILED /* why */
};

enum device_poll grant_device_poll(const struct grant_client *client,
    struct pending *pending, struct token_reply *reply, struct fault *why);

#endif
