/* SPDX-License-Identifier: ISC */
/* Chooses where files live, and names them. */
#include <config.h>

#include "account/layout.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum directory { IN_ETC, IN_KEY, IN_STATE };

/* The files of an account by what stands behind its name. */
static const struct {
	const char *ending;
	enum directory directory;
	mode_t mode;
} files[LAYOUT_FILES] = {
	[LAYOUT_SETTINGS] = { ".json", IN_ETC, 0644 },
	[LAYOUT_KEY] = { "", IN_KEY, 0400 },
	[LAYOUT_VAULT] = { ".vault", IN_STATE, 0600 },
	[LAYOUT_LOCK] = { ".lock", IN_STATE, 0600 },
	[LAYOUT_DRAFT] = { ".draft", IN_STATE, 0600 },
	[LAYOUT_DRAFT_VAULT] = { ".draft-vault", IN_STATE, 0600 },
	[LAYOUT_DRAFT_LOCK] = { ".draft.lock", IN_STATE, 0600 },
	[LAYOUT_STATE] = { ".state", IN_STATE, 0644 },
	[LAYOUT_EVENTS] = { ".events", IN_STATE, 0644 },
	[LAYOUT_GOOD] = { ".good.json", IN_STATE, 0644 },
	[LAYOUT_GOLIVE] = { ".golive", IN_STATE, 0600 },
};

bool
layout_path(char out[static PATH_SIZE], const struct layout *layout,
    enum layout_file file, const char *name, struct fault *why)
{
	const char *const directories[] = {
		[IN_ETC] = layout->etc,
		[IN_KEY] = layout->key,
		[IN_STATE] = layout->state,
	};
	char full[128];

	if (!account_name_check(name, why))
		return false;
	snprintf(full, sizeof(full), "%s%s", name, files[file].ending);
	return file_path(out, directories[files[file].directory], full, why);
}

mode_t
layout_mode(enum layout_file file)
{
	return files[file].mode;
}

struct owner
layout_owner(const struct layout *layout, enum layout_file file)
{
	return file == LAYOUT_SETTINGS ? layout->settings : layout->data;
}

bool
account_exists(const struct layout *layout, const char *name)
{
	char path[PATH_SIZE];
	struct stat st;

	return layout_path(path, layout, LAYOUT_SETTINGS, name, NULL) &&
	    lstat(path, &st) == 0;
}

/* Fills the five directories: spool and run hang on a directory of their own.
 */
static bool
set_paths(struct layout *layout, const char *etc, const char *state,
    struct fault *why)
{
	return file_path(layout->etc, etc, "postfrank", why) &&
	    file_path(layout->key, layout->etc, "key", why) &&
	    file_path(layout->state, state, "postfrank", why);
}

static bool
choose_system(struct layout *layout, bool must_write, struct fault *why)
{
	const struct passwd *user = getpwnam(SERVICE_USER);

	layout->kind = LAYOUT_SYSTEM;
	layout->settings = (struct owner){ 0, 0 };
	layout->read_only = geteuid() != 0 &&
	    (user == NULL || geteuid() != user->pw_uid);
	if (user != NULL)
		layout->data = (struct owner){ user->pw_uid, user->pw_gid };
	else if (must_write) {
		fault_set(why, FAULT_SETTINGS,
		    "there is no user " SERVICE_USER " on this machine");
		return fault_next(why, "Run contrib/install-system as root; it "
		    "makes the user and the directories");
	}
	return set_paths(layout, PF_SYSCONFDIR, PF_LOCALSTATEDIR "/lib", why) &&
	    file_path(layout->spool, PF_LOCALSTATEDIR "/spool", "postfrank",
		why) &&
	    file_path(layout->run, PF_LOCALSTATEDIR "/run", "postfrank", why);
}

static void
own_all(struct layout *layout)
{
	layout->settings = layout->data =
	    (struct owner){ geteuid(), getegid() };
}

/* An XDG base directory: the variable when it is absolute, else HOME/rest. */
static bool
base_directory(char out[static PATH_SIZE], const char *variable,
    const char *rest, struct fault *why)
{
	const char *value = getenv(variable), *home = getenv("HOME");
	const struct passwd *user;
	int len;

	if (value != NULL && value[0] == '/') {
		len = snprintf(out, PATH_SIZE, "%s", value);
		if (len < PATH_SIZE)
			return true;
		return fault_set(why, FAULT_SETTINGS, "%s is too long",
		    variable);
	}
	if (home == NULL || home[0] != '/') {
		user = getpwuid(geteuid());
		home = user != NULL ? user->pw_dir : NULL;
	}
	if (home == NULL || home[0] != '/') {
		fault_set(why, FAULT_SETTINGS, "you have no home directory");
		return fault_next(why, "Set HOME, or use --home DIR");
	}
	return file_path(out, home, rest, why);
}

static bool
choose_user(struct layout *layout, struct fault *why)
{
	char config[PATH_SIZE], state[PATH_SIZE];

	layout->kind = LAYOUT_USER;
	layout->read_only = false;
	own_all(layout);
	return base_directory(config, "XDG_CONFIG_HOME", ".config", why) &&
	    base_directory(state, "XDG_STATE_HOME", ".local/state", why) &&
	    set_paths(layout, config, state, why) &&
	    file_path(layout->spool, layout->state, "spool", why) &&
	    file_path(layout->run, layout->state, "run", why);
}

static bool
choose_home(struct layout *layout, const char *home, struct fault *why)
{
	char here[PATH_SIZE], root[PATH_SIZE];
	int len;

	layout->kind = LAYOUT_HOME;
	own_all(layout);
	if (home[0] == '\0')
		return fault_set(why, FAULT_USAGE, "--home wants a directory");
	if (home[0] == '/')
		here[0] = '\0';
	else if (getcwd(here, sizeof(here)) == NULL)
		return fault_set(why, FAULT_OS,
		    "cannot tell the current directory: %s", strerror(errno));
	len = snprintf(root, sizeof(root), "%s%s%s", here,
	    here[0] != '\0' ? "/" : "", home);
	if (len >= PATH_SIZE)
		return fault_set(why, FAULT_USAGE, "--home is too long");
	return file_path(layout->etc, root, "etc", why) &&
	    file_path(layout->key, layout->etc, "key", why) &&
	    file_path(layout->state, root, "state", why) &&
	    file_path(layout->spool, root, "spool", why) &&
	    file_path(layout->run, root, "run", why);
}

static bool
has_account(const struct layout *layout)
{
	struct strings names = { 0 };
	bool has = account_list(layout, &names, NULL) && names.count > 0;

	strings_clear(&names);
	return has;
}

/* Root, or the service user itself. */
static bool
is_system(void)
{
	const struct passwd *user = getpwnam(SERVICE_USER);

	return geteuid() == 0 || (user != NULL && geteuid() == user->pw_uid);
}

/* The user's own layout, by what is in it and in the system's. */
static bool
is_users_own(const struct layout *own, const struct layout_wish *wish)
{
	struct layout system = { .hands = -1 };

	if (wish->make || has_account(own))
		return true;
	if (!layout_has_draft(own))
		return false;
	return wish->goes_on || !choose_system(&system, false, NULL) ||
	    !has_account(&system);
}

bool
layout_choose(struct layout *layout, const struct layout_wish *wish,
    struct fault *why)
{
	*layout = (struct layout){ .hands = -1 };
	if ((wish->home != NULL) + wish->system + wish->user > 1)
		return fault_set(why, FAULT_USAGE,
		    "--home, --system and --user exclude each other");
	if (wish->home != NULL)
		return choose_home(layout, wish->home, why);
	if (wish->user)
		return choose_user(layout, why);
	if (wish->system || is_system())
		return choose_system(layout, geteuid() == 0, why);
	if (choose_user(layout, why) && is_users_own(layout, wish))
		return true;
	if (wish->make)
		return false;
	*layout = (struct layout){ .hands = -1 };
	return choose_system(layout, false, why);
}
