/* SPDX-License-Identifier: ISC */
/* How Microsoft's portal words things, and when that was last looked at. The
 * only place where a label of the portal is written. */
#ifndef SETUP_PORTAL_H
#define SETUP_PORTAL_H

#include <stddef.h>

#include "base/text.h"
#include "setup/answers.h"

struct cloud;

struct portal_label {
	const char *id;	      /* texts name it {@id} */
	const char *now;      /* as the portal shows it */
	const char *before;   /* older wording, NULL if it never changed */
	const char *verified; /* "2026-11" */
};

extern const struct portal_label portal_labels[];
extern const size_t portal_label_count;

const struct portal_label *portal_label_find(const char *id, size_t len);

/* The cloud whose login page or portal has this host, or NULL; of two that
 * share it, the first. */
const struct cloud *portal_cloud_by_host(const char *host, size_t len);

/*
 * Adds a text with its places filled in: {@label}, {+label} (the label and, in
 * brackets, its older wording), {-label} (the older one alone), {host}, {month}
 * ("2026-11"), {entra}, {admin}, {login} (hosts of the chosen cloud), {scope},
 * {smtp_host}, {server}, {secret_end} (the day, or that it is unknown),
 * {sender}, {signer} (the mailbox and who signs in for it, in words while they
 * are unknown; {sender_word}, {signer_word}: as arguments in PowerShell),
 * {reader} (one address at which this machine's mail is read; {reader_word}: as
 * an argument in a shell), {account_type} (with its older wording),
 * {consent_url} (where an administrator consents; "" until the IDs are known)
 * and {any.setting}: its value, or its default, or "".
 * What stands between {?condition} and its {/} is left out unless the condition
 * holds, or with {?!condition} if it does: device, custom, personal, work,
 * shared (another account signs in), reads (mail is read too), client (the
 * client ID is known), consent. They may stand within each other.
 * False: did not fit.
 */
bool portal_fill(const char *template, const struct known *known,
    struct text *out);

#endif
