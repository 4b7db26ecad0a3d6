/* SPDX-License-Identifier: ISC */
/* Many messages in one session, by the rooms that a queue runner uses. For the
 * bench alone.
 *
 *   burst HOME COUNT ADDRESS <TEXT
 *
 * Sends the text COUNT times through HOME's account "default" and ends with 0
 * when every message was accepted. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "account/account.h"
#include "account/layout.h"
#include "account/settings.h"
#include "base/moment.h"
#include "base/process.h"
#include "mail/compose.h"
#include "mail/smtp.h"
#include "oauth/cloud.h"
#include "oauth/token.h"
#include "queue/sender.h"

enum { TEXT_MAX_SIZE = 65536 };

struct burst {
	struct layout layout;
	struct account account;
	char text[TEXT_MAX_SIZE];
	size_t len;
	char *address;
	long count;
};

static bool
send_one(const struct burst *burst, struct smtp *smtp, struct fault *why)
{
	struct address from, to;
	struct address_list list = { .at = &to, .count = 1 };
	struct letter letter = { .from = &from, .to = &list,
		.subject = "One of many", .body = burst->text,
		.body_len = burst->len, .body_fd = -1, .date = moment_now(),
		.auto_submitted = true };
	struct smtp_recipient row = { .address = burst->address };
	struct smtp_mail mail = { .to = &row, .count = 1,
		.from = account_sender_address(&burst->account) };
	struct smtp_result result;
	bool good;

	if (!sender_of(&burst->account, &from, why) ||
	    !address_parse(burst->address, &to, why))
		return false;
	mail.message = message_compose(&letter, why);
	good = mail.message != NULL && smtp_send(smtp, &mail, &result, why);
	message_free(mail.message);
	return good;
}

static bool
send_all(const struct burst *burst, const struct secret *token,
    struct fault *why)
{
	struct cloud_server found;
	struct smtp_server server;
	struct smtp_login login = { .how = SMTP_XOAUTH2, .token = token };
	struct smtp *smtp;
	bool good;
	long i;

	if (!cloud_server(&burst->account, PROTOCOL_SMTP, &found, why))
		return false;
	server = (struct smtp_server){ .host = found.host, .port = found.port,
		.security = SMTP_STARTTLS,
		.ca_file = burst->account.ca_file };
	login.user = found.user;
	smtp = smtp_new(&server, NULL);
	good = smtp_open(smtp, &login, why);
	for (i = 0; good && i < burst->count; i++)
		good = send_one(burst, smtp, why);
	smtp_close(smtp);
	return good;
}

static bool
run(struct burst *burst, const char *home, struct fault *why)
{
	struct layout_wish wish = { .home = home };
	struct token_source source = { .layout = &burst->layout,
		.account = &burst->account };
	struct secret token;
	bool good;

	account_init(&burst->account);
	if (!layout_choose(&burst->layout, &wish, why) ||
	    !settings_load(&burst->layout, "default", &burst->account, why))
		return false;
	secret_init(&token, SECRET_MAX);
	good = token_get(&source, NULL, &token, why) &&
	    send_all(burst, &token, why);
	secret_clear(&token);
	account_clear(&burst->account);
	return good;
}

int
main(int argc, char **argv)
{
	static struct burst burst;
	struct fault why;

	process_harden();
	if (argc != 4) {
		fputs("usage: burst HOME COUNT ADDRESS <TEXT\n", stderr);
		return 64;
	}
	burst.count = strtol(argv[2], NULL, 10);
	burst.address = argv[3];
	burst.len = fread(burst.text, 1, sizeof(burst.text), stdin);
	if (run(&burst, argv[1], &why))
		return 0;
	fprintf(stderr, "burst: %s\n", why.what);
	return fault_exit(why.kind);
}
