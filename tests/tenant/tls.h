/* SPDX-License-Identifier: ISC */
/* The tenant's own throw-away authority and its certificates, good and bad. */
#ifndef TENANT_TLS_H
#define TENANT_TLS_H

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

struct tls;

/*
 * Makes everything anew and writes DIR/ca.pem (what clients are to trust),
 * DIR/server.pem and DIR/server-key.pem (for a server beside us). NULL, with a
 * line on stderr, when it cannot.
 */
struct tls *tls_new(const char *dir);
void tls_free(struct tls *tls);

/*
 * One certificate by the word of a switch: "good", "expired", "early" (not
 * valid yet), "wronghost", "untrusted" (signed by an authority nobody knows);
 * any other word is "good". Borrowed; threads may share it.
 */
gnutls_certificate_credentials_t tls_credentials(struct tls *tls,
    const char *word);
/* The same as libmicrohttpd wants it. */
void tls_pair(struct tls *tls, const char *word, gnutls_pcert_st **chain,
    gnutls_privkey_t *key);
/* The good pair as PEM; borrowed. */
const char *tls_certificate_pem(const struct tls *tls);
const char *tls_key_pem(const struct tls *tls);

#endif
