/* SPDX-License-Identifier: ISC */
/* What the targets share: the entry, and judges of what came out. A judge that
 * is not satisfied says why and aborts. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"

/* One input; called by libFuzzer, or by replay.c for each file of the corpus.
 * Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(fact)                                                      \
	do {                                                                  \
		if (!(fact))                                                  \
			fuzz_fail(__FILE__, __LINE__, #fact);                 \
	} while (0)

_Noreturn void fuzz_fail(const char *file, int line, const char *words);

/* Is it valid UTF-8 without controls (C0, DEL, C1), without characters that
 * change the direction of text, and at most max columns wide? Written anew
 * here, so that base/clean.c is not its own judge. */
bool fuzz_is_clean(const char *text, size_t max);
/* All texts of a fault are clean and ended; a fault that is one has a kind and
 * a sentence. */
void fuzz_check_fault(const struct fault *why);
/* No text of the fault contains these words. */
void fuzz_check_absent(const struct fault *why, const char *words);
/* Every byte is RFC 6749 VSCHAR and there is one at least. */
void fuzz_check_token(const struct secret *token);

/* The input in memory of its own exact size, so that reading behind its end is
 * seen; with a NUL behind it when asked for. The caller frees. */
char *fuzz_copy(const uint8_t *data, size_t size, bool ended);

#endif
