/* SPDX-License-Identifier: ISC */
/* Signs tokens with a key made at start, and publishes its public half. */
#include <config.h>

#include "tests/tenant/jwt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include "base/alloc.h"
#include "tests/tenant/craft.h"

#define KEY_ID "stand-in-key-1"

struct jwt_key {
	gnutls_privkey_t key;
};

static void
must(int result, const char *what)
{
	if (result >= 0)
		return;
	fprintf(stderr, "tenant: %s: %s\n", what, gnutls_strerror(result));
	abort();
}

struct jwt_key *
jwt_key_new(void)
{
	struct jwt_key *key = must_alloc(1, sizeof(*key));

	must(gnutls_privkey_init(&key->key), "signing key");
	must(gnutls_privkey_generate(key->key, GNUTLS_PK_RSA, 2048, 0),
	    "signing key");
	return key;
}

void
jwt_key_free(struct jwt_key *key)
{
	if (key == NULL)
		return;
	gnutls_privkey_deinit(key->key);
	free(key);
}

void
jwt_sign(const struct jwt_key *key, const cJSON *claims, struct text *out)
{
	static const char header[] = "{\"typ\":\"JWT\",\"alg\":\"RS256\","
				     "\"kid\":\"" KEY_ID "\"}";
	char *payload = cJSON_PrintUnformatted(claims);
	gnutls_datum_t input, signature;
	size_t start = out->len;

	craft_base64url(out, header, sizeof(header) - 1);
	text_addc(out, '.');
	craft_base64url(out, payload, strlen(payload));
	input.data = (unsigned char *)out->at + start;
	input.size = (unsigned)(out->len - start);
	must(gnutls_privkey_sign_data(key->key, GNUTLS_DIG_SHA256, 0, &input,
		 &signature),
	    "signing");
	text_addc(out, '.');
	craft_base64url(out, signature.data, signature.size);
	gnutls_free(signature.data);
	cJSON_free(payload);
}

void
jwt_key_set(const struct jwt_key *key, struct text *out)
{
	gnutls_datum_t n, e;

	must(gnutls_privkey_export_rsa_raw2(key->key, &n, &e, NULL, NULL, NULL,
		 NULL, NULL, NULL, GNUTLS_EXPORT_FLAG_NO_LZ),
	    "public key");
	text_adds(out, "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\","
		       "\"kid\":\"" KEY_ID "\",\"n\":\"");
	craft_base64url(out, n.data, n.size);
	text_adds(out, "\",\"e\":\"");
	craft_base64url(out, e.data, e.size);
	text_adds(out, "\"}]}");
	gnutls_free(n.data);
	gnutls_free(e.data);
}
