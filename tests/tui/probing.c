/* SPDX-License-Identifier: ISC */
/* Starts the probe and reads what it tells. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/tui/probing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/lib/vt_inside.h"

int
probing_setup(void **state)
{
	struct probing *probing = must_alloc(1, sizeof(*probing));
	const char *tmp = getenv("TMPDIR");

	snprintf(probing->dir, sizeof(probing->dir), "%s/pf.XXXXXX",
	    tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	if (mkdtemp(probing->dir) == NULL) {
		free(probing);
		return -1;
	}
	snprintf(probing->log, sizeof(probing->log), "%s/log", probing->dir);
	*state = probing;
	return 0;
}

int
probing_teardown(void **state)
{
	struct probing *probing = *state;

	vt_teardown(state);
	unlink(probing->log);
	rmdir(probing->dir);
	free(probing);
	return 0;
}

static const char *
or(const char *value, const char *otherwise)
{
	return value != NULL ? value : otherwise;
}

void
probing_start(struct probing *probing, const struct probing_wish *wish)
{
	char path[512], program[600], log[100], term[80], locale[80],
	    picture[80];
	const char *top = or(getenv("top_builddir"), ".");
	const char *script[] = { "sh", "-c", wish->script, NULL };
	const char *alone[] = { path, probing->log, or(wish->picture, "form"),
		NULL };
	const char *environment[] = { term, locale, program, log, picture,
		wish->setting, NULL };
	struct vt_wish vt = { .argv = wish->script != NULL ? script : alone,
		.environment = environment,
		.rows = wish->rows, .columns = wish->columns,
		.ignores_hangup = wish->ignores_hangup };

	if (probing->vt != NULL)
		vt_free(probing->vt);
	unlink(probing->log);
	probing->seen[0] = '\0';
	snprintf(path, sizeof(path), "%s/tests/tui/probe", top);
	snprintf(program, sizeof(program), "PROBE=%s", path);
	snprintf(log, sizeof(log), "LOG=%s", probing->log);
	snprintf(picture, sizeof(picture), "PICTURE=%s",
	    or(wish->picture, "form"));
	snprintf(term, sizeof(term), "TERM=%s",
	    or(wish->term, "xterm-256color"));
	snprintf(locale, sizeof(locale), "LANG=%s",
	    or(wish->locale, "C.UTF-8"));
	probing->vt = vt_start(&vt);
}

struct vt *
probing_shown(struct probing *probing, const struct probing_wish *wish)
{
	probing_start(probing, wish);
	vt_see(probing->vt, "Esc Back");
	vt_settle(probing->vt);
	return probing->vt;
}

const char *
probing_told(struct probing *probing)
{
	static char all[65536];
	int fd = open(probing->log, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, all, sizeof(all) - 1);

	if (fd >= 0)
		close(fd);
	all[n > 0 ? n : 0] = '\0';
	return all;
}

struct wanted {
	struct probing *probing;
	char lines[65536];
};

static bool
is_told(struct vt *vt, void *arg)
{
	struct wanted *wanted = arg;

	(void)vt;
	return strcmp(probing_told(wanted->probing), wanted->lines) == 0;
}

void
probing_tells(struct probing *probing, const char *lines)
{
	static struct wanted wanted;

	wanted.probing = probing;
	snprintf(wanted.lines, sizeof(wanted.lines), "%s%s", probing->seen,
	    lines);
	if (!vt_wait(probing->vt, is_told, &wanted))
		assert_string_equal(probing_told(probing), wanted.lines);
	memcpy(probing->seen, wanted.lines, strlen(wanted.lines) + 1);
}

struct termios
probing_modes(const struct probing *probing)
{
	struct termios modes;

	memset(&modes, 0, sizeof(modes));
	assert_int_equal(tcgetattr(probing->vt->slave, &modes), 0);
	return modes;
}

void
probing_given_back(struct probing *probing, const struct termios *modes)
{
	struct termios now = probing_modes(probing);

	while (vt_take(probing->vt, 0))
		continue;
	assert_int_equal(now.c_iflag, modes->c_iflag);
	assert_int_equal(now.c_oflag, modes->c_oflag);
	assert_int_equal(now.c_lflag, modes->c_lflag);
	assert_int_equal(now.c_cflag, modes->c_cflag);
	assert_memory_equal(now.c_cc, modes->c_cc, sizeof(now.c_cc));
	assert_true(vt_is_cooked(probing->vt));
	assert_false(vt_is_alternate(probing->vt));
	assert_true(vt_cursor_is_visible(probing->vt));
	assert_false(vt_marks_pastes(probing->vt));
}
