/* SPDX-License-Identifier: ISC */
/* Homes, worlds, and the program. Drafts are made in stage_fill.c. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/tui/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/layout.h"
#include "base/alloc.h"
#include "base/text.h"
#include "setup/draft.h"
#include "tests/lib/home.h"
#include "tests/lib/world.h"

enum { ARGUMENTS_MAX = 16, OUTPUT_MAX = 1 << 20 };

static struct stage *
open_stage(void **state)
{
	struct stage *stage = must_alloc(1, sizeof(*stage));
	const char *base = getenv("TMPDIR");

	snprintf(stage->dir, sizeof(stage->dir), "%s/pf-tui.XXXXXX",
	    base != NULL && strlen(base) < 32 ? base : "/tmp");
	assert_non_null(mkdtemp(stage->dir));
	assert_int_equal(chmod(stage->dir, 0755), 0);
	stage->layout = must_alloc(1, sizeof(*stage->layout));
	*state = stage;
	return stage;
}

int
stage_open_alone(void **state)
{
	world_enter();
	open_stage(state);
	return 0;
}

int
stage_open_tenant(void **state)
{
	struct stage *stage;

	world_enter();
	stage = open_stage(state);
	stage->tenant = beside_start(stage->dir, false);
	return 0;
}

int
stage_open_microsoft(void **state)
{
	struct stage *stage;

	*state = NULL;
	if (!world_enter())
		return 0;
	stage = open_stage(state);
	stage->tenant = beside_start(stage->dir, true);
	stage->is_microsoft = world_is_microsoft(
	    beside_value(stage->tenant, "ca_file"), stage->dir);
	return stage->is_microsoft ? 0 : -1;
}

static int
remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

int
stage_close(void **state)
{
	struct stage *stage = *state;

	if (stage == NULL)
		return 0;
	if (stage->tenant != NULL)
		beside_stop(stage->tenant);
	if (getenv("KEEP_TMP") != NULL)
		print_message("# kept %s\n", stage->dir);
	else
		nftw(stage->dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	free(stage->layout);
	free(stage);
	return 0;
}

int
stage_begin(void **state)
{
	struct stage *stage = *state;
	struct layout_wish wish = { 0 };
	struct fault why = { 0 };

	if (stage == NULL)
		return 0;
	snprintf(stage->home, sizeof(stage->home), "%s/home%u", stage->dir,
	    ++stage->cases);
	wish.home = stage->home;
	assert_int_equal(mkdir(stage->home, 0755), 0);
	assert_true(layout_choose(stage->layout, &wish, &why));
	assert_true(layout_prepare(stage->layout, &why));
	return 0;
}

int
stage_end(void **state)
{
	struct stage *stage = *state;

	vt_teardown(state);
	if (stage != NULL && stage->tenant != NULL)
		beside_reset(stage->tenant);
	return 0;
}

static void
program_path(char *out, size_t size, const char *name)
{
	const char *top = getenv("top_builddir");

	snprintf(out, size, "%s/%s", top != NULL ? top : ".", name);
}

struct vt *
stage_start(struct stage *stage, const struct stage_wish *wish)
{
	static const struct stage_wish usual;
	char program[4096];
	const char *argv[] = { program, "--home", stage->home, NULL, NULL };
	struct vt_wish start = { .argv = argv };

	if (wish == NULL)
		wish = &usual;
	program_path(program, sizeof(program),
	    wish->by_command ? "postfrank" : "postfrank-setup");
	if (wish->by_command)
		argv[3] = "setup";
	start.rows = wish->rows;
	start.columns = wish->columns;
	start.environment = wish->environment;
	start.ignores_hangup = wish->ignores_hangup;
	return vt_start(&start);
}

struct vt *
stage_resume(struct stage *stage, const struct stage_wish *wish)
{
	struct vt *vt = stage_start(stage, wish);

	vt_see(vt, "You were at");
	vt_type(vt, VT_ENTER);
	vt_lose(vt, "You were at");
	return vt;
}

static void
take_all(int fd, struct text *out)
{
	char bytes[4096];
	ssize_t got;

	for (;;) {
		got = read(fd, bytes, sizeof(bytes));
		if (got <= 0)
			break;
		text_add(out, bytes, (size_t)got);
	}
}

int
stage_command(struct stage *stage, const char *const *arguments,
    const char *input, struct text *out)
{
	char program[4096];
	const char *argv[ARGUMENTS_MAX] = { program, "--home", stage->home };
	size_t n = 3, len = input != NULL ? strlen(input) : 0;
	int in[2], ends[2], status = 0;
	pid_t pid;

	program_path(program, sizeof(program), "postfrank");
	while (*arguments != NULL)
		argv[n++] = *arguments++;
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		dup2(in[0], 0);
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		execv(argv[0], (char **)(uintptr_t)argv);
		_exit(127);
	}
	close(in[0]);
	close(ends[1]);
	assert_int_equal(write(in[1], input != NULL ? input : "", len), len);
	close(in[1]);
	text_init(out, OUTPUT_MAX);
	take_all(ends[0], out);
	close(ends[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void
write_answers(struct stage *stage, const char *path)
{
	struct beside *tenant = stage->tenant;
	struct text file;

	text_init(&file, 65536);
	text_addf(&file, "{\"postfrank\":1,"
	    "\"mailbox\":\"alerts@contoso.example\",\"registration\":{"
	    "\"client_id\":\"%s\",\"tenant\":\"%s\"",
	    beside_value(tenant, "client_id"), beside_value(tenant, "id"));
	if (!stage->is_microsoft) {
		text_addf(&file, ",\"authorization_url\":\"%s\"",
		    beside_value(tenant, "authorize_url"));
		text_addf(&file, ",\"token_url\":\"%s\"},\"cloud\":\"custom\"",
		    beside_value(tenant, "token_url"));
		text_addf(&file, ",\"ca_file\":\"%s\",\"smtp\":{\"host\":"
		    "\"localhost\"", beside_value(tenant, "ca_file"));
		text_addf(&file, ",\"port\":%s",
		    beside_value(tenant, "smtp_port"));
	}
	text_addf(&file, "},\"secrets\":{\"client_secret\":{\"file\":\"%s\"}},"
	    "\"test\":{\"to\":\"ops@contoso.example\"}}",
	    beside_value(tenant, "secret_file"));
	file_puts(path, 0600, file.at);
	text_clear(&file);
}

void
stage_live(struct stage *stage)
{
	char path[128], landed[4096], *address;
	struct beside_visit visit = { .who = "alerts",
		.option = "--print-address" };
	struct text out;
	int status;

	snprintf(path, sizeof(path), "%s/answers.json", stage->home);
	write_answers(stage, path);
	status = stage_command(stage, (const char *const[]){ "setup",
	    "--answers", path, NULL }, NULL, &out);
	address = strstr(out.at, "\nhttps://");
	if (status != 77 || address == NULL)
		fail_msg("setup --answers: %d %s", status, out.at);
	address[1 + strcspn(address + 1, "\n")] = '\0';
	visit.address = address + 1;
	assert_int_equal(beside_browse(stage->tenant, &visit, landed,
	    sizeof(landed)), 0);
	text_clear(&out);
	status = stage_command(stage, (const char *const[]){ "signin",
	    "--finish", NULL }, landed, &out);
	if (status != 0)
		fail_msg("signin --finish: %d %s", status, out.at);
	text_clear(&out);
	unlink(path);
}

const struct wizard *
stage_draft(struct stage *stage)
{
	static struct wizard wizard;
	struct fault why = { 0 };
	bool exists = false;
	int64_t saved;

	wizard_init(&wizard, "here");
	if (!draft_load(&wizard, home_path(stage->layout, LAYOUT_DRAFT,
	    "default"), &exists, &saved, &why))
		fail_msg("the draft is broken: %s", why.what);
	return exists ? &wizard : NULL;
}

const char *
stage_answer(struct stage *stage, const char *setting)
{
	const struct wizard *wizard = stage_draft(stage);

	return wizard == NULL ? "" : answers_typed(&wizard->answers, setting);
}

bool
stage_is_live(struct stage *stage)
{
	return home_has(stage->layout, LAYOUT_SETTINGS, "default");
}

bool
stage_holds(struct stage *stage, const char *bytes)
{
	return tree_contains(stage->home, bytes, strlen(bytes));
}

void
stage_address(struct vt *vt, char *out, size_t size)
{
	const char *line;
	size_t len = 0;
	int row;

	vt_see(vt, "https://");
	out[0] = '\0';
	for (row = 0; row < vt_rows(vt); row++) {
		line = vt_row(vt, row);
		if (len == 0 && strncmp(line, "https://", 8) != 0)
			continue;
		/* its own rows are full, but for the last one */
		len += (size_t)snprintf(out + len, size - len, "%s", line);
		assert_true(len < size);
		if (strlen(line) < (size_t)vt_columns(vt))
			break;
	}
}

void
stage_browse(struct stage *stage, struct vt *vt, const char *who, char *out,
    size_t size)
{
	char address[8192];
	struct beside_visit visit = { .who = who, .address = address,
		.option = "--print-address" };

	stage_address(vt, address, sizeof(address));
	beside_browse(stage->tenant, &visit, out, size);
}

/* The code stands in brackets, as it is to be typed. */
void
stage_code(struct vt *vt, char *address, size_t size, char code[static 32])
{
	const char *at;
	int row, column, i;

	vt_see(vt, "enter this code");
	at = strstr(vt_row(vt, vt_row_of(vt, "https://")), "https://");
	snprintf(address, size, "%.*s", (int)strcspn(at, " "), at);
	assert_true(vt_find(vt, "(", &row, &column));
	for (i = 0; i < 31; i++) {
		code[i] = vt_cell(vt, row, column + 1 + i).text[0];
		if (code[i] == ')')
			break;
	}
	code[i] = '\0';
}
