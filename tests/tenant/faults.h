/* SPDX-License-Identifier: ISC */
/* Scripted faults by request number, from the switches named *.fault. */
#ifndef TENANT_FAULTS_H
#define TENANT_FAULTS_H

#include "tests/tenant/web.h"

/*
 * A script is a list of RANGE:KIND[/NUMBER] separated by commas; RANGE is N,
 * N-M, N-* or *, counted from the setting of the switch. The first entry that
 * fits is taken.
 *
 * In place of an answer, the request not being looked at: close, never, empty,
 * 400, 401, 429/SECONDS, 503/SECONDS, 500html, 502html, html200, redirect,
 * redirect307, 10mb, error200, half, aadsts/NUMBER, claims-string,
 * claims-object, crlf, controls, long.
 * The request is done and its answer changed: lost (closed instead), slow,
 * expires/SECONDS, expires-string, no-expires, no-refresh, no-id, badtoken,
 * wrongaud, dupkeys, deep, no-type, hold/N (kept back until N such wait, or
 * until any switch is set). A redirect leads to /collect on another name of
 * this host, which logs the event "collect".
 */
struct fault_plan {
	char kind[32]; /* "" for none */
	long number;
};

/* Which fault is due; counts the request. */
void faults_plan(struct store *store, const char *name,
    struct fault_plan *plan);
/* True: the answer is made and the request is not to be looked at. */
bool faults_before(struct request *request, struct answer *answer,
    const struct fault_plan *plan);
void faults_after(struct request *request, struct answer *answer,
    const struct fault_plan *plan);
/* Is this a script that faults_plan understands? */
bool faults_are_valid(const char *script);

#endif
