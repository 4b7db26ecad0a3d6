/* SPDX-License-Identifier: ISC */
/* What all SMTP sessions of a tenant share: the store seen as the world of a
 * session, who is connected, what was sent lately, where mail is kept. */
#ifndef TENANT_SMTP_HALL_H
#define TENANT_SMTP_HALL_H

#include "tests/tenant/smtp_session.h"
#include "tests/tenant/store.h"

struct smtp_hall;

/* Makes DIR/relay. NULL, with a line on stderr, when it cannot. The store is
 * borrowed. */
struct smtp_hall *smtp_hall_new(struct store *store);
void smtp_hall_free(struct smtp_hall *hall);
/* Borrowed; any thread may use it. */
const struct smtp_world *smtp_hall_world(struct smtp_hall *hall);
/* 1, 2, 3, ... for connections. */
long smtp_hall_number(struct smtp_hall *hall);

/*
 * Writes DIR/mail/NNNN.eml (relay: DIR/relay/NNNN.eml), the message as on the
 * wire after dot-unstuffing, and then NNNN.json: user, from, from_parameters,
 * to and to_parameters, tls, flights, id, helo, kind ("mail" or "report").
 * The number is the first that is free; the caller holds a lock.
 */
bool smtp_keep(const char *dir, const struct smtp_message *message,
    int64_t now);

#endif
