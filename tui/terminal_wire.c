/* SPDX-License-Identifier: ISC */
/* From curses' memory to the terminal. */
#include <config.h>

#include "tui/terminal_wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/terminal_guard.h"

enum { LAST_MS = 500, WAIT_MS = 1000 };

/* SI; the sets of characters; xterm's stack of titles; its palette, and the
 * Linux console's, as they were before the person chose others. */
static const char *const unsaid[] = { "\017", "\033(B", "\033)B", "\033)0",
	"\033[22;0;0t", "\033[23;0;0t", "\033]104\007", "\033]R" };

static int
make_memory(void)
{
#ifdef HAVE_MEMFD_CREATE
	return memfd_create("postfrank", MFD_CLOEXEC);
#else
	errno = ENOSYS;
	return -1;
#endif
}

bool
wire_open(struct wire *wire, int out, struct fault *why)
{
	wire->out = out;
	wire->is_gone = false;
	wire->len = 0;
	wire->memory = make_memory();
	if (wire->memory < 0)
		return fault_set(why, FAULT_OS,
		    "cannot get memory for a full screen: %s", strerror(errno));
	return true;
}

void
wire_close(struct wire *wire)
{
	close(wire->memory);
	explicit_bzero(wire->bytes, sizeof(wire->bytes));
	wire->len = 0;
	wire->memory = -1;
}

bool
wire_divert(struct wire *wire, int curses)
{
	return dup3(wire->memory, curses, O_CLOEXEC) == curses;
}

/* The length of what is to be left out here; 0: nothing. */
static size_t
unsaid_at(const char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(unsaid) / sizeof(unsaid[0]); i++) {
		size_t one = strlen(unsaid[i]);

		if (one <= len && memcmp(bytes, unsaid[i], one) == 0)
			return one;
	}
	return 0;
}

/* Bytes that can be added as they are. */
static size_t
plain_at(const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len && bytes[i] != '\033' && bytes[i] != '\017')
		i++;
	return i;
}

static void
put_said(struct wire *wire, const char *bytes, size_t len)
{
	size_t i = 0, n;

	while (i < len) {
		n = unsaid_at(bytes + i, len - i);
		if (n == 0) {
			n = plain_at(bytes + i, len - i);
			n = n > 0 ? n : 1;
			wire_put(wire, bytes + i, n);
		}
		i += n;
	}
}

void
wire_collect(struct wire *wire)
{
	struct stat info;
	void *at;

	if (fstat(wire->memory, &info) != 0 || info.st_size == 0)
		return;
	at = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED,
	    wire->memory, 0);
	if (at != MAP_FAILED) {
		put_said(wire, at, (size_t)info.st_size);
		munmap(at, (size_t)info.st_size);
	}
	/* The kernel wipes what is cut off before anybody gets it. */
	if (ftruncate(wire->memory, 0) != 0 ||
	    lseek(wire->memory, 0, SEEK_SET) != 0)
		wire->is_gone = true;
}

void
wire_put(struct wire *wire, const char *bytes, size_t len)
{
	size_t n;

	while (len > 0) {
		if (wire->len == sizeof(wire->bytes))
			wire_send(wire);
		n = sizeof(wire->bytes) - wire->len;
		n = n < len ? n : len;
		memcpy(wire->bytes + wire->len, bytes, n);
		wire->len += n;
		bytes += n;
		len -= n;
	}
}

void
wire_puts(struct wire *wire, const char *string)
{
	wire_put(wire, string, strlen(string));
}

static void
wipe(struct wire *wire)
{
	explicit_bzero(wire->bytes, wire->len);
	wire->len = 0;
}

/* A signal cuts a write(2) short that waits for the line: then the rest is not
 * waited for if it says to end. */
void
wire_send(struct wire *wire)
{
	struct pollfd fd = { wire->out, POLLOUT, 0 };
	size_t done = 0;
	ssize_t n;

	while (done < wire->len && !wire->is_gone && !guard_is_ending()) {
		n = write(wire->out, wire->bytes + done, wire->len - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN)
			poll(&fd, 1, WAIT_MS);
		else if (errno != EINTR)
			wire->is_gone = true;
	}
	wipe(wire);
}

/* A dead line whose buffer is full would hold us for hours. */
void
wire_send_last(struct wire *wire)
{
	int flags = fcntl(wire->out, F_GETFL);
	struct pollfd fd = { wire->out, POLLOUT, 0 };
	size_t done = 0;
	ssize_t n = 0;

	if (flags >= 0)
		fcntl(wire->out, F_SETFL, flags | O_NONBLOCK);
	while (done < wire->len && !wire->is_gone && n >= 0 &&
	    poll(&fd, 1, LAST_MS) > 0) {
		n = write(wire->out, wire->bytes + done, wire->len - done);
		if (n > 0)
			done += (size_t)n;
		else if (errno == EINTR || errno == EAGAIN)
			n = 0;
	}
	if (flags >= 0)
		fcntl(wire->out, F_SETFL, flags);
	wipe(wire);
}
