/* SPDX-License-Identifier: ISC */
/* Sends messages over SMTP: libcurl opens, secures and logs in, the transaction
 * is our own (RFC 5321; extensions SIZE, PIPELINING, 8BITMIME, DSN). Where a
 * login was asked for, nothing is sent unless the server answered it with 235.
 * It knows tokens only as bytes in a struct secret. */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"
#include "mail/address.h"
#include "mail/message.h"
#include "mail/reply.h"

enum smtp_security { SMTP_STARTTLS, SMTP_TLS, SMTP_PLAIN };

/* Strings are borrowed for the life of the session; NULL where not used. */
struct smtp_server {
	const char *host;
	unsigned port;
	enum smtp_security security; /* SMTP_PLAIN never with a login */
	const char *ca_file;	     /* NULL: the system's authorities */
	const char *proxy;	     /* http://host:port; NULL: none, whatever
				      * the environment says */
	const struct secret *proxy_password; /* "user:password" */
	const char *helo;	     /* NULL: this machine's name */
	/* Milliseconds, 0 for the defaults of SMTP_..._MS below. */
	int64_t stage_ms;	     /* each stage and each answer */
	int64_t stall_ms;	     /* the body without progress */
	int64_t final_ms;	     /* the answer to the final dot */
};

enum {
	SMTP_STAGE_MS = 60 * 1000,
	SMTP_STALL_MS = 120 * 1000,
	SMTP_FINAL_MS = 600 * 1000
};

enum smtp_how { SMTP_NO_LOGIN, SMTP_XOAUTH2, SMTP_PASSWORD };

struct smtp_login {
	enum smtp_how how;
	const char *user;	    /* no control characters */
	const struct secret *token; /* or the password */
};

/* The stages a person sees, in their order. */
enum smtp_stage {
	SMTP_RESOLVE,
	SMTP_CONNECT,
	SMTP_SECURE,
	SMTP_LOGIN,
	SMTP_SENDER,
	SMTP_RECIPIENT,
	SMTP_MESSAGE,
	SMTP_STAGES
};
/* "name resolution", "connect", "TLS", "login", "sender accepted", ... */
const char *smtp_stage_words(enum smtp_stage stage);

/* Told as it happens; each may be NULL. detail is clean text ("192.0.2.1",
 * "TLS 1.3", "2.7.0 Authentication successful"), borrowed. A stage that fails
 * is not reported here: the fault and smtp_failed_stage() say it. */
struct smtp_watch {
	void (*passed)(void *arg, enum smtp_stage stage, int64_t ms,
	    const char *detail);
	void (*progress)(void *arg, uint64_t sent, uint64_t total);
	void *arg;
};

/* How the login ended; what the caller does about it differs. */
enum smtp_login_result {
	SMTP_LOGIN_NONE,	/* not tried, or none asked for */
	SMTP_LOGIN_DONE,	/* 235 */
	SMTP_LOGIN_REFUSED,	/* 535 or a 334 challenge: refresh once, retry
				 * once */
	SMTP_LOGIN_LATER,	/* 454, 421, 451 */
	SMTP_LOGIN_NOT_OFFERED	/* the server does not speak this login */
};

/* What the server said that it can do (after TLS, where there is TLS). */
struct smtp_offer {
	bool starttls;
	bool pipelining;
	bool eight_bit;
	bool dsn;
	bool smtputf8;
	bool size;	       /* SIZE was there */
	uint64_t size_max;     /* its value, 0: no fixed limit */
	bool auth;	       /* AUTH was there */
	bool xoauth2, plain, login;
	char mechanisms[128];  /* the words behind AUTH, clean */
};

struct smtp;

/* server is copied, its strings and secrets are borrowed until smtp_close(), as
 * is watch, which may be NULL. */
struct smtp *smtp_new(const struct smtp_server *server,
    const struct smtp_watch *watch);
/*
 * Connects, secures, logs in. On false the session is of no more use (but for
 * the questions below) and nothing but EHLO, STARTTLS and the login has been
 * sent. FAULT_LATER: network and server trouble, each with its own words;
 * FAULT_SIGNIN: refused; FAULT_SETTINGS: host, CA file, proxy.
 */
bool smtp_open(struct smtp *smtp, const struct smtp_login *login,
    struct fault *why);
enum smtp_login_result smtp_login_result(const struct smtp *smtp);
/* The stage in which it failed. */
enum smtp_stage smtp_failed_stage(const struct smtp *smtp);
/* Did it end because a server that was asked for STARTTLS does not offer it? */
bool smtp_lacks_starttls(const struct smtp *smtp);
/* Did a connection come about (to the proxy, where there is one)? */
bool smtp_was_connected(const struct smtp *smtp);
const struct smtp_offer *smtp_offer(const struct smtp *smtp);

/* One recipient and what became of it. */
struct smtp_recipient {
	const char *address;	/* passes address_check() */
	bool accepted;		/* by RCPT; delivered only with the whole */
	enum reply_class class; /* when not accepted */
	struct fault why;	/* likewise */
};

struct smtp_mail {
	const char *from; /* envelope sender, "" for the null sender */
	struct smtp_recipient *to;
	size_t count;
	struct message *message; /* rewound by smtp_send() */
	const char *dsn_ret;	 /* "HDRS" or "FULL"; NULL: not asked */
	const char *dsn_notify;	 /* "FAILURE,DELAY"; NULL: not asked */
};

struct smtp_result {
	bool accepted;	       /* the final 2xx came */
	bool uncertain;	       /* the line was lost after the final dot: sent
				* perhaps; repeat with the same Message-ID */
	size_t recipients;     /* how many were accepted */
	enum reply_class class;
	char id[256];	       /* what the server calls it, clean */
};

/*
 * One transaction. True: the message was accepted for at least one recipient
 * (look at each). False: for none; why and result->class say it, and hold for
 * each recipient whose own class is REPLY_OK. The session can be used for the
 * next message as long as smtp_is_alive().
 */
bool smtp_send(struct smtp *smtp, const struct smtp_mail *mail,
    struct smtp_result *result, struct fault *why);
bool smtp_is_alive(const struct smtp *smtp);

/* QUIT, not waited for; frees. NULL is fine. */
void smtp_close(struct smtp *smtp);

/*
 * For a set-up: connects and secures without logging in, and says in words what
 * is offered ("smtp.office365.com:587 answers, TLS 1.3, takes sign-in tokens
 * (XOAUTH2), up to 150 MB"). False: cannot be reached or secured, or XOAUTH2 is
 * not offered (FAULT_SETTINGS).
 */
enum { SMTP_PROBE_WORDS = 256 };
bool smtp_probe(const struct smtp_server *server, struct smtp_offer *offer,
    char words[static SMTP_PROBE_WORDS], struct fault *why);

#endif
