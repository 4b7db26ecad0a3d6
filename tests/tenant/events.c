/* SPDX-License-Identifier: ISC */
/* DIR/events.jsonl, one object a line and never buffered, and its counts. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/alloc.h"
#include "tests/tenant/state.h"

bool
events_open(struct store *store)
{
	char path[DIR_SIZE + 16];

	keepf(path, sizeof(path), "%s/events.jsonl", store->dir);
	store->events = open(path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (store->events >= 0)
		return true;
	fprintf(stderr, "tenant: cannot write %s: %s\n", path, strerror(errno));
	return false;
}

static void
count_one(struct store *store, const char *type)
{
	struct count **at = &store->counts;

	while (*at != NULL && strcmp((*at)->type, type) != 0)
		at = &(*at)->next;
	if (*at == NULL) {
		*at = must_alloc(1, sizeof(**at));
		keep((*at)->type, sizeof((*at)->type), type);
	}
	(*at)->number++;
}

/* One write, so that a reader never sees half a line. */
static void
append(struct store *store, cJSON *event)
{
	char *line = cJSON_PrintUnformatted(event);
	struct text text;

	text_init(&text, 1 << 20);
	text_addf(&text, "%s\n", line);
	if (write(store->events, text.at, text.len) != (ssize_t)text.len)
		fprintf(stderr, "tenant: an event was not written\n");
	text_clear(&text);
	cJSON_free(line);
}

void
event_log(struct store *store, const char *type, ...)
{
	cJSON *event = cJSON_CreateObject();
	char outcome[2 * NAME_SIZE];
	const char *key, *value;
	va_list args;

	store_lock(store);
	cJSON_AddNumberToObject(event, "time", (double)store_now(store));
	cJSON_AddStringToObject(event, "type", type);
	count_one(store, type);
	va_start(args, type);
	for (key = va_arg(args, const char *); key != NULL;
	     key = va_arg(args, const char *)) {
		if (key[0] == '#') {
			cJSON_AddNumberToObject(event, key + 1,
			    (double)va_arg(args, long));
			continue;
		}
		value = va_arg(args, const char *);
		cJSON_AddStringToObject(event, key, value);
		if (strcmp(key, "outcome") == 0) {
			keepf(outcome, sizeof(outcome), "%.150s:%.150s", type,
			    value);
			count_one(store, outcome);
		}
	}
	va_end(args);
	append(store, event);
	pthread_cond_broadcast(&store->changed);
	store_unlock(store);
	cJSON_Delete(event);
}

long
event_count(struct store *store, const char *type)
{
	const struct count *each;
	long number = 0;

	store_lock(store);
	for (each = store->counts; each != NULL; each = each->next)
		if (strcmp(each->type, type) == 0)
			number = each->number;
	store_unlock(store);
	return number;
}

void
counts_print(struct store *store, struct text *out)
{
	const struct count *each;

	store_lock(store);
	for (each = store->counts; each != NULL; each = each->next)
		text_addf(out, "%s %ld\n", each->type, each->number);
	store_unlock(store);
}

void
counts_clear(struct store *store)
{
	struct count *first;

	while (store->counts != NULL) {
		first = store->counts;
		store->counts = first->next;
		free(first);
	}
}
