/* SPDX-License-Identifier: ISC */
/* oauth_drive's sign-ins: address, paste-back, listener, device code. */
#include <config.h>

#include "tests/lib/oauth_drive.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "account/lock.h"
#include "base/moment.h"
#include "oauth/cloud.h"
#include "oauth/redirect.h"

static bool
store_pending(struct drive *drive, const struct pending *pending)
{
	struct drive_vault open;
	struct secret stored;

	if (!drive_open(drive, &open))
		return false;
	secret_init(&stored, SECRET_MAX);
	pending_store(pending, &stored);
	vault_put(&open.vault, VAULT_PENDING_SIGNIN, &stored);
	secret_clear(&stored);
	return drive_close(drive, &open, true);
}

static bool
load_pending(struct drive *drive, struct pending *pending)
{
	struct drive_vault open;
	struct secret stored;
	bool good;

	if (!drive_open(drive, &open))
		return false;
	secret_init(&stored, SECRET_MAX);
	good = vault_get(&open.vault, VAULT_PENDING_SIGNIN, &stored)
	    ? pending_load(pending, &stored, &drive->why)
	    : fault_set(&drive->why, FAULT_USAGE, "no sign-in was begun");
	secret_clear(&stored);
	return drive_close(drive, &open, false) && good;
}

static bool
print_url(struct drive *drive, const struct pending *pending,
    struct redirect *redirect)
{
	struct text url;
	bool good;

	text_init(&url, CLOUD_URL_MAX);
	good = pending_url(pending, &drive->account, &url, &drive->why);
	if (good) {
		if (redirect != NULL)
			redirect_expect(redirect, pending, url.at);
		puts(url.at);
		fflush(stdout);
	}
	text_clear(&url);
	return good;
}

/* Begins a sign-in and prints its address. */
bool
drive_url(struct drive *drive)
{
	struct pending pending;
	bool good;

	pending_init(&pending);
	good = pending_begin(&pending, &drive->account, 0, moment_now(),
		   &drive->why) &&
	    store_pending(drive, &pending) && print_url(drive, &pending, NULL);
	pending_clear(&pending);
	return good;
}

static bool
redeem(struct drive *drive, const struct pending *pending,
    const struct paste *paste)
{
	struct drive_client client;
	struct token_reply reply;
	bool good;

	if (paste->kind == PASTE_CONSENT) {
		printf("consent=%s\n", paste->tenant);
		return true;
	}
	if (!drive_client(drive, &client))
		return false;
	token_reply_init(&reply);
	good = grant_redeem(&client.client, pending, &paste->code, &reply,
		   &drive->why) &&
	    drive_keep(drive, &reply, client.client.client_secret != NULL);
	token_reply_clear(&reply);
	drive_client_clear(&client);
	return good;
}

/* What the browser ended on, from standard input. */
bool
drive_finish(struct drive *drive)
{
	struct pending pending;
	struct secret pasted;
	struct paste paste;
	bool good;

	pending_init(&pending);
	paste_init(&paste);
	secret_init(&pasted, PASTE_MAX);
	good = load_pending(drive, &pending) &&
	    secret_read(&pasted, STDIN_FILENO) &&
	    paste_read(secret_open(&pasted), pasted.len, &pending, &paste,
		&drive->why) &&
	    redeem(drive, &pending, &paste);
	secret_clear(&pasted);
	paste_clear(&paste);
	pending_clear(&pending);
	return good;
}

static bool
wait_for_browser(struct redirect *redirect, struct paste *paste,
    struct fault *why)
{
	struct pollfd fds[REDIRECT_FDS];
	bool ok = false;
	size_t count;
	int timeout;

	while (!redirect_result(redirect, paste, &ok, why)) {
		timeout = -1;
		count = redirect_poll(redirect, fds, &timeout);
		poll(fds, (nfds_t)count, timeout);
		redirect_work(redirect);
	}
	return ok;
}

/* listen [PORT]: prints the address and waits for the browser. */
bool
drive_listen(struct drive *drive)
{
	struct redirect *redirect = redirect_open(0, false, &drive->why);
	struct pending pending;
	struct paste paste;
	bool good;

	if (redirect == NULL)
		return false;
	pending_init(&pending);
	paste_init(&paste);
	good = pending_begin(&pending, &drive->account,
		   redirect_port(redirect), moment_now(), &drive->why) &&
	    store_pending(drive, &pending) &&
	    print_url(drive, &pending, redirect) &&
	    wait_for_browser(redirect, &paste, &drive->why) &&
	    redeem(drive, &pending, &paste);
	redirect_close(redirect);
	paste_clear(&paste);
	pending_clear(&pending);
	return good;
}

/* The device code is asked for as a public client. */
bool
drive_device_start(struct drive *drive)
{
	struct grant_client client = { .account = &drive->account };
	struct pending pending;
	bool good;

	pending_init(&pending);
	good = grant_device_start(&client, &pending, moment_now(),
		   &drive->why) &&
	    store_pending(drive, &pending);
	if (good)
		printf("user_code=%s\nuri=%s\ninterval=%u\n", pending.user_code,
		    pending.verification_uri, pending.interval);
	pending_clear(&pending);
	return good;
}

/* Asks once. */
bool
drive_device_poll(struct drive *drive)
{
	struct grant_client client = { .account = &drive->account };
	struct pending pending;
	struct token_reply reply;
	bool good = false;

	pending_init(&pending);
	token_reply_init(&reply);
	if (!load_pending(drive, &pending)) {
		pending_clear(&pending);
		return false;
	}
	switch (grant_device_poll(&client, &pending, &reply, &drive->why)) {
	case DEVICE_WAIT:
		printf("wait=%u\n", pending.interval);
		good = store_pending(drive, &pending);
		break;
	case DEVICE_DONE:
		good = drive_keep(drive, &reply, false);
		break;
	case DEVICE_FAILED:
		break;
	}
	token_reply_clear(&reply);
	pending_clear(&pending);
	return good;
}
