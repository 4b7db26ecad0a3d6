/* SPDX-License-Identifier: ISC */
/* The inside of an SMTP session, for the files smtp*.c alone. The points are
 * finer than the stages that people see: a stall names its point. */
#ifndef MAIL_SMTP_INSIDE_H
#define MAIL_SMTP_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"
#include "mail/reply.h"
#include "mail/smtp.h"

enum smtp_point {
	POINT_RESOLVE,
	POINT_CONNECT,
	POINT_GREETING,
	POINT_EHLO,
	POINT_STARTTLS,
	POINT_HANDSHAKE,
	POINT_EHLO_SECURE,
	POINT_LOGIN,
	POINT_OPEN
};

/* Why a session ended that libcurl cannot know of. */
enum smtp_trouble {
	TROUBLE_NONE,
	TROUBLE_STALL,	  /* a stage took too long */
	TROUBLE_GARBAGE,  /* a line that is no SMTP answer */
	TROUBLE_ENDLESS	  /* a line or an answer too long */
};

enum {
	SMTP_ERROR_SIZE = 256, /* CURL_ERROR_SIZE; checked in smtp.c */
	SMTP_URL_SIZE = 600,
	SMTP_HELO_SIZE = 256,
	SMTP_IN_MAX = 512 * 1024 /* answers not yet looked at */
};

struct smtp {
	struct smtp_server place; /* what server points to */
	const struct smtp_server *server;
	const struct smtp_watch *watch;
	const struct smtp_login *login; /* during smtp_open() */
	char user[ADDRESS_SIZE];	/* for advice */
	void *curl;
	char url[SMTP_URL_SIZE];
	char error[SMTP_ERROR_SIZE];
	int fd;
	enum smtp_point point;
	enum smtp_stage stage;
	int64_t point_began, stage_began;
	enum smtp_trouble trouble;
	char odd_line[200];	/* what was no answer */
	char address[64];	/* where we connect to */
	char tls[32];		/* "TLS 1.3" */
	struct reply reply;	/* the last one, perhaps not yet whole */
	bool reply_whole;
	size_t reply_lines;
	struct smtp_offer offer;
	enum smtp_login_result login_result;
	bool lacks_starttls;
	bool alive;
	bool needs_reset; /* a transaction was begun and not ended */
	struct text in;	  /* received bytes from in_at on wait */
	size_t in_at;
	char *block, *stuffed; /* of the body */
};

/* smtp_options.c: what libcurl is told. FAULT_SETTINGS. */
bool smtp_set_options(struct smtp *smtp, struct fault *why);
/* This machine's name for EHLO: a full name, or an address literal. */
const char *smtp_helo_name(char out[static SMTP_HELO_SIZE]);

/* smtp_stage.c: following the session while libcurl has it. */
void smtp_enter(struct smtp *smtp, enum smtp_point point);
void smtp_pass(struct smtp *smtp, enum smtp_stage stage, const char *detail);
/* Looks at libcurl's times; false when the present point took too long. */
bool smtp_tick(struct smtp *smtp);
/* One line from the server; false ends the session. */
bool smtp_take_line(struct smtp *smtp, const char *line, size_t len);
int64_t smtp_limit(int64_t wanted, int64_t usual);

/* smtp_fault.c: why smtp_open() failed. Always false. */
bool smtp_open_fault(struct smtp *smtp, int result, struct fault *why);

/* smtp_wire.c: the session when it is ours. */
enum wire {
	WIRE_OK,
	WIRE_EARLY,   /* an answer came while the body was being sent */
	WIRE_LOST,
	WIRE_STALL,
	WIRE_GARBAGE
};
/* Sends all, in ms without progress at the most; with early set an answer that
 * comes meanwhile ends it. */
enum wire smtp_put(struct smtp *smtp, const char *bytes, size_t len,
    bool early);
/* One whole answer into smtp->reply, within ms. */
enum wire smtp_get(struct smtp *smtp, int64_t ms);
/* The fault for what smtp_put() and smtp_get() return; always false. doing
 * ends "the connection to HOST broke while ...". */
bool smtp_wire_fault(struct smtp *smtp, enum wire wire, const char *doing,
    struct fault *why);

/* smtp_body.c: the message and its dot. *handed_over: the dot went out. */
enum wire smtp_put_message(struct smtp *smtp, struct message *message,
    bool *handed_over, struct fault *why);

#endif
