/* SPDX-License-Identifier: ISC */
/* Opening and writing a vault under the lock that covers it. */
#include <config.h>

#include "setup/chest.h"

enum { REFRESHED = 4 /* fields that a refresh may put */ };

bool
chest_open(struct chest *chest, const struct vault_place *place,
    const struct lock *draft_lock, struct fault *why)
{
	char path[PATH_SIZE];

	*chest = (struct chest){ .own = { -1 }, .held = draft_lock };
	if (!place->draft) {
		if (!layout_path(path, place->layout, LAYOUT_LOCK, place->name,
		    why) || !lock_take(&chest->own, path, LOCK_SECONDS, why))
			return false;
		chest->held = &chest->own;
	}
	if (!vault_open_or_new(&chest->vault, place, why)) {
		chest_close(chest);
		return false;
	}
	return true;
}

bool
chest_reserve(struct chest *chest, struct fault *why)
{
	return vault_reserve(&chest->vault, chest->held, REFRESHED, SECRET_MAX,
	    why);
}

bool
chest_write(struct chest *chest, struct fault *why)
{
	if (chest->vault.reserve.fd >= 0 && vault_commit(&chest->vault, why))
		return true;
	return vault_write(&chest->vault, chest->held, why);
}

void
chest_close(struct chest *chest)
{
	vault_clear(&chest->vault);
	if (lock_is_held(&chest->own))
		lock_release(&chest->own);
}

bool
chest_peek(const struct vault_place *place, const char *field,
    struct secret *out, struct fault *why)
{
	struct vault vault;
	bool exists = false;

	secret_clear(out);
	if (!vault_open(&vault, place, &exists, why))
		return false;
	if (exists)
		vault_get(&vault, field, out);
	vault_clear(&vault);
	return true;
}
