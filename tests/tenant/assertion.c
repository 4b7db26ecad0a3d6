/* SPDX-License-Identifier: ISC */
/* Client assertions signed by a certificate's key: RS256 with x5t, PS256 with
 * x5t#S256 (RFC 7523; microsoft.md 2.5). */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "tests/tenant/client.h"
#include "tests/tenant/craft.h"

enum { ASSERTION_MAX = 16384 };

#define KIND "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

struct algorithm {
	const char *name;
	gnutls_sign_algorithm_t sign;
	gnutls_digest_algorithm_t digest;
	const char *thumbprint;
};

static const struct algorithm algorithms[] = {
	{ "RS256", GNUTLS_SIGN_RSA_SHA256, GNUTLS_DIG_SHA1, "x5t" },
	{ "PS256", GNUTLS_SIGN_RSA_PSS_SHA256, GNUTLS_DIG_SHA256, "x5t#S256" },
};

static const char *
member(const cJSON *object, const char *key)
{
	const char *value = cJSON_GetStringValue(
	    cJSON_GetObjectItemCaseSensitive(object, key));

	return value == NULL ? "" : value;
}

static cJSON *
parse_part(const char *from, size_t len)
{
	struct text text;
	cJSON *object = NULL;

	text_init(&text, ASSERTION_MAX);
	if (craft_base64url_decode(&text, from, len))
		object = cJSON_ParseWithLength(text.at, text.len);
	text_clear(&text);
	return object;
}

static bool
load_certificate(const struct app *app, gnutls_x509_crt_t *crt)
{
	gnutls_datum_t pem;
	bool good;

	if (app->certificate[0] == '\0' ||
	    gnutls_load_file(app->certificate, &pem) != 0)
		return false;
	good = gnutls_x509_crt_init(crt) == 0 &&
	    gnutls_x509_crt_import(*crt, &pem, GNUTLS_X509_FMT_PEM) == 0;
	gnutls_free(pem.data);
	return good;
}

static bool
thumbprint_fits(gnutls_x509_crt_t crt, const struct algorithm *algorithm,
    const cJSON *header)
{
	unsigned char digest[32];
	size_t len = sizeof(digest);
	struct text text;
	bool fits;

	if (gnutls_x509_crt_get_fingerprint(crt, algorithm->digest, digest,
		&len) != 0)
		return false;
	text_init(&text, NAME_SIZE);
	craft_base64url(&text, digest, len);
	fits = strcmp(text.at, member(header, algorithm->thumbprint)) == 0;
	text_clear(&text);
	return fits;
}

static bool
signature_fits(gnutls_x509_crt_t crt, const struct algorithm *algorithm,
    const char *assertion, const char *last_dot)
{
	gnutls_datum_t data, signature;
	gnutls_pubkey_t key;
	struct text text;
	bool fits;

	text_init(&text, ASSERTION_MAX);
	data.data = (unsigned char *)(uintptr_t)assertion;
	data.size = (unsigned)(last_dot - assertion);
	fits = craft_base64url_decode(&text, last_dot + 1,
	    strlen(last_dot + 1));
	signature.data = (unsigned char *)text.at;
	signature.size = (unsigned)text.len;
	if (fits && gnutls_pubkey_init(&key) == 0) {
		fits = gnutls_pubkey_import_x509(key, crt, 0) == 0 &&
		    gnutls_pubkey_verify_data2(key, algorithm->sign, 0, &data,
			&signature) >= 0;
		gnutls_pubkey_deinit(key);
	}
	text_clear(&text);
	return fits;
}

static long
check_claims(struct request *request, const struct app *app,
    const cJSON *claims)
{
	int64_t now = store_now(request->store);
	const cJSON *exp = cJSON_GetObjectItemCaseSensitive(claims, "exp");
	const cJSON *nbf = cJSON_GetObjectItemCaseSensitive(claims, "nbf");
	struct text here;
	bool fits;

	text_init(&here, DIR_SIZE);
	text_addf(&here, "%s%s", request->base, request->path);
	fits = strcmp(member(claims, "aud"), here.at) == 0 &&
	    strcasecmp(member(claims, "iss"), app->id) == 0 &&
	    strcasecmp(member(claims, "sub"), app->id) == 0;
	text_clear(&here);
	if (!fits)
		return 700027;
	if (exp == NULL || exp->valuedouble <= (double)now ||
	    (nbf != NULL && nbf->valuedouble > (double)now + 300))
		return 700024;
	return ticket_is_fresh(request->store, member(claims, "jti")) ? 0 :
									700027;
}

long
assertion_check(struct request *request, const struct app *app,
    const char *assertion)
{
	const char *first = strchr(assertion, '.');
	const char *last = strrchr(assertion, '.');
	const char *kind = request_field(request, "client_assertion_type");
	const struct algorithm *algorithm = NULL;
	gnutls_x509_crt_t crt = NULL;
	cJSON *header = NULL, *claims = NULL;
	long number = 700027;
	size_t i;

	if (kind == NULL || strcmp(kind, KIND) != 0)
		return 7000218;
	if (first == NULL || first == last)
		return 700027;
	header = parse_part(assertion, (size_t)(first - assertion));
	claims = parse_part(first + 1, (size_t)(last - first - 1));
	for (i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if (strcmp(algorithms[i].name, member(header, "alg")) == 0)
			algorithm = &algorithms[i];
	if (algorithm != NULL && load_certificate(app, &crt) &&
	    thumbprint_fits(crt, algorithm, header) &&
	    signature_fits(crt, algorithm, assertion, last))
		number = check_claims(request, app, claims);
	if (crt != NULL)
		gnutls_x509_crt_deinit(crt);
	cJSON_Delete(header);
	cJSON_Delete(claims);
	return number;
}
