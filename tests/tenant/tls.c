/* SPDX-License-Identifier: ISC */
/* Makes certificate authorities and certificates; speaks no TLS itself. */
#include <config.h>

#include "tests/tenant/tls.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <gnutls/x509.h>

#include "base/alloc.h"
#include "tests/tenant/craft.h"
#include "tests/tenant/state.h"

enum { DAY = 24 * 60 * 60, KINDS = 5 };

/* An authority, or a server's certificate with its key. */
struct pair {
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t crt;
	gnutls_datum_t key_pem;
	gnutls_datum_t crt_pem;
	gnutls_certificate_credentials_t credentials;
	gnutls_pcert_st pcert;
	gnutls_privkey_t privkey;
};

struct tls {
	struct pair authority;
	struct pair stranger; /* the authority that nobody trusts */
	struct pair servers[KINDS];
};

struct kind {
	const char *word;
	long from; /* days from now */
	long until;
	bool elsewhere; /* names another host only */
	bool untrusted;
};

static const struct kind kinds[KINDS] = {
	{ "good", -1, 365, false, false },
	{ "expired", -30, -1, false, false },
	{ "early", 10, 365, false, false },
	{ "wronghost", -1, 365, true, false },
	{ "untrusted", -1, 365, false, true },
};

static const char *const hosts[] = { "localhost", "login.microsoftonline.com",
	"smtp.office365.com", "outlook.office365.com",
	"login.contoso.example", "smtp.contoso.example" };

static const unsigned char v4_loopback[4] = { 127, 0, 0, 1 };
static const unsigned char v6_loopback[16] = { [15] = 1 };

static void
must(int result)
{
	if (result >= 0)
		return;
	fprintf(stderr, "tenant: making certificates: %s\n",
	    gnutls_strerror(result));
	abort();
}

/* A key and an unsigned certificate with name and time. */
static void
begin(struct pair *pair, const char *name, const struct kind *kind)
{
	unsigned char serial[8];
	time_t now = time(NULL);

	must(gnutls_x509_privkey_init(&pair->key));
	must(gnutls_x509_privkey_generate(pair->key, GNUTLS_PK_ECDSA,
	    GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
	must(gnutls_x509_crt_init(&pair->crt));
	must(gnutls_x509_crt_set_version(pair->crt, 3));
	craft_random(serial, sizeof(serial));
	serial[0] = 1;
	must(gnutls_x509_crt_set_serial(pair->crt, serial, sizeof(serial)));
	must(gnutls_x509_crt_set_activation_time(pair->crt,
	    now + kind->from * DAY));
	must(gnutls_x509_crt_set_expiration_time(pair->crt,
	    now + kind->until * DAY));
	must(gnutls_x509_crt_set_dn_by_oid(pair->crt,
	    GNUTLS_OID_X520_COMMON_NAME, 0, name, (unsigned)strlen(name)));
	must(gnutls_x509_crt_set_key(pair->crt, pair->key));
}

static void
finish(struct pair *pair, const struct pair *authority)
{
	unsigned char id[64];
	size_t len = sizeof(id);

	must(gnutls_x509_crt_get_key_id(pair->crt, 0, id, &len));
	must(gnutls_x509_crt_set_subject_key_id(pair->crt, id, len));
	len = sizeof(id);
	must(gnutls_x509_crt_get_key_id(authority->crt, 0, id, &len));
	must(gnutls_x509_crt_set_authority_key_id(pair->crt, id, len));
	must(gnutls_x509_crt_sign2(pair->crt, authority->crt, authority->key,
	    GNUTLS_DIG_SHA256, 0));
	must(gnutls_x509_crt_export2(pair->crt, GNUTLS_X509_FMT_PEM,
	    &pair->crt_pem));
	must(gnutls_x509_privkey_export2_pkcs8(pair->key, GNUTLS_X509_FMT_PEM,
	    NULL, GNUTLS_PKCS_PLAIN, &pair->key_pem));
}

static void
make_authority(struct pair *pair, const char *name)
{
	begin(pair, name, &kinds[0]);
	must(gnutls_x509_crt_set_basic_constraints(pair->crt, 1, 0));
	must(gnutls_x509_crt_set_key_usage(pair->crt,
	    GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN));
	finish(pair, pair);
}

static void
name_host(struct pair *pair, gnutls_x509_subject_alt_name_t type,
    const void *name, size_t len)
{
	must(gnutls_x509_crt_set_subject_alt_name(pair->crt, type, name,
	    (unsigned)len, GNUTLS_FSAN_APPEND));
}

static void
name_hosts(struct pair *pair)
{
	size_t i;

	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		name_host(pair, GNUTLS_SAN_DNSNAME, hosts[i],
		    strlen(hosts[i]));
	name_host(pair, GNUTLS_SAN_IPADDRESS, v4_loopback,
	    sizeof(v4_loopback));
	name_host(pair, GNUTLS_SAN_IPADDRESS, v6_loopback,
	    sizeof(v6_loopback));
}

static void
make_server(struct pair *pair, const struct kind *kind,
    const struct pair *authority)
{
	static const char other[] = "elsewhere.example";
	unsigned count = 1;

	begin(pair, kind->elsewhere ? other : "localhost", kind);
	if (kind->elsewhere)
		name_host(pair, GNUTLS_SAN_DNSNAME, other, sizeof(other) - 1);
	else
		name_hosts(pair);
	must(gnutls_x509_crt_set_basic_constraints(pair->crt, 0, -1));
	must(gnutls_x509_crt_set_key_usage(pair->crt,
	    GNUTLS_KEY_DIGITAL_SIGNATURE));
	must(gnutls_x509_crt_set_key_purpose_oid(pair->crt,
	    GNUTLS_KP_TLS_WWW_SERVER, 0));
	finish(pair, authority);
	must(gnutls_certificate_allocate_credentials(&pair->credentials));
	must(gnutls_certificate_set_x509_key_mem(pair->credentials,
	    &pair->crt_pem, &pair->key_pem, GNUTLS_X509_FMT_PEM));
	must(gnutls_pcert_list_import_x509_raw(&pair->pcert, &count,
	    &pair->crt_pem, GNUTLS_X509_FMT_PEM, 0));
	must(gnutls_privkey_init(&pair->privkey));
	must(gnutls_privkey_import_x509_raw(pair->privkey, &pair->key_pem,
	    GNUTLS_X509_FMT_PEM, NULL, 0));
}

static void
pair_clear(struct pair *pair)
{
	gnutls_x509_privkey_deinit(pair->key);
	gnutls_x509_crt_deinit(pair->crt);
	gnutls_free(pair->key_pem.data);
	gnutls_free(pair->crt_pem.data);
	if (pair->credentials == NULL)
		return;
	gnutls_certificate_free_credentials(pair->credentials);
	gnutls_pcert_deinit(&pair->pcert);
	gnutls_privkey_deinit(pair->privkey);
}

static bool
write_pem(const char *dir, const char *name, const gnutls_datum_t *pem)
{
	char path[DIR_SIZE + 32];
	bool good;
	int fd;

	keepf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	good = write(fd, pem->data, pem->size) == (ssize_t)pem->size;
	return close(fd) == 0 && good;
}

struct tls *
tls_new(const char *dir)
{
	struct tls *tls = must_alloc(1, sizeof(*tls));
	size_t i;

	make_authority(&tls->authority, "Stand-in tenant authority");
	make_authority(&tls->stranger, "An authority that nobody knows");
	for (i = 0; i < KINDS; i++)
		make_server(&tls->servers[i], &kinds[i],
		    kinds[i].untrusted ? &tls->stranger : &tls->authority);
	if (write_pem(dir, "ca.pem", &tls->authority.crt_pem) &&
	    write_pem(dir, "server.pem", &tls->servers[0].crt_pem) &&
	    write_pem(dir, "server-key.pem", &tls->servers[0].key_pem))
		return tls;
	fprintf(stderr, "tenant: cannot write certificates to %s\n", dir);
	tls_free(tls);
	return NULL;
}

void
tls_free(struct tls *tls)
{
	size_t i;

	if (tls == NULL)
		return;
	for (i = 0; i < KINDS; i++)
		pair_clear(&tls->servers[i]);
	pair_clear(&tls->authority);
	pair_clear(&tls->stranger);
	free(tls);
}

static struct pair *
find(struct tls *tls, const char *word)
{
	size_t i;

	for (i = KINDS - 1; i > 0; i--)
		if (strcmp(kinds[i].word, word) == 0)
			break;
	return &tls->servers[i];
}

gnutls_certificate_credentials_t
tls_credentials(struct tls *tls, const char *word)
{
	return find(tls, word)->credentials;
}

void
tls_pair(struct tls *tls, const char *word, gnutls_pcert_st **chain,
    gnutls_privkey_t *key)
{
	struct pair *pair = find(tls, word);

	*chain = &pair->pcert;
	*key = pair->privkey;
}

const char *
tls_certificate_pem(const struct tls *tls)
{
	return (const char *)tls->servers[0].crt_pem.data;
}

const char *
tls_key_pem(const struct tls *tls)
{
	return (const char *)tls->servers[0].key_pem.data;
}
