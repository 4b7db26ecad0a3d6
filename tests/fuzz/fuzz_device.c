/* SPDX-License-Identifier: ISC */
/* The other two documents of a sign-in server: the answer that holds a device
 * code, and the metadata. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "oauth/cloud.h"
#include "oauth/discovery.h"
#include "oauth/grant.h"

enum { NOW = 1795435200 };

#define URL "https://login.example/.well-known/openid-configuration"

static void
make_answer(const uint8_t *data, size_t size, struct http_answer *answer)
{
	*answer = (struct http_answer){ .status = 200, .json = true };
	secret_init(&answer->body, HTTP_BODY_MAX);
	secret_add(&answer->body, data, size);
}

static void
check_device(const struct http_answer *answer)
{
	struct pending pending;
	struct fault why;

	pending_init(&pending);
	fault_clear(&why);
	if (grant_device_read(answer, &pending, NOW, &why)) {
		fuzz_check_token(&pending.device_code);
		FUZZ_CHECK(pending.user_code[0] != '\0');
		FUZZ_CHECK(fuzz_is_clean(pending.user_code,
		    sizeof(pending.user_code)));
		FUZZ_CHECK(http_url_is_safe(pending.verification_uri, NULL));
		FUZZ_CHECK(fuzz_is_clean(pending.verification_uri,
		    sizeof(pending.verification_uri)));
		FUZZ_CHECK(pending.interval >= 1 && pending.interval <= 300);
		FUZZ_CHECK(pending.expires_at > NOW &&
		    pending.expires_at <= NOW + 86400);
	} else {
		FUZZ_CHECK(why.kind != FAULT_NONE);
		fuzz_check_fault(&why);
	}
	pending_clear(&pending);
}

static void
check_discovery(const struct http_answer *answer)
{
	struct discovery found;
	struct fault why;

	fault_clear(&why);
	if (discovery_read(URL, answer, &found, &why)) {
		FUZZ_CHECK(found.issuer[0] != '\0');
		FUZZ_CHECK(http_url_is_safe(found.token, NULL));
		FUZZ_CHECK(found.device[0] == '\0' ||
		    http_url_is_safe(found.device, NULL));
		FUZZ_CHECK(found.tenant[0] == '\0' ||
		    cloud_is_guid(found.tenant));
	} else {
		FUZZ_CHECK(why.kind != FAULT_NONE);
		fuzz_check_fault(&why);
	}
	FUZZ_CHECK(fuzz_is_clean(found.issuer, sizeof(found.issuer)));
	FUZZ_CHECK(fuzz_is_clean(found.authorization,
	    sizeof(found.authorization)));
	FUZZ_CHECK(fuzz_is_clean(found.region, sizeof(found.region)));
	FUZZ_CHECK(fuzz_is_clean(found.cloud_host, sizeof(found.cloud_host)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_answer answer;

	make_answer(data, size, &answer);
	check_device(&answer);
	check_discovery(&answer);
	http_answer_clear(&answer);
	return 0;
}
