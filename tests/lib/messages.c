/* SPDX-License-Identifier: ISC */
/* Reading whole messages, and files to make them of. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/lib/messages.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"

char *
message_bytes(struct message *message)
{
	uint64_t size = message_size(message);
	char *bytes = must_alloc((size_t)size + MESSAGE_BLOCK + 1, 1);
	struct fault why;
	size_t got = 0;
	ssize_t n;

	message_rewind(message);
	do {
		n = message_read(message, bytes + got, MESSAGE_BLOCK, &why);
		if (n < 0)
			fail_msg("%s", why.what);
		got += (size_t)n;
		assert_true(got <= size);
	} while (n > 0);
	assert_int_equal(got, size);
	return bytes;
}

void
make_file(char *path, const void *bytes, size_t len)
{
	int fd = mkstemps(path, 4);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}
