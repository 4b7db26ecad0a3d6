/* SPDX-License-Identifier: ISC */
/* What the files of one SMTP session share and nobody else needs. */
#ifndef TENANT_SMTP_INSIDE_H
#define TENANT_SMTP_INSIDE_H

#include "tests/tenant/smtp_session.h"

/* A switch of this port: smtp.NAME, or relay.NAME on the relay port. */
bool smtp_setting(struct smtp_session *session, const char *name, char *out,
    size_t size);
bool smtp_is_on(struct smtp_session *session, const char *name);
/* Its number, or the default. */
int64_t smtp_number(struct smtp_session *session, const char *name,
    int64_t otherwise);

/* A reply line as given, with CRLF. */
void smtp_say(struct smtp_session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A refusal, with the trailer that Exchange puts behind it. */
void smtp_refuse(struct smtp_session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same behind the final dot, where the trailer differs. */
void smtp_refuse_message(struct smtp_session *session, const char *words);

/* An event with an outcome ("ok", "refused") or NULL, and a detail. */
void smtp_event(struct smtp_session *session, const char *type,
    const char *outcome, const char *detail);
/* The client did what a careful one never does. */
void smtp_violation(struct smtp_session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Runs a step of the conversation unless a switch puts something else in its
 * place: a fault before it, a reply instead of it, or (value "after" of the
 * fault, or a reply that begins with 2 or 3) something after it.
 */
void smtp_stage_run(struct smtp_session *session, enum smtp_stage stage,
    void (*step)(struct smtp_session *, const char *), const char *argument);

/* smtp_login.c */
void smtp_do_auth(struct smtp_session *session, const char *argument);
void smtp_login_line(struct smtp_session *session, const char *line);
/* "LOGIN XOAUTH2", or what a switch says; "" when AUTH is not offered. */
const char *smtp_mechanisms(struct smtp_session *session, char *out,
    size_t size);

/* smtp_mail.c */
void smtp_do_mail(struct smtp_session *session, const char *argument);
void smtp_do_rcpt(struct smtp_session *session, const char *argument);
void smtp_do_data(struct smtp_session *session, const char *argument);
void smtp_do_bdat(struct smtp_session *session, const char *argument);
/* Bytes that one message may have for who is logged in. */
int64_t smtp_message_limit(struct smtp_session *session);
void smtp_forget_mail(struct smtp_session *session);
/* Takes bytes of the message out of session->in. */
void smtp_take_body(struct smtp_session *session);
void smtp_take_chunk(struct smtp_session *session);

/* smtp_accept.c: the message is whole; accept or refuse it. */
void smtp_do_dot(struct smtp_session *session, const char *unused);

/* Drops n bytes from the front of session->in. */
void smtp_drop_input(struct smtp_session *session, size_t n);

#endif
