/* SPDX-License-Identifier: ISC */
/* Base64 and SHA-256 by published vectors; the shape of random values. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"

/* RFC 4648 10, and what tells the two alphabets apart. */
static const struct {
	const char *bytes;
	const char *base64;
	const char *base64url;
} vectors[] = {
	{ "", "", "" },
	{ "f", "Zg==", "Zg" },
	{ "fo", "Zm8=", "Zm8" },
	{ "foo", "Zm9v", "Zm9v" },
	{ "foob", "Zm9vYg==", "Zm9vYg" },
	{ "fooba", "Zm9vYmE=", "Zm9vYmE" },
	{ "foobar", "Zm9vYmFy", "Zm9vYmFy" },
	{ "\xfb\xff\xbf", "+/+/", "-_-_" },
};

static void
expect(struct secret *secret, const char *bytes)
{
	assert_int_equal(secret->len, strlen(bytes));
	assert_string_equal(secret_open(secret), bytes);
	secret_close(secret);
	secret_clear(secret);
}

static void
base64_agrees_with_its_standard_both_ways(void **state)
{
	struct secret out;
	struct text text;
	size_t i, len;

	(void)state;
	secret_init(&out, 100);
	text_init(&text, 100);
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		len = strlen(vectors[i].bytes);
		text_reset(&text);
		assert_true(base64_add(&text, vectors[i].bytes, len));
		assert_string_equal(text.at, vectors[i].base64);
		assert_true(base64_decode(&out, text.at, text.len));
		expect(&out, vectors[i].bytes);
		text_reset(&text);
		assert_true(base64url_add(&text, vectors[i].bytes, len));
		assert_string_equal(text.at, vectors[i].base64url);
		assert_true(base64url_decode(&out, text.at, text.len));
		expect(&out, vectors[i].bytes);
	}
	text_clear(&text);
	assert_true(base64url_decode(&out, "Zg==", 4));
	expect(&out, "f");
}

static void
what_is_no_base64_is_refused(void **state)
{
	static const char *const base64[] = { "Zg", "Zg=", "Zg===", "Z", "=",
		"====", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9-", "Zm9_", "Zm9v=",
		"Zh==", "Zm9=", "Zg==Zg==" };
	static const char *const base64url[] = { "Z", "Zg=", "Zg===", "=",
		"====", "Zm9+", "Zm9/", "Zm9v\n", "Zm9v=", "Zh", "Zm9." };
	struct secret out;
	size_t i;

	(void)state;
	secret_init(&out, 100);
	for (i = 0; i < sizeof(base64) / sizeof(base64[0]); i++)
		if (base64_decode(&out, base64[i], strlen(base64[i])))
			fail_msg("base64 %s", base64[i]);
	for (i = 0; i < sizeof(base64url) / sizeof(base64url[0]); i++)
		if (base64url_decode(&out, base64url[i], strlen(base64url[i])))
			fail_msg("base64url %s", base64url[i]);
	assert_false(base64_decode(&out, "Zm\0v", 4));
	assert_true(secret_is_empty(&out));
}

static void
base64_that_does_not_fit_says_so(void **state)
{
	struct secret out;
	struct text text;

	(void)state;
	text_init(&text, 7);
	assert_false(base64_add(&text, "foob", 4));
	assert_int_equal(text.len, 0);
	text_clear(&text);
	secret_init(&out, 3);
	assert_false(base64_decode(&out, "Zm9vYg==", 8));
	assert_true(secret_is_empty(&out));
	assert_true(base64_decode(&out, "Zm9v", 4));
	assert_false(base64_decode(&out, "Zg==", 4));
	expect(&out, "foo");
}

static void
sha256_agrees_with_its_standard(void **state)
{
	static const unsigned char abc[SHA256_SIZE] = { 0xba, 0x78, 0x16, 0xbf,
		0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae,
		0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
		0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	unsigned char out[SHA256_SIZE];

	(void)state;
	sha256(out, "abc", 3);
	assert_memory_equal(out, abc, sizeof(abc));
}

static void
the_pkce_challenge_is_that_of_its_standard(void **state)
{
	/* RFC 7636 appendix B. */
	static const char verifier[] =
	    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
	unsigned char out[SHA256_SIZE];
	struct text text;

	(void)state;
	sha256(out, verifier, strlen(verifier));
	text_init(&text, 100);
	base64url_add(&text, out, sizeof(out));
	assert_string_equal(text.at,
	    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
	text_clear(&text);
}

static void
a_uuid_has_the_shape_of_version_4(void **state)
{
	char one[UUID_SIZE], other[UUID_SIZE];
	size_t round, i;

	(void)state;
	for (round = 0; round < 200; round++) {
		random_uuid(one);
		assert_int_equal(strlen(one), 36);
		for (i = 0; i < 36; i++)
			if (i == 8 || i == 13 || i == 18 || i == 23)
				assert_int_equal(one[i], '-');
			else
				assert_non_null(
				    strchr("0123456789abcdef", one[i]));
		assert_int_equal(one[14], '4');
		assert_non_null(strchr("89ab", one[19]));
		assert_string_not_equal(one, random_uuid(other));
	}
}

static void
random_bytes_fill_the_whole_length_and_differ(void **state)
{
	unsigned char bytes[32], seen[32] = { 0 };
	size_t round, i;

	(void)state;
	for (round = 0; round < 20; round++) {
		random_bytes(bytes, sizeof(bytes));
		for (i = 0; i < sizeof(bytes); i++)
			seen[i] |= bytes[i];
	}
	for (i = 0; i < sizeof(seen); i++)
		assert_int_not_equal(seen[i], 0);
}

static void
a_token_has_all_its_bytes_as_base64url(void **state)
{
	static const size_t lengths[] = { 1, 16, 32, 64 };
	struct secret one, other, bytes;
	size_t i;

	(void)state;
	secret_init(&one, 100);
	secret_init(&other, 100);
	secret_init(&bytes, 100);
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		random_token(&one, lengths[i]);
		assert_true(base64url_decode(&bytes, secret_open(&one),
		    one.len));
		secret_close(&one);
		assert_int_equal(bytes.len, lengths[i]);
		secret_clear(&bytes);
		random_token(&other, lengths[i]);
		if (lengths[i] > 1)
			assert_false(secret_equals(&one, &other));
		secret_clear(&one);
		secret_clear(&other);
	}
}

static int
end_of_token(size_t n, size_t max)
{
	const struct rlimit none = { 0, 0 };
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		struct secret out;

		setrlimit(RLIMIT_CORE, &none);
		signal(SIGABRT, SIG_DFL);
		secret_init(&out, max);
		random_token(&out, n);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
a_token_that_would_be_short_ends_the_program(void **state)
{
	(void)state;
	assert_int_equal(end_of_token(32, 43), 0);
	assert_int_not_equal(end_of_token(32, 42), 0);
	assert_int_not_equal(end_of_token(65, 1000), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_agrees_with_its_standard_both_ways),
		cmocka_unit_test(what_is_no_base64_is_refused),
		cmocka_unit_test(base64_that_does_not_fit_says_so),
		cmocka_unit_test(sha256_agrees_with_its_standard),
		cmocka_unit_test(the_pkce_challenge_is_that_of_its_standard),
		cmocka_unit_test(a_uuid_has_the_shape_of_version_4),
		cmocka_unit_test(random_bytes_fill_the_whole_length_and_differ),
		cmocka_unit_test(a_token_has_all_its_bytes_as_base64url),
		cmocka_unit_test(a_token_that_would_be_short_ends_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
