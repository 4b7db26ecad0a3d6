/* SPDX-License-Identifier: ISC */
/* One SMTP conversation as a machine without sockets: bytes go in, bytes and
 * what to do next come out (RFC 5321, 3207, 4954; microsoft.md 5). */
#ifndef TENANT_SMTP_SESSION_H
#define TENANT_SMTP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "tests/tenant/smtp_body.h"
#include "tests/tenant/smtp_parse.h"
#include "tests/tenant/store.h"

enum {
	SMTP_SETTING_SIZE = 1024, /* of the value of a switch */
	SMTP_HOST_SIZE = 256,
	SMTP_ID_SIZE = SMTP_HOST_SIZE + 32
};

/* Where in a conversation a fault or an answer can be put by a switch. */
enum smtp_stage {
	STAGE_GREETING,
	STAGE_EHLO,
	STAGE_STARTTLS,
	STAGE_TLS, /* the handshake; faults only, no replies */
	STAGE_AUTH_START, /* AUTH without an initial response, before 334 */
	STAGE_AUTH, /* the credentials are here */
	STAGE_MAIL,
	STAGE_RCPT,
	STAGE_DATA,
	STAGE_BODY, /* in the middle of the message */
	STAGE_DOT,
	STAGE_RSET,
	STAGE_NOOP,
	STAGE_QUIT,
	STAGE_OTHER, /* any other command */
	STAGES
};
/* "greeting", "ehlo", "auth-start", ... as it stands in names of switches. */
const char *smtp_stage_name(enum smtp_stage stage);

/* Who is logged in. */
struct smtp_who {
	char user[SMTP_ADDRESS_SIZE]; /* as sent; "" while nobody is */
	char identity[NAME_SIZE]; /* the signed-in name, app-only: client id */
	char mailbox[NAME_SIZE];
	bool app_only;
};

/* What a session keeps of a message that is about to be accepted. */
struct smtp_message {
	const struct smtp_who *who; /* NULL on the relay port */
	const struct smtp_path *from;
	const struct smtp_path *to;
	size_t to_count;
	const struct smtp_body *body;
	const char *id; /* the Message-ID recipients would see, with <> */
	const char *helo;
	bool tls;
	bool report; /* by us, into the sender's mailbox */
	unsigned flights; /* of this connection so far */
};

struct smtp_usage {
	unsigned connections;
	unsigned recipients;
	unsigned messages;
	unsigned wait; /* seconds until the oldest message leaves the window */
};

struct smtp_session;

/*
 * What the conversation needs from around it. All calls may come from several
 * threads, each with its own session.
 */
struct smtp_world {
	void *self;
	int64_t (*now)(void *self);
	/*
	 * The value of a switch, without an "N*" in front of it that says for
	 * how many times; false when it is off or used up. use_up counts one
	 * down, and is false when another session had the last.
	 */
	bool (*setting)(void *self, const char *name, char *out, size_t size);
	bool (*use_up)(void *self, const char *name);
	/* As in store.h. */
	bool (*token_facts)(void *self, const char *token,
	    struct token_facts *out);
	bool (*mailbox)(void *self, const char *address,
	    struct mailbox_facts *out);
	bool (*may_send_as)(void *self, const char *identity,
	    const char *address);
	/* A connection belongs to this user from now on, or (false) no more. */
	void (*attach)(void *self, const char *user, bool attached);
	/* How many connections this user has, recipients of the last 24 hours
	 * and messages of the last 60 seconds. */
	void (*usage)(void *self, const char *user, struct smtp_usage *out);
	bool (*keep)(void *self, const struct smtp_message *message);
	void (*event)(void *self, const struct smtp_session *session,
	    const char *type, const char *outcome, const char *detail);
};

/* What the wire does once everything in out has been written. */
enum smtp_then {
	THEN_READ,
	THEN_TLS,     /* handshake, then smtp_session_secured() */
	THEN_CLOSE,   /* close in good order */
	THEN_LINGER,  /* half-close, read until the client has closed */
	THEN_RESET,   /* close with RST */
	THEN_SILENT,  /* say nothing more until the client has closed */
	THEN_ENDLESS  /* continuation lines without end */
};

enum smtp_mode { MODE_COMMAND, MODE_LOGIN, MODE_BODY, MODE_CHUNK };

/* Which step of AUTH the next line belongs to. */
enum smtp_sasl { SASL_BEARER, SASL_NAME, SASL_PASSWORD, SASL_FAILED };

struct smtp_session {
	const struct smtp_world *world;
	bool relay;	  /* the plain port: no TLS, no AUTH */
	const char *host; /* our name in greeting and trailers */
	char peer[64];	  /* address of the client */
	long number;	  /* of the connection, for the event log */

	/* For the wire to carry out and then to reset by smtp_session_sent. */
	struct text out;
	enum smtp_then then;
	unsigned delay_ms; /* before writing */
	unsigned drip_ms;  /* between the bytes written, 0: all at once */
	bool at_dot;	   /* out answers the final dot */

	/* Kept by the wire. */
	bool tls;
	unsigned flights;

	/* Private. */
	struct text in;
	enum smtp_mode mode;
	enum smtp_sasl sasl;
	bool hello;
	bool extended;
	char helo[SMTP_HOST_SIZE];
	struct smtp_who who;
	bool has_from;
	struct smtp_path from;
	struct smtp_path *to;
	size_t to_count;
	struct smtp_body body;
	size_t chunk_left;
	bool chunk_last;
	bool chunk_refused;
	size_t early; /* bytes of the message until an early reply */
};

/* host is borrowed. peer and number are set by the caller. */
void smtp_session_init(struct smtp_session *session,
    const struct smtp_world *world, const char *host, bool relay);
/* Puts the greeting into out. */
void smtp_session_greet(struct smtp_session *session);
void smtp_session_clear(struct smtp_session *session);

/* Takes bytes from the client; afterwards out and then say what to do. */
void smtp_session_feed(struct smtp_session *session, const char *bytes,
    size_t len);
/* out was written: empties it and its timing. */
void smtp_session_sent(struct smtp_session *session);
/* The handshake is done: everything said before is forgotten (RFC 3207 4.2). */
void smtp_session_secured(struct smtp_session *session);
/* Bytes came before our answer to the final dot was written. */
void smtp_session_hasty(struct smtp_session *session, const char *bytes,
    size_t len);

/* Is a fault switched on for this stage? Then out and then are set. Also asks
 * for delay and drip. */
bool smtp_fault_applies(struct smtp_session *session, enum smtp_stage stage);

#endif
