/* SPDX-License-Identifier: ISC */
/* browse: plays the person in the browser, on pages of the stand-in tenant.
 * Prints the address bar's last address (or follows it), or the words of the
 * page that it could not get past. */
#include <config.h>

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "tests/tenant/browser.h"

enum { PAGES_MAX = 30, LINE_SIZE = 512 };

enum end { GO_ON, ARRIVED, STUCK, BROKEN };

struct visit {
	struct browser_options web;
	const char *as;
	char password[LINE_SIZE];
	const char *user_code;
	bool cancel;	/* presses Cancel at the first chance */
	bool decline;	/* signs in, then does not consent */
	bool wrong;	/* takes the account that the browser knows */
	bool follow;	/* fetches the last address too */
	bool signed_in; /* the password was sent once */
	bool coded;	/* the user code was sent once */
	struct browser *browser;
	struct page page;
};

static const char usage[] =
    "usage: browse [--ca FILE] --as ACCOUNT --password-file FILE\n"
    "              [--consent | --decline | --cancel] [--wrong-account]\n"
    "              [--user-code CODE] [--cookie-jar FILE]\n"
    "              [--resolve HOST:PORT:ADDRESS]\n"
    "              [--print-address | --follow] URL\n"
    "exit: 0 came back to the application (or the page said done),\n"
    "      1 stayed on a page, whose words are on standard error,\n"
    "      2 nothing answered, 64 usage\n";

static const struct option long_options[] = {
	{ "ca", required_argument, NULL, 'c' },
	{ "as", required_argument, NULL, 'a' },
	{ "password-file", required_argument, NULL, 'p' },
	{ "consent", no_argument, NULL, 'y' },
	{ "cancel", no_argument, NULL, 'n' },
	{ "decline", no_argument, NULL, 'd' },
	{ "wrong-account", no_argument, NULL, 'w' },
	{ "user-code", required_argument, NULL, 'u' },
	{ "cookie-jar", required_argument, NULL, 'j' },
	{ "resolve", required_argument, NULL, 'r' },
	{ "follow", no_argument, NULL, 'f' },
	{ "print-address", no_argument, NULL, 'b' },
	{ NULL, 0, NULL, 0 },
};

static bool
read_password(const char *path, char *out)
{
	FILE *file = fopen(path, "r");
	bool good;

	if (file == NULL) {
		perror(path);
		return false;
	}
	good = fgets(out, LINE_SIZE, file) != NULL;
	fclose(file);
	out[strcspn(out, "\n")] = '\0';
	return good;
}

static bool
read_option(int option, struct visit *visit)
{
	switch (option) {
	case 'c':
		visit->web.ca_file = optarg;
		return true;
	case 'a':
		visit->as = optarg;
		return true;
	case 'p':
		return read_password(optarg, visit->password);
	case 'y':
	case 'b':
		return true; /* so it is anyway */
	case 'n':
		visit->cancel = true;
		return true;
	case 'd':
		visit->decline = true;
		return true;
	case 'w':
		visit->wrong = true;
		return true;
	case 'u':
		visit->user_code = optarg;
		return true;
	case 'j':
		visit->web.cookie_jar = optarg;
		return true;
	case 'r':
		visit->web.resolve = optarg;
		return true;
	case 'f':
		visit->follow = true;
		return true;
	default:
		return false;
	}
}

/* Posts the form of the page with the values that were changed, and the button
 * that was pressed. */
static enum end
submit(struct visit *visit, const struct field *changed, const char *button,
    const char *value)
{
	char *action;
	struct field *fields = page_form(&visit->page, &action), *each;
	const char *new;
	struct text form;
	bool fetched;

	text_init(&form, 65536);
	for (each = fields; each != NULL; each = each->next) {
		new = field_value(changed, each->name);
		add_field(&form, each->name, new == NULL ? each->value : new);
	}
	if (button != NULL)
		add_field(&form, button, value);
	fetched = action != NULL &&
	    browser_fetch(visit->browser, action, form.at, &visit->page);
	fields_free(fields);
	free(action);
	text_clear(&form);
	return fetched ? GO_ON : BROKEN;
}

static enum end
tell_page(const struct visit *visit, FILE *where)
{
	struct text words;

	text_init(&words, 65536);
	page_text(&visit->page, &words);
	fprintf(where, "%s\n", words.at);
	text_clear(&words);
	return where == stdout ? ARRIVED : STUCK;
}

static enum end
at_signin(struct visit *visit)
{
	struct field password = { .name = NULL };
	struct field name = { .next = &password };
	char password_name[] = "password", user_name[] = "username";
	char account[LINE_SIZE];

	if (visit->cancel)
		return submit(visit, NULL, "answer", "cancel");
	if (visit->signed_in || visit->as == NULL)
		return tell_page(visit, stderr);
	visit->signed_in = true;
	snprintf(account, sizeof(account), "%s", visit->as);
	name.name = user_name;
	name.value = account;
	password.name = password_name;
	password.value = visit->password;
	return submit(visit, &name, "answer", "signin");
}

static enum end
at_accounts(struct visit *visit)
{
	char value[LINE_SIZE];

	if (visit->wrong &&
	    page_has_button(&visit->page, "account", NULL, value,
		sizeof(value)))
		return submit(visit, NULL, "account", value);
	if (visit->as != NULL &&
	    page_has_button(&visit->page, "account", visit->as, value,
		sizeof(value)))
		return submit(visit, NULL, "account", value);
	return submit(visit, NULL, "account", "other");
}

static enum end
at_consent(struct visit *visit)
{
	return submit(visit, NULL, "answer",
	    visit->cancel || visit->decline ? "cancel" : "accept");
}

static enum end
at_user_code(struct visit *visit)
{
	struct field code = { .name = NULL };
	char name[] = "user_code", value[LINE_SIZE];

	if (visit->coded || visit->user_code == NULL)
		return tell_page(visit, stderr);
	visit->coded = true;
	snprintf(value, sizeof(value), "%s", visit->user_code);
	code.name = name;
	code.value = value;
	return submit(visit, &code, "answer", "next");
}

static enum end
at_post(struct visit *visit)
{
	if (!visit->follow) {
		printf("%s\n", visit->page.url);
		return ARRIVED;
	}
	if (submit(visit, NULL, NULL, NULL) != GO_ON)
		return BROKEN;
	printf("%ld\n%s\n", visit->page.status, visit->page.body.at);
	return ARRIVED;
}

static enum end
at_error(struct visit *visit)
{
	return tell_page(visit, stderr);
}

static enum end
at_done(struct visit *visit)
{
	return tell_page(visit, stdout);
}

struct stop {
	const char *id;
	enum end (*act)(struct visit *);
};

static const struct stop stops[] = {
	{ "signin", at_signin },
	{ "accounts", at_accounts },
	{ "consent", at_consent },
	{ "usercode", at_user_code },
	{ "post", at_post },
	{ "error", at_error },
	{ "done", at_done },
};

static enum end
on_page(struct visit *visit)
{
	char id[64];
	size_t i;

	page_id(&visit->page, id, sizeof(id));
	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (strcmp(stops[i].id, id) == 0)
			return stops[i].act(visit);
	fprintf(stderr, "browse: %s: status %ld and a page I do not know\n",
	    visit->page.url, visit->page.status);
	return STUCK;
}

/* Does this address bring an answer to the application? */
static bool
is_answer(const char *url)
{
	static const char *const names[] = { "code", "error",
		"admin_consent" };
	const char *mark = url + strcspn(url, "?#");
	struct field *fields;
	bool found = false;
	size_t i;

	if (*mark == '\0')
		return false;
	fields = fields_parse(mark + 1, strlen(mark + 1));
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (field_value(fields, names[i]) != NULL)
			found = true;
	fields_free(fields);
	return found;
}

static enum end
on_redirect(struct visit *visit)
{
	char *next = must_strdup(visit->page.location);
	enum end end = GO_ON;

	if (is_answer(next) && !visit->follow) {
		printf("%s\n", next);
		end = ARRIVED;
	} else if (!browser_fetch(visit->browser, next, NULL, &visit->page)) {
		end = BROKEN;
	} else if (is_answer(next)) {
		printf("%ld\n%s\n", visit->page.status, visit->page.body.at);
		end = ARRIVED;
	}
	free(next);
	return end;
}

static enum end
walk(struct visit *visit, const char *url)
{
	enum end end = GO_ON;
	int pages;

	if (!browser_fetch(visit->browser, url, NULL, &visit->page))
		return BROKEN;
	for (pages = 0; end == GO_ON && pages < PAGES_MAX; pages++)
		end = visit->page.location != NULL ? on_redirect(visit) :
						     on_page(visit);
	if (end == GO_ON)
		fprintf(stderr, "browse: no end after %d pages\n", PAGES_MAX);
	return end;
}

int
main(int argc, char **argv)
{
	static const int codes[] = { [GO_ON] = 1, [ARRIVED] = 0, [STUCK] = 1,
		[BROKEN] = 2 };
	struct visit visit = { .as = NULL };
	enum end end;
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!read_option(option, &visit)) {
			fputs(usage, stderr);
			return 64;
		}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return 64;
	}
	visit.browser = browser_new(&visit.web);
	page_init(&visit.page);
	end = walk(&visit, argv[optind]);
	page_clear(&visit.page);
	browser_free(visit.browser);
	return codes[end];
}
