/* SPDX-License-Identifier: ISC */
/* Loaded into a test program (LD_PRELOAD): of its cases only those run whose
 * name fits the pattern ONLY. */
#include <stdlib.h>

/* Not there in the programs that the test starts. */
__attribute__((weak)) void cmocka_set_test_filter(const char *pattern);

__attribute__((constructor)) static void
choose(void)
{
	const char *pattern = getenv("ONLY");

	if (pattern != NULL && cmocka_set_test_filter != NULL)
		cmocka_set_test_filter(pattern);
}
