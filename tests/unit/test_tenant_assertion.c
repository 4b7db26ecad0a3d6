/* SPDX-License-Identifier: ISC */
/* Client assertions at the stand-in tenant: which are taken, which are not. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "tests/tenant/client.h"
#include "tests/tenant/craft.h"

#define PLACE "/tenant/oauth2/v2.0/token"
#define HOST "https://localhost:443"
#define KIND "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

struct world {
	char dir[64];
	char pem[96];
	struct store *store;
	struct app *app;
	gnutls_privkey_t key;
	gnutls_x509_crt_t crt;
};

static void
make_certificate(struct world *world)
{
	gnutls_x509_privkey_t key;
	gnutls_datum_t pem;
	FILE *file;

	assert_int_equal(gnutls_x509_privkey_init(&key), 0);
	assert_int_equal(gnutls_x509_privkey_generate(key, GNUTLS_PK_RSA, 2048,
	    0), 0);
	assert_int_equal(gnutls_x509_crt_init(&world->crt), 0);
	assert_int_equal(gnutls_x509_crt_set_version(world->crt, 3), 0);
	assert_int_equal(gnutls_x509_crt_set_serial(world->crt, "\1", 1), 0);
	gnutls_x509_crt_set_activation_time(world->crt, time(NULL) - 60);
	gnutls_x509_crt_set_expiration_time(world->crt, time(NULL) + 3600);
	assert_int_equal(gnutls_x509_crt_set_key(world->crt, key), 0);
	assert_int_equal(gnutls_x509_crt_sign2(world->crt, world->crt, key,
	    GNUTLS_DIG_SHA256, 0), 0);
	assert_int_equal(gnutls_privkey_init(&world->key), 0);
	assert_int_equal(gnutls_privkey_import_x509(world->key, key,
	    GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE), 0);
	assert_int_equal(gnutls_x509_crt_export2(world->crt,
	    GNUTLS_X509_FMT_PEM, &pem), 0);
	file = fopen(world->pem, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(pem.data, 1, pem.size, file), pem.size);
	assert_int_equal(fclose(file), 0);
	gnutls_free(pem.data);
}

static int
set_up(void **state)
{
	static struct world world;

	snprintf(world.dir, sizeof(world.dir), "/tmp/tenant-jwt-XXXXXX");
	if (mkdtemp(world.dir) == NULL)
		return -1;
	snprintf(world.pem, sizeof(world.pem), "%s/app.pem", world.dir);
	world.store = store_new(world.dir);
	world.app = world.store->apps;
	make_certificate(&world);
	keep(world.app->certificate, sizeof(world.app->certificate),
	    world.pem);
	*state = &world;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *world = *state;
	char path[128];

	gnutls_privkey_deinit(world->key);
	gnutls_x509_crt_deinit(world->crt);
	store_free(world->store);
	unlink(world->pem);
	snprintf(path, sizeof(path), "%s/events.jsonl", world->dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/mail", world->dir);
	rmdir(path);
	return rmdir(world->dir);
}

/* What varies between assertions. */
struct shape {
	bool pss;
	const char *id;	 /* jti */
	const char *aud;
	long lives;	 /* seconds from now */
	bool broken;	 /* a signature of something else */
};

static void
add_header(const struct world *world, const struct shape *shape,
    struct text *out)
{
	unsigned char digest[32];
	size_t len = sizeof(digest);
	struct text header;

	gnutls_x509_crt_get_fingerprint(world->crt,
	    shape->pss ? GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA1, digest, &len);
	text_init(&header, 1024);
	text_addf(&header, "{\"alg\":\"%s\",\"typ\":\"JWT\",\"%s\":\"",
	    shape->pss ? "PS256" : "RS256", shape->pss ? "x5t#S256" : "x5t");
	craft_base64url(&header, digest, len);
	text_adds(&header, "\"}");
	craft_base64url(out, header.at, header.len);
	text_clear(&header);
}

static void
add_payload(const struct world *world, const struct shape *shape,
    struct text *out)
{
	long long now = (long long)store_now(world->store);
	struct text payload;

	text_init(&payload, 1024);
	text_addf(&payload,
	    "{\"aud\":\"%s\",\"iss\":\"%s\",\"sub\":\"%s\",\"jti\":\"%s\","
	    "\"nbf\":%lld,\"exp\":%lld}",
	    shape->aud, world->app->id, world->app->id, shape->id, now,
	    now + shape->lives);
	craft_base64url(out, payload.at, payload.len);
	text_clear(&payload);
}

static void
make(const struct world *world, const struct shape *shape, struct text *out)
{
	gnutls_datum_t data, signature;

	add_header(world, shape, out);
	text_addc(out, '.');
	add_payload(world, shape, out);
	data.data = (unsigned char *)out->at;
	data.size = (unsigned)out->len - (shape->broken ? 1 : 0);
	assert_int_equal(gnutls_privkey_sign_data2(world->key,
	    shape->pss ? GNUTLS_SIGN_RSA_PSS_SHA256 : GNUTLS_SIGN_RSA_SHA256, 0,
	    &data, &signature), 0);
	text_addc(out, '.');
	craft_base64url(out, signature.data, signature.size);
	gnutls_free(signature.data);
}

static long
judge(const struct world *world, const struct shape *shape)
{
	struct request request = { .store = world->store };
	char path[] = PLACE;
	struct text text;
	long number;

	text_init(&text, 16384);
	make(world, shape, &text);
	request.path = path;
	keep(request.base, sizeof(request.base), HOST);
	request.form = fields_parse("client_assertion_type=" KIND,
	    strlen("client_assertion_type=" KIND));
	number = assertion_check(&request, world->app, text.at);
	fields_free(request.form);
	text_clear(&text);
	return number;
}

static void
both_algorithms_are_taken(void **state)
{
	const struct shape rs256 = { false, "a", HOST PLACE, 600, false };
	const struct shape ps256 = { true, "b", HOST PLACE, 600, false };

	assert_int_equal(judge(*state, &rs256), 0);
	assert_int_equal(judge(*state, &ps256), 0);
}

static void
an_assertion_counts_once(void **state)
{
	const struct shape shape = { false, "c", HOST PLACE, 600, false };

	assert_int_equal(judge(*state, &shape), 0);
	assert_int_equal(judge(*state, &shape), 700027);
}

static void
an_assertion_for_another_address_is_refused(void **state)
{
	const struct shape shape = { false, "d", HOST "/x", 600, false };

	assert_int_equal(judge(*state, &shape), 700027);
}

static void
an_assertion_that_has_ended_is_refused(void **state)
{
	const struct shape shape = { true, "e", HOST PLACE, -1, false };

	assert_int_equal(judge(*state, &shape), 700024);
}

static void
a_signature_of_something_else_is_refused(void **state)
{
	const struct shape shape = { true, "f", HOST PLACE, 600, true };

	assert_int_equal(judge(*state, &shape), 700027);
}

static void
an_application_without_a_certificate_is_refused(void **state)
{
	const struct shape shape = { false, "g", HOST PLACE, 600, false };
	struct world *world = *state;

	world->app->certificate[0] = '\0';
	assert_int_equal(judge(world, &shape), 700027);
	keep(world->app->certificate, sizeof(world->app->certificate),
	    world->pem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_algorithms_are_taken),
		cmocka_unit_test(an_assertion_counts_once),
		cmocka_unit_test(an_assertion_for_another_address_is_refused),
		cmocka_unit_test(an_assertion_that_has_ended_is_refused),
		cmocka_unit_test(a_signature_of_something_else_is_refused),
		cmocka_unit_test(
		    an_application_without_a_certificate_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
