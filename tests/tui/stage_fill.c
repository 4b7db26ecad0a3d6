/* SPDX-License-Identifier: ISC */
/* Drafts made by the engine itself: it is answered as far as a case wants. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/tui/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/moment.h"
#include "setup/driver.h"
#include "tests/lib/scripted.h"

enum { QUESTIONS_MAX = 80 };

/* Settings that want an answer; all others take what is proposed. */
static const struct {
	const char *setting;
	const char *value;  /* itself */
	const char *tenant; /* or the member of the tenant's ready.json */
} usual[] = {
	{ "registration.client_id", "6731de76-14a6-49ae-97bc-6eba6914391e",
	    "client_id" },
	{ "registration.tenant", "contoso.com", "id" },
	{ "registration.authorization_url",
	    "https://login.example.com/authorize", "authorize_url" },
	{ "registration.token_url", "https://login.example.com/token",
	    "token_url" },
	{ "registration.device_authorization_url",
	    "https://login.example.com/devicecode", "device_url" },
	{ "ca_file", "", "ca_file" },
	{ "mailbox", "alerts@contoso.example", NULL },
	{ "smtp.port", "587", "smtp_port" },
	{ "test.to", "ops@contoso.example", NULL },
};

const char *
stage_value(struct stage *stage, const char *setting, const char *const *others)
{
	size_t i;

	for (i = 0; others != NULL && others[i] != NULL; i += 2)
		if (strcmp(others[i], setting) == 0)
			return others[i + 1];
	if (strcmp(setting, "cloud") == 0)
		return stage->tenant != NULL && !stage->is_microsoft ? "custom"
								     : "";
	if (strcmp(setting, "smtp.host") == 0)
		return stage->tenant != NULL && !stage->is_microsoft
		    ? "localhost" : "";
	if (stage->is_microsoft && strcmp(setting, "smtp.port") == 0)
		return "";
	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strcmp(usual[i].setting, setting) == 0)
			return stage->tenant != NULL && usual[i].tenant != NULL
			    ? beside_value(stage->tenant, usual[i].tenant)
			    : usual[i].value;
	return "";
}

/* A value with the shape of one, made here. */
static void
make_secret(struct stage *stage, struct secret *secret)
{
	int i;

	if (stage->tenant != NULL) {
		secret_adds(secret, beside_file(stage->tenant, "secret_file"));
		return;
	}
	secret_adds(secret, "abc8Q~");
	for (i = 0; i < 34; i++)
		secret_add(secret, &"kLmNoPqR"[i % 8], 1);
}

static void
answer(struct stage *stage, struct driver *driver, const char *const *others)
{
	const struct field *field = wizard_field(&driver->desk->wizard);
	struct event event = { .kind = EVENT_TEXT, .text = "" };
	struct secret secret;
	struct fault why = { 0 };

	secret_init(&secret, SECRET_MAX);
	if (field == NULL) {
		/* between two questions: a verdict that is good */
	} else if (field->kind == FIELD_SECRET || field->kind == FIELD_PASTE) {
		if (field->kind == FIELD_SECRET)
			make_secret(stage, &secret);
		else
			secret_adds(&secret, "http://localhost:8765/postfrank"
			    "?code=c&state=s");
		event.kind = EVENT_SECRET;
		event.secret = &secret;
	} else {
		event.text = stage_value(stage, field->setting, others);
	}
	if (!driver_event(driver, &event, &why))
		fail_msg("the draft cannot be kept: %s", why.what);
	secret_clear(&secret);
}

static bool
is_there(const struct wizard *wizard, enum step_id step, size_t index)
{
	return wizard->step > step ||
	    (wizard->step == step && wizard->field >= index);
}

void
stage_fill(struct stage *stage, const char *until, const char *const *others)
{
	struct scripted scripted = { .count = 0 };
	struct desk *desk = calloc(1, sizeof(*desk));
	struct driver driver = { .desk = desk, .ops = &scripted_ops,
		.ops_self = &scripted };
	struct event event = { .kind = EVENT_OPEN };
	struct fault why = { 0 };
	enum step_id step;
	size_t index;
	int i;

	assert_non_null(desk);
	assert_non_null(field_find(until, &step, &index));
	if (!desk_open(desk, stage->layout, "default", &why))
		fail_msg("no draft: %s", why.what);
	assert_true(driver_event(&driver, &event, &why));
	for (i = 0; i < QUESTIONS_MAX; i++) {
		if (is_there(&desk->wizard, step, index))
			break;
		answer(stage, &driver, others);
	}
	if (!is_there(&desk->wizard, step, index))
		fail_msg("the draft stays at the step %s, field %zu: %s",
		    steps[desk->wizard.step].id, desk->wizard.field,
		    desk->wizard.fault.what);
	assert_int_equal(desk->wizard.step, step);
	/* hours ago: what is said about it does not change by the second */
	assert_true(desk_save(desk, moment_now() - 2 * 3600, &why));
	desk_close(desk);
	free(desk);
}
