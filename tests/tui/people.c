/* SPDX-License-Identifier: ISC */
/* Secrets on the screen and behind it, people who do a step elsewhere, and what
 * sudo took from the environment. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "base/text.h"
#include "tests/lib/home.h"
#include "tests/tui/stage.h"
#include "tui/screen.h"

enum { CHUNK = 1 << 16, REGION_MAX = 64 << 20 };

/* With the shape of one, made here. */
static void
make_secret(char out[static 41])
{
	int i;

	for (i = 0; i < 40; i++)
		out[i] = "zYxWvUtSrQ"[i * 7 % 10];
	memcpy(out + 3, "8Q~", 3);
	out[40] = '\0';
}

static struct vt *
at_secret(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "secrets.client_secret", NULL);
	vt = stage_resume(stage, NULL);
	stage_see_field(stage, vt, "secrets.client_secret");
	vt_see(vt, "Client secret (Value)");
	vt_settle(vt);
	return vt;
}

static void
req_21_a_secret_is_stars_unless_it_is_revealed(void **state)
{
	const char *stars = "> ****************************************";
	struct vt *vt = at_secret(*state);
	char secret[41], shown[64];
	size_t len;

	make_secret(secret);
	vt_mark(vt);
	vt_paste(vt, secret);
	vt_see(vt, stars);
	assert_null(memmem(vt_since(vt, &len), vt_count(vt), secret, 4));
	snprintf(shown, sizeof(shown), "> %s", secret);
	vt_type(vt, VT_CTRL('R'));
	vt_see(vt, shown);
	vt_type(vt, VT_CTRL('R'));
	vt_see(vt, stars);
	assert_false(vt_shows(vt, secret));
	/* shown again, and left: it is masked when one comes back */
	vt_type(vt, VT_CTRL('R'));
	vt_see(vt, shown);
	vt_type(vt, VT_TAB);
	vt_lose(vt, secret);
	vt_type(vt, VT_BACKTAB);
	vt_settle(vt);
	assert_false(vt_shows(vt, secret));
}

/*
 * Do the bytes stand there, alone or in wide characters, in a picture's cells
 * or in those of curses? Half of a long secret is found, too.
 */
static bool
region_holds(const char *region, size_t len, const char *bytes)
{
	/* a cchar_t has attributes, five wide characters and a colour */
	static const size_t strides[] = { 1, sizeof(wchar_t),
		sizeof(struct cell), 7 * sizeof(wchar_t) };
	size_t half = strlen(bytes) / 2, s, i;
	const char *at = region, *end = region + len;

	while ((at = memchr(at, bytes[0], (size_t)(end - at))) != NULL) {
		for (s = 0; s < sizeof(strides) / sizeof(strides[0]); s++) {
			for (i = 1; i < half && (size_t)(end - at) >
			    i * strides[s] && at[i * strides[s]] == bytes[i];)
				i++;
			if (i == half)
				return true;
		}
		at++;
	}
	return false;
}

/* Does one readable page of the process hold the bytes? -1: we may not look. */
static int
memory_holds(pid_t pid, const char *bytes)
{
	char path[64], line[512], access[8];
	unsigned long from, to;
	static char region[REGION_MAX];
	int held = 0, memory;
	ssize_t got;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%ld/mem", (long)pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%ld/maps", (long)pid);
	maps = fopen(path, "r");
	if (memory < 0 || maps == NULL)
		return -1;
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, access) != 3 ||
		    access[0] != 'r' || to - from > REGION_MAX ||
		    strstr(line, "[v") != NULL)
			continue;
		got = pread(memory, region, to - from, (off_t)from);
		if (got > 0 && region_holds(region, (size_t)got, bytes))
			held = 1;
	}
	fclose(maps);
	close(memory);
	return held;
}

static void
req_21_no_copy_of_it_stays_in_memory(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = at_secret(stage);
	char secret[41];
	int held;

	make_secret(secret);
	vt_paste(vt, secret);
	vt_type(vt, VT_CTRL('R'));
	vt_see(vt, secret);
	vt_type(vt, VT_CTRL('R'));
	vt_lose(vt, secret);
	vt_type(vt, VT_ENTER);
	stage_see_field(stage, vt, "registration.secret_expires");
	vt_settle(vt);
	held = memory_holds(vt_pid(vt), secret);
	if (held < 0) {
		print_message("# another process's memory cannot be read\n");
		return;
	}
	/* the test can tell: its labels are there */
	assert_int_equal(memory_holds(vt_pid(vt), "registration.secret_exp"),
	    1);
	assert_int_equal(held, 0);
}

/* Each line a word and a secret. */
static void
assert_holds_none(struct stage *stage, struct vt *vt)
{
	char *tickets = beside_tickets(stage->tenant), *line, *rest;
	const char *log;
	size_t len, n = 0;

	log = vt_log(vt, &len);
	for (line = strtok_r(tickets, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		line = strchr(line, ' ');
		if (line == NULL || strlen(line) < 16)
			continue;
		line[1 + strcspn(line + 1, " ")] = '\0';
		n++;
		if (stage_holds(stage, line + 1))
			fail_msg("a file holds a ticket: %.20s", line + 1);
		if (memmem(log, len, line + 1, strlen(line + 1)) != NULL)
			fail_msg("a ticket was painted: %.20s", line + 1);
	}
	free(tickets);
	assert_true(n > 0);
	assert_false(stage_holds(stage,
	    beside_file(stage->tenant, "secret_file")));
}

static void
req_22_no_file_holds_secrets_codes_or_tokens(void **state)
{
	struct stage *stage = *state;
	char landed[4096], *code;
	struct vt *vt;

	stage_fill(stage, "secrets.client_secret", NULL);
	vt = stage_resume(stage, NULL);
	stage_see_field(stage, vt, "secrets.client_secret");
	stage_answer_field(stage, vt, NULL);
	stage_answer_field(stage, vt, NULL);
	vt_see(vt, "https://");
	stage_browse(stage, vt, "alerts", landed, sizeof(landed));
	vt_paste(vt, landed);
	vt_type(vt, VT_ENTER);
	stage_see_field(stage, vt, "test.to");
	code = strstr(landed, "code=");
	assert_non_null(code);
	code[5 + strcspn(code + 5, "&")] = '\0';
	assert_false(stage_holds(stage, code + 5));
	assert_holds_none(stage, vt);
	vt_paste(vt, "ops@contoso.example");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Has it arrived");
	assert_holds_none(stage, vt);
}

/* The whole of the sheet's file, which is the only new one there. */
static void
read_sheet(struct stage *stage, const char *step, struct text *out)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/state/default.sheet-%s.txt",
	    stage->home, step);
	file_get(path, out);
}

static void
req_34_a_step_is_handed_over_and_the_rest_goes_on(void **state)
{
	static const char *const others[] = { "cloud", "global", NULL };
	struct stage *stage = *state;
	struct text sheet;
	struct vt *vt;

	stage_fill(stage, "done.register", others);
	vt = stage_resume(stage, NULL);
	stage_see_field(stage, vt, "done.register");
	vt_type(vt, VT_CTRL('D'));
	vt_see(vt, "Who does it");
	vt_type(vt, "Anna");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "default.sheet-register.txt");
	read_sheet(stage, "register", &sheet);
	assert_non_null(strstr(sheet.at, "Anna"));
	assert_non_null(strstr(sheet.at, "http://localhost:8765/postfrank"));
	text_clear(&sheet);
	vt_type(vt, VT_ENTER);
	/* what can be done without the app: the mailbox */
	stage_see_field(stage, vt, "mailbox");
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "waiting for Anna");
	vt_type(vt, VT_CTRL('T'));
	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "Leave?");
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 75);
	assert_int_equal(stage_draft(stage)->steps[STEP_REGISTER].state,
	    STEP_WAITING);
}

/* Anna signs in, from the address on her page, and sends what her browser ended
 * on. */
static void
req_34_a_sign_in_elsewhere_is_brought_back_and_completes(void **state)
{
	char address[8192], landed[4096], *at;
	struct beside_visit visit = { .who = "alerts", .address = address,
		.option = "--print-address" };
	struct stage *stage = *state;
	struct text sheet;
	struct vt *vt;
	int i;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "https://");
	vt_type(vt, VT_CTRL('D'));
	vt_see(vt, "Who does it");
	vt_type(vt, "Anna");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "default.sheet-signin.txt");
	read_sheet(stage, "signin", &sheet);
	at = strstr(sheet.at, "https://");
	assert_non_null(at);
	snprintf(address, sizeof(address), "%.*s", (int)strcspn(at, "\n"), at);
	text_clear(&sheet);
	vt_type(vt, VT_ENTER);
	/* what can be done meanwhile; then it says for whom it waits */
	vt_see(vt, "waits for Anna");
	for (i = 0; i < 10 && !vt_shows(vt, "Leave?"); i++)
		vt_type(vt, VT_ENTER);
	vt_see(vt, "Leave?");
	vt_see(vt, "Anna");
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 75);
	beside_browse(stage->tenant, &visit, landed, sizeof(landed));
	vt = stage_start(stage, NULL);
	vt_see(vt, "You were at");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	vt_paste(vt, landed);
	vt_type(vt, VT_ENTER);
	stage_see_field(stage, vt, "test.to");
	stage_answer_field(stage, vt, NULL);
	vt_see(vt, "Has it arrived");
	assert_true(stage_is_live(stage));
}

/* As "sudo postfrank-setup" in an SSH session: what sudo keeps, and a shell
 * above it that still has all. */
static struct vt *
under_sudo(struct stage *stage, const char *kept)
{
	static char script[4096];
	const char *const argv[] = { "sh", "-c", script, NULL };
	const char *const environment[] = { kept,
		"SSH_CONNECTION=192.0.2.7 51234 192.0.2.1 2222",
		"SSH_TTY=/dev/pts/0", "LOGNAME=anna", "USER=anna", NULL };
	const struct vt_wish wish = { .argv = argv,
		.environment = environment, .rows = 40, .columns = 120 };

	snprintf(script, sizeof(script), "env -i PATH=\"$PATH\" TERM=$TERM "
	    "LANG=$LANG HOME=/root SUDO_USER=anna '%s/postfrank-setup' "
	    "--home '%s'; echo over", getenv("top_builddir"), stage->home);
	return vt_start(&wish);
}

static void
req_32_under_sudo_the_tunnel_names_host_and_port(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = under_sudo(stage, "TZ=UTC");
	vt_see(vt, "You were at");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	vt_see(vt, "-p 2222");
	vt_see(vt, ":localhost:");
	vt_see(vt, "@192.0.2.1");
}

static void
req_32_under_sudo_no_color_still_counts(void **state)
{
	struct stage *stage = *state;
	const char *log;
	struct vt *vt;
	size_t len;

	stage_fill(stage, "mailbox", NULL);
	vt = under_sudo(stage, "NO_COLOR=1");
	vt_see(vt, "You were at");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Mailbox that mail is sent from");
	vt_type(vt, "nonsense");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	log = vt_log(vt, &len);
	assert_null(memmem(log, len, "\033[31m", 5));
	/* the test can tell */
	vt = under_sudo(stage, "TZ=UTC");
	vt_see(vt, "works on this set-up");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "You were at");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "nonsense");
	vt_type(vt, VT_ENTER);
	vt_see_bytes(vt, "\033[31m");
}

static void
req_32_under_sudo_accessible_still_counts(void **state)
{
	struct stage *stage = *state;
	const char *log;
	struct vt *vt;
	size_t len;

	stage_fill(stage, "mailbox", NULL);
	vt = under_sudo(stage, "ACCESSIBLE=1");
	vt_see(vt, "Enter = go on");
	vt_settle(vt);
	log = vt_log(vt, &len);
	assert_null(memchr(log, '\033', len));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_21_a_secret_is_stars_unless_it_is_revealed),
		CASE(req_21_no_copy_of_it_stays_in_memory),
		CASE(req_22_no_file_holds_secrets_codes_or_tokens),
		CASE(req_32_under_sudo_the_tunnel_names_host_and_port),
		CASE(req_32_under_sudo_no_color_still_counts),
		CASE(req_32_under_sudo_accessible_still_counts),
		CASE(req_34_a_step_is_handed_over_and_the_rest_goes_on),
		CASE(req_34_a_sign_in_elsewhere_is_brought_back_and_completes),
	};

	return cmocka_run_group_tests(tests, stage_open_tenant, stage_close);
}
