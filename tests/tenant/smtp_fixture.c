/* SPDX-License-Identifier: ISC */
/* The mail half under test; see the header. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/tenant/smtp_fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/tenant/smtp_parse.h"
#include "tests/tenant/state.h"

int
fixture_open(void **state)
{
	struct fixture *fixture = must_alloc(1, sizeof(*fixture));
	struct smtp_options options = { .address = "127.0.0.1",
		.host = "standin.outlook.example" };

	snprintf(fixture->dir, sizeof(fixture->dir), "/tmp/tenant-smtp-XXXXXX");
	if (mkdtemp(fixture->dir) == NULL)
		return -1;
	snprintf(fixture->ca_file, sizeof(fixture->ca_file), "%s/ca.pem",
	    fixture->dir);
	fixture->store = store_new(fixture->dir);
	fixture->tls = tls_new(fixture->dir);
	options.tls = fixture->tls;
	fixture->server = smtp_serve(fixture->store, &options);
	if (fixture->server == NULL)
		return -1;
	fixture_token(fixture, FIXTURE_TOKEN, FIXTURE_USER);
	*state = fixture;
	return 0;
}

static int
remove_one(const char *path, const struct stat *facts, int kind,
    struct FTW *where)
{
	(void)facts;
	(void)kind;
	(void)where;
	return remove(path);
}

int
fixture_close(void **state)
{
	struct fixture *fixture = *state;

	smtp_stop(fixture->server);
	tls_free(fixture->tls);
	store_free(fixture->store);
	nftw(fixture->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(fixture);
	return 0;
}

struct token_facts *
fixture_token(struct fixture *fixture, const char *value, const char *upn)
{
	struct ticket *ticket = must_alloc(1, sizeof(*ticket));
	struct token_facts *facts = &ticket->facts;

	ticket->kind = TICKET_ACCESS;
	ticket->value = must_strdup(value);
	snprintf(facts->aud, sizeof(facts->aud), "https://outlook.office.com");
	snprintf(facts->scp, sizeof(facts->scp), "SMTP.Send");
	snprintf(facts->upn, sizeof(facts->upn), "%s", upn);
	facts->exp = store_now(fixture->store) + 3600;
	store_lock(fixture->store);
	ticket->next = fixture->store->tickets;
	fixture->store->tickets = ticket;
	store_unlock(fixture->store);
	return facts;
}

void
fixture_switch(struct fixture *fixture, const char *name, const char *value)
{
	assert_true(switch_set(fixture->store, name, value));
}

void
fixture_wait(struct fixture *fixture, const char *type, long times)
{
	struct store *store = fixture->store;
	struct timespec until;
	int result = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 20;
	store_lock(store);
	while (result == 0 && event_count(store, type) < times)
		result = pthread_cond_timedwait(&store->changed, &store->lock,
		    &until);
	store_unlock(store);
	if (result != 0)
		fail_msg("waited in vain for the event %s", type);
}

static void
say_ehlo(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_expect(client, "220 ");
	client_say(client, "EHLO client.example");
}

static void
say_starttls(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_expect(client, "250 ");
	client_say(client, "STARTTLS");
}

static void
hear_starttls(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_expect(client, "220 ");
}

static void
say_auth_start(struct fixture *fixture, struct client *client)
{
	unsigned status;

	assert_int_equal(client_tls(client, fixture->ca_file, &status), 0);
	assert_int_equal(status, 0);
	client_ask(client, "EHLO client.example", "250 ");
	client_say(client, "AUTH XOAUTH2");
}

static void
say_token(struct fixture *fixture, struct client *client)
{
	static const char plain[] = "user=" FIXTURE_USER
				    "\1auth=Bearer " FIXTURE_TOKEN "\1\1";
	char encoded[sizeof(plain) * 2];

	(void)fixture;
	client_expect(client, "334 ");
	smtp_base64_encode(encoded, (const unsigned char *)plain,
	    sizeof(plain) - 1);
	client_say(client, "%s", encoded);
}

static void
say_mail(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_expect(client, "235 ");
	client_say(client, "MAIL FROM:<" FIXTURE_USER ">");
}

static void
say_rcpt(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_expect(client, "250 ");
	client_say(client, "RCPT TO:<ops@example.net>");
}

static void
say_data(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_expect(client, "250 ");
	client_say(client, "DATA");
}

static void
say_header(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_expect(client, "354 ");
	client_say(client, "From: " FIXTURE_USER "\r\nSubject: x\r\n\r\nText");
}

static void
say_dot(struct fixture *fixture, struct client *client)
{
	(void)fixture;
	client_say(client, ".");
}

static void (*const steps[])(struct fixture *, struct client *) = {
	[STAGE_EHLO] = say_ehlo,
	[STAGE_STARTTLS] = say_starttls,
	[STAGE_TLS] = hear_starttls,
	[STAGE_AUTH_START] = say_auth_start,
	[STAGE_AUTH] = say_token,
	[STAGE_MAIL] = say_mail,
	[STAGE_RCPT] = say_rcpt,
	[STAGE_DATA] = say_data,
	[STAGE_BODY] = say_header,
	[STAGE_DOT] = say_dot,
};

void
fixture_reach(struct fixture *fixture, struct client *client,
    enum smtp_stage stage)
{
	client_open(client, smtp_port(fixture->server, PORT_SUBMISSION));
	for (int i = STAGE_EHLO; i <= (int)stage; i++)
		steps[i](fixture, client);
}

void
fixture_secure(struct fixture *fixture, struct client *client)
{
	unsigned status;

	fixture_reach(fixture, client, STAGE_TLS);
	assert_int_equal(client_tls(client, fixture->ca_file, &status), 0);
	assert_int_equal(status, 0);
	client_ask(client, "EHLO client.example", "250 ");
}

void
fixture_login(struct fixture *fixture, struct client *client)
{
	fixture_reach(fixture, client, STAGE_AUTH);
	client_expect(client, "235 ");
}

void
fixture_send(struct client *client, const char *from, const char *to,
    const char *begin)
{
	client_say(client, "MAIL FROM:<%s>", from);
	client_expect(client, "250 2.1.0 ");
	client_say(client, "RCPT TO:<%s>", to);
	client_expect(client, "250 2.1.5 ");
	client_ask(client, "DATA", "354 ");
	client_say(client, "From: Name <%s>\r\nTo: %s\r\nSubject: x\r\n"
	    "Message-ID: <ours@client.example>\r\n\r\n..dot\r\n.", from, to);
	client_expect(client, begin);
}

char *
fixture_read(const struct fixture *fixture, const char *name)
{
	char path[FIXTURE_PATH];
	char *bytes;
	FILE *file;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", fixture->dir, name);
	file = fopen(path, "r");
	if (file == NULL)
		return NULL;
	bytes = must_alloc(1, 1 << 16);
	len = fread(bytes, 1, (1 << 16) - 1, file);
	bytes[len] = '\0';
	fclose(file);
	return bytes;
}
