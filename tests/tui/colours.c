/* SPDX-License-Identifier: ISC */
/* What is sent to terminals that have no colours or no UTF-8, or whose person
 * wants no colours. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/stage.h"

/* At the field for the mailbox, with something typed. */
static struct vt *
half_typed(struct stage *stage, const struct stage_wish *wish)
{
	struct vt *vt;

	if (stage_draft(stage) == NULL)
		stage_fill(stage, "mailbox", NULL);
	vt = stage_resume(stage, wish);
	vt_see(vt, "Mailbox that mail is sent from");
	vt_type(vt, "half@typed");
	vt_see(vt, "> half@typed");
	return vt;
}

/* Is there an SGR parameter that is a colour? */
static bool
has_colour(const char *bytes, size_t len)
{
	const char *at = bytes, *end = bytes + len;
	long number;
	char *behind;

	for (;;) {
		at = memmem(at, (size_t)(end - at), "\033[", 2);
		if (at == NULL)
			return false;
		at += 2;
		if (at[strspn(at, "0123456789;:")] != 'm')
			continue;
		while (*at != 'm') {
			number = strtol(at, &behind, 10);
			if ((number >= 30 && number <= 38) ||
			    (number >= 40 && number <= 48) ||
			    (number >= 90 && number <= 107))
				return true;
			at = *behind == 'm' ? behind : behind + 1;
		}
	}
}

/* Fields, findings, what is done, help, steps, leaving. */
static struct vt *
look_around(struct stage *stage, const char *const *environment)
{
	const struct stage_wish wish = { .environment = environment };
	struct vt *vt = half_typed(stage, &wish);

	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "done");
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "half@typed");
	vt_type(vt, VT_CTRL('G'));
	vt_see(vt, "person's");
	vt_type(vt, VT_CTRL('G'));
	vt_resize(vt, 40, 120);
	vt_see(vt, "Register the app");
	vt_see(vt, "done");
	return vt;
}

static void
req_23_no_color_sends_no_colour(void **state)
{
	const char *const environment[] = { "NO_COLOR=1", NULL };
	struct stage *stage = *state;
	struct vt *vt = look_around(stage, environment);
	const char *log;
	size_t len;

	log = vt_log(vt, &len);
	assert_false(has_colour(log, len));
	vt_free(vt);
	/* the test can tell */
	vt = look_around(stage, NULL);
	log = vt_log(vt, &len);
	assert_true(has_colour(log, len));
}

static void
assert_only_ascii(struct vt *vt, const char *environment)
{
	const char *log;
	size_t len, i;

	log = vt_log(vt, &len);
	for (i = 0; i < len; i++) {
		if ((log[i] >= 0x20 && log[i] < 0x7f) || log[i] == 0x1b ||
		    (log[i] != 0 &&
			strchr("\b\t\r\n", log[i]) != NULL))
			continue;
		vt_show(vt);
		fail_msg("%s: byte 0x%02x was sent", environment,
		    (unsigned char)log[i]);
	}
}

static void
req_24_without_utf8_only_ascii_is_sent(void **state)
{
	static const char *const locales[] = { "LANG=C", "LANG=POSIX",
		"LANG=de_DE.ISO-8859-1", "LANG" };
	struct stage *stage = *state;
	const char *environment[2] = { NULL };
	struct vt *vt;
	size_t i;

	for (i = 0; i < sizeof(locales) / sizeof(locales[0]); i++) {
		environment[0] = locales[i];
		vt = look_around(stage, environment);
		assert_only_ascii(vt, locales[i]);
		assert_true(vt_shows(vt, "------------------------"));
		vt_free(vt);
	}
}

static void
req_24_in_utf8_no_line_drawing_shift_is_sent(void **state)
{
	static const char *const terms[] = { "TERM=xterm",
		"TERM=xterm-256color", "TERM=linux", "TERM=screen",
		"TERM=tmux", "TERM=vt100" };
	struct stage *stage = *state;
	const char *environment[2] = { NULL };
	const char *log;
	struct vt *vt;
	size_t i, len;

	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		environment[0] = terms[i];
		vt = look_around(stage, environment);
		log = vt_log(vt, &len);
		if (memmem(log, len, "\033(0", 3) != NULL ||
		    memmem(log, len, "\033)0", 3) != NULL ||
		    memchr(log, 0x0e, len) != NULL)
			fail_msg("%s: line drawing is switched on", terms[i]);
		assert_true(vt_shows(vt, "\xe2\x94\x80\xe2\x94\x80"));
		vt_free(vt);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_23_no_color_sends_no_colour),
		CASE(req_24_without_utf8_only_ascii_is_sent),
		CASE(req_24_in_utf8_no_line_drawing_shift_is_sent),
	};

	return cmocka_run_group_tests(tests, stage_open_alone, stage_close);
}
