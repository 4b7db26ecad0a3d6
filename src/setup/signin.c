/* SPDX-License-Identifier: ISC */
/* Beginning a sign-in and waiting for the browser. */
#include <config.h>

#include "setup/signin.h"

#include <unistd.h>

#include "base/http.h"
#include "setup/chest.h"

void
signin_init(struct signin *signin)
{
	*signin = (struct signin){ .redirect = NULL };
	pending_init(&signin->pending);
	fault_clear(&signin->no_listener);
}

void
signin_clear(struct signin *signin)
{
	redirect_close(signin->redirect);
	signin->redirect = NULL;
	pending_clear(&signin->pending);
}

/* What is kept and still serves; false: nothing. */
static bool
load_kept(struct pending *pending, const struct vault *vault,
    const struct account *account, int64_t now)
{
	struct secret stored;
	bool serves;

	secret_init(&stored, SECRET_MAX);
	serves = vault_get(vault, VAULT_PENDING_SIGNIN, &stored) &&
	    pending_load(pending, &stored, NULL) &&
	    secret_is_empty(&pending->device_code) &&
	    pending_serves(pending, account, now);
	secret_clear(&stored);
	if (!serves) {
		pending_clear(pending);
		pending_init(pending);
	}
	return serves;
}

/* A new one, on the listener's port when there is a listener. */
static bool
begin_new(struct signin *signin, struct chest *chest,
    const struct account *account, const struct signin_wish *wish,
    struct fault *why)
{
	struct secret stored;
	unsigned port;
	bool ok;

	/* Once to learn the address that the account asks for. */
	if (!pending_begin(&signin->pending, account, 0, wish->now, why))
		return false;
	port = pending_port(&signin->pending);
	if (wish->listens && port != 0) {
		signin->redirect = redirect_open(port, false,
		    &signin->no_listener);
		if (signin->redirect != NULL &&
		    redirect_port(signin->redirect) != port) {
			pending_clear(&signin->pending);
			pending_init(&signin->pending);
			if (!pending_begin(&signin->pending, account,
			    redirect_port(signin->redirect), wish->now, why))
				return false;
		}
	}
	secret_init(&stored, SECRET_MAX);
	pending_store(&signin->pending, &stored);
	ok = vault_put(&chest->vault, VAULT_PENDING_SIGNIN, &stored) ||
	    fault_set(why, FAULT_BUG, "the sign-in cannot be kept");
	secret_clear(&stored);
	return ok && chest_write(chest, why);
}

static void
listen_again(struct signin *signin)
{
	unsigned port = pending_port(&signin->pending);

	if (port != 0)
		signin->redirect = redirect_open(port, true,
		    &signin->no_listener);
}

bool
signin_begin(struct signin *signin, const struct signin_place *place,
    const struct account *account, const struct signin_wish *wish,
    struct text *address, struct fault *why)
{
	struct chest chest;
	bool ok = true;

	signin_clear(signin);
	signin_init(signin);
	if (!chest_open(&chest, &place->vault, place->draft_lock, why))
		return false;
	if (!wish->fresh && load_kept(&signin->pending, &chest.vault, account,
	    wish->now)) {
		if (wish->listens)
			listen_again(signin);
	} else
		ok = begin_new(signin, &chest, account, wish, why);
	chest_close(&chest);
	ok = ok && pending_url(&signin->pending, account, address, why);
	if (!ok)
		signin_clear(signin);
	else if (signin->redirect != NULL)
		redirect_expect(signin->redirect, &signin->pending,
		    address->at);
	return ok;
}

size_t
signin_poll(struct signin *signin, struct pollfd fds[static REDIRECT_FDS],
    int *timeout_ms)
{
	if (signin == NULL || signin->redirect == NULL)
		return 0;
	return redirect_poll(signin->redirect, fds, timeout_ms);
}

/* The address that the browser was sent to, put together again. */
static void
write_address(const struct pending *pending, const struct paste *paste,
    struct secret *out)
{
	struct secret query;

	secret_init(&query, PASTE_MAX);
	if (paste->kind == PASTE_CONSENT) {
		http_form_add(&query, "admin_consent", "True");
		http_form_add(&query, "tenant", paste->tenant);
	} else
		http_form_add_secret(&query, "code", &paste->code);
	http_form_add_secret(&query, "state", &pending->state);
	secret_clear(out);
	secret_init(out, PASTE_MAX);
	secret_adds(out, pending->redirect_uri);
	secret_adds(out, "?");
	secret_add(out, secret_open(&query), query.len);
	secret_close(&query);
	secret_clear(&query);
}

enum signin_news
signin_look(struct signin *signin, struct secret *pasted, struct fault *why)
{
	enum signin_news news = SIGNIN_NOTHING;
	struct paste paste;
	bool ok = false;

	if (signin == NULL || signin->redirect == NULL)
		return SIGNIN_NOTHING;
	redirect_work(signin->redirect);
	paste_init(&paste);
	if (redirect_result(signin->redirect, &paste, &ok, why)) {
		news = ok ? SIGNIN_CAME : SIGNIN_FAILED;
		if (ok)
			write_address(&signin->pending, &paste, pasted);
	}
	paste_clear(&paste);
	return news;
}

void
signin_forget(struct signin *signin)
{
	struct pollfd fds[REDIRECT_FDS];
	int timeout = -1;
	size_t i, count = signin_poll(signin, fds, &timeout);

	/* Closed and not shut down: what the daemon shares with its parent
	 * (an epoll set) must not change. */
	for (i = 0; i < count; i++)
		close(fds[i].fd);
	if (signin != NULL)
		signin->redirect = NULL;
}
