/* SPDX-License-Identifier: ISC */
/* Applications prove themselves by secret; assertions lie in assertion.c. */
#include <config.h>

#include "tests/tenant/client.h"

#include <string.h>
#include <strings.h>

#include <gnutls/gnutls.h>

struct credentials {
	char id[NAME_SIZE];
	char secret[DIR_SIZE];
	bool has_secret;
};

/* Both halves are form-encoded before the base64 (RFC 6749 2.3.1). */
static void
read_basic(const char *coded, struct credentials *out)
{
	gnutls_datum_t in, plain;
	struct field *half;
	const char *colon;

	in.data = (unsigned char *)(uintptr_t)coded;
	in.size = (unsigned)strlen(coded);
	if (gnutls_base64_decode2(&in, &plain) != 0)
		return;
	colon = memchr(plain.data, ':', plain.size);
	if (colon != NULL) {
		half = fields_parse((const char *)plain.data,
		    (size_t)(colon - (const char *)plain.data));
		if (half != NULL)
			keepf(out->id, sizeof(out->id), "%.100s", half->name);
		fields_free(half);
		half = fields_parse(colon + 1,
		    plain.size - 1 -
			(size_t)(colon - (const char *)plain.data));
		if (half != NULL) {
			keepf(out->secret, sizeof(out->secret), "%.500s",
			    half->name);
			out->has_secret = true;
		}
		fields_free(half);
	}
	gnutls_free(plain.data);
}

static void
collect(struct request *request, struct credentials *out)
{
	const char *basic = request_header(request, "Authorization");
	const char *id = request_field(request, "client_id");
	const char *secret = request_field(request, "client_secret");

	memset(out, 0, sizeof(*out));
	if (basic != NULL && strncasecmp(basic, "Basic ", 6) == 0)
		read_basic(basic + 6, out);
	if (id != NULL)
		keepf(out->id, sizeof(out->id), "%.100s", id);
	if (secret != NULL) {
		keepf(out->secret, sizeof(out->secret), "%.500s", secret);
		out->has_secret = true;
	}
}

/* May this application be used at such an address? */
static long
check_tenancy(const struct app *app, const struct tenant *tenant,
    const char *form)
{
	if (tenant == app->tenant || app->multi_tenant)
		return 0;
	if (tenant == &tenant_consumers || strcasecmp(form, "consumers") == 0)
		return 9002332;
	return tenant == NULL ? 50194 : 700016;
}

long
client_find(struct request *request, const struct tenant *tenant,
    const char *form, struct app **app)
{
	struct store *store = request->store;
	struct credentials given;

	collect(request, &given);
	if (given.id[0] == '\0')
		return 900144;
	*app = app_find(store, given.id);
	if (*app == NULL || switch_take(store, "app.unknown"))
		return 700016;
	if ((*app)->disabled)
		return 7000112;
	if (switch_on(store, "plain"))
		return 0;
	return check_tenancy(*app, tenant, form);
}

static long
check_secret(struct request *request, const struct app *app,
    const char *secret)
{
	if (switch_take(request->store, "secret.unknown") ||
	    app->secret[0] == '\0' || strcmp(app->secret, secret) != 0)
		return 7000215;
	if (app->secret_expires != 0 &&
	    store_now(request->store) >= app->secret_expires)
		return 7000222;
	return 0;
}

long
client_check(struct request *request, const struct app *app, enum need need,
    enum proof *proof)
{
	const char *assertion = request_field(request, "client_assertion");
	struct credentials given;

	collect(request, &given);
	*proof = PROOF_NONE;
	if (need == NEED_NONE)
		return given.has_secret || assertion != NULL ? 700025 : 0;
	if (assertion != NULL) {
		*proof = PROOF_CERTIFICATE;
		return assertion_check(request, app, assertion);
	}
	if (!given.has_secret || given.secret[0] == '\0')
		return 7000218;
	*proof = PROOF_SECRET;
	return check_secret(request, app, given.secret);
}
