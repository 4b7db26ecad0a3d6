/* SPDX-License-Identifier: ISC */
/* What a person does to a program under test: keys, pastes, another size. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/lib/vt.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/lib/vt_inside.h"

void
vt_send(struct vt *vt, const char *bytes, size_t len)
{
	int64_t end = vt_clock_ms() + vt->patience;
	struct pollfd fd = { vt->master, POLLIN | POLLOUT, 0 };
	ssize_t put_now;

	while (len > 0 && vt->master >= 0 && vt_clock_ms() < end) {
		put_now = write(vt->master, bytes, len);
		if (put_now > 0) {
			bytes += put_now;
			len -= (size_t)put_now;
			continue;
		}
		if (errno != EAGAIN)
			break;
		/* full: the program may be waiting for us to read */
		poll(&fd, 1, VT_LOOK_MS);
		vt_take(vt, 0);
	}
	if (len > 0)
		fail_msg("%zu bytes cannot be typed", len);
}

void
vt_type(struct vt *vt, const char *keys)
{
	vt_settle(vt);
	vt_send(vt, keys, strlen(keys));
	vt_settle(vt);
}

/* A terminal sends Return where a paste has a line break. */
static void
send_pasted(struct vt *vt, const char *text, bool is_marked)
{
	struct text bytes;
	size_t i;

	text_init(&bytes, VT_LOG_MAX);
	text_adds(&bytes, is_marked ? "\033[200~" : "");
	for (i = 0; text[i] != '\0'; i++)
		text_addc(&bytes, text[i] == '\n' ? '\r' : text[i]);
	text_adds(&bytes, is_marked ? "\033[201~" : "");
	vt_settle(vt);
	vt_send(vt, bytes.at, bytes.len);
	text_clear(&bytes);
	vt_settle(vt);
}

void
vt_paste(struct vt *vt, const char *text)
{
	send_pasted(vt, text, vt_marks_pastes(vt));
}

void
vt_paste_bare(struct vt *vt, const char *text)
{
	send_pasted(vt, text, false);
}

void
vt_resize(struct vt *vt, int rows, int columns)
{
	struct winsize size = { (unsigned short)rows, (unsigned short)columns,
		0, 0 };

	vt_settle(vt);
	vterm_set_size(vt->terminal, rows, columns);
	assert_int_equal(ioctl(vt->master, TIOCSWINSZ, &size), 0);
	vt_settle(vt);
}
