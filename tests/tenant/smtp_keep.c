/* SPDX-License-Identifier: ISC */
/* Keeps one accepted message as two files; see smtp_hall.h. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "tests/tenant/smtp_hall.h"

enum { NUMBER_MAX = 1000000, NAME_MAX_LEN = 64 };

static bool
write_whole(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Writes a file that appears under its name when it is whole. */
static bool
write_file(const char *dir, const char *name, const char *bytes, size_t len)
{
	char hidden[DIR_SIZE + NAME_MAX_LEN], path[DIR_SIZE + NAME_MAX_LEN];
	bool good;
	int fd;

	snprintf(hidden, sizeof(hidden), "%s/.%s", dir, name);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(hidden, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	good = write_whole(fd, bytes, len);
	return close(fd) == 0 && good && rename(hidden, path) == 0;
}

static void
add_recipients(cJSON *json, const struct smtp_message *message)
{
	cJSON *to = cJSON_AddArrayToObject(json, "to");
	cJSON *parameters = cJSON_AddArrayToObject(json, "to_parameters");

	for (size_t i = 0; i < message->to_count; i++) {
		cJSON_AddItemToArray(to,
		    cJSON_CreateString(message->to[i].address));
		cJSON_AddItemToArray(parameters,
		    cJSON_CreateString(message->to[i].parameters));
	}
}

static bool
write_envelope(const char *dir, const char *name,
    const struct smtp_message *message, int64_t now)
{
	cJSON *json = cJSON_CreateObject();
	char *line;
	bool good;

	cJSON_AddStringToObject(json, "kind",
	    message->report ? "report" : "mail");
	cJSON_AddNumberToObject(json, "time", (double)now);
	cJSON_AddStringToObject(json, "user",
	    message->who == NULL ? "" : message->who->user);
	cJSON_AddStringToObject(json, "helo", message->helo);
	cJSON_AddBoolToObject(json, "tls", message->tls);
	cJSON_AddStringToObject(json, "from", message->from->address);
	cJSON_AddStringToObject(json, "from_parameters",
	    message->from->parameters);
	add_recipients(json, message);
	cJSON_AddStringToObject(json, "id", message->id);
	cJSON_AddNumberToObject(json, "flights", message->flights);
	line = cJSON_PrintUnformatted(json);
	good = write_file(dir, name, line, strlen(line));
	cJSON_free(line);
	cJSON_Delete(json);
	return good;
}

/* The first number that no message has; -1 when there is none left. */
static long
free_number(const char *dir)
{
	char path[DIR_SIZE + NAME_MAX_LEN];

	for (long n = 1; n < NUMBER_MAX; n++) {
		snprintf(path, sizeof(path), "%s/%04ld.eml", dir, n);
		if (access(path, F_OK) != 0)
			return n;
	}
	return -1;
}

bool
smtp_keep(const char *dir, const struct smtp_message *message, int64_t now)
{
	long number = free_number(dir);
	char name[NAME_MAX_LEN];

	if (number < 0)
		return false;
	snprintf(name, sizeof(name), "%04ld.eml", number);
	if (!write_file(dir, name, message->body->bytes.at,
		message->body->bytes.len))
		return false;
	snprintf(name, sizeof(name), "%04ld.json", number);
	return write_envelope(dir, name, message, now);
}
