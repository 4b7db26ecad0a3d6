/* SPDX-License-Identifier: ISC */
/* Templates with labels, hosts and values filled in. */
#include <config.h>

#include "setup/portal.h"

#include <string.h>
#include <time.h>

#include "base/http.h"
#include "oauth/cloud.h"
#include "setup/answers_account.h"
#include "setup/portal_part.h"
#include "setup/step.h"

/* The Microsoft 365 admin centre of each cloud. */
static const struct {
	const char *cloud;
	const char *host;
} admin_hosts[] = {
	{ "global", "admin.microsoft.com" },
	{ "usgov-high", "portal.office365.us" },
	{ "usgov-dod", "portal.apps.mil" },
	{ "china", "portal.partner.microsoftonline.cn" },
};

/* The cloud that was chosen; the worldwide one until then and for custom. */
static const struct cloud *
chosen_cloud(const struct known *known)
{
	const struct cloud *cloud =
	    cloud_by_name(answers_get(known->answers, "cloud"));

	if (cloud == NULL || cloud->login_host[0] == '\0')
		return cloud_by_name("global");
	return cloud;
}

static void
add_admin(const struct known *known, struct text *out)
{
	const char *name = chosen_cloud(known)->name;
	size_t i;

	for (i = 0; i < sizeof(admin_hosts) / sizeof(admin_hosts[0]); i++)
		if (strcmp(admin_hosts[i].cloud, name) == 0) {
			text_adds(out, admin_hosts[i].host);
			return;
		}
	text_adds(out, admin_hosts[0].host);
}

static void
add_entra(const struct known *known, struct text *out)
{
	text_adds(out, chosen_cloud(known)->entra_host);
}

static void
add_login(const struct known *known, struct text *out)
{
	text_adds(out, chosen_cloud(known)->login_host);
}

static void
add_smtp_host(const struct known *known, struct text *out)
{
	const struct cloud *cloud =
	    cloud_by_name(answers_get(known->answers, "cloud"));

	/* A server of one's own has no host that follows from anything. */
	text_adds(out, cloud != NULL ? cloud->smtp_host
				     : chosen_cloud(known)->smtp_host);
}

static void
add_host(const struct known *known, struct text *out)
{
	text_adds(out, known->host);
}

static void
add_month(const struct known *known, struct text *out)
{
	time_t now = (time_t)known->now;
	struct tm parts;

	if (gmtime_r(&now, &parts) != NULL)
		text_addf(out, "%04d-%02d", parts.tm_year + 1900,
		    parts.tm_mon + 1);
}

static void
add_secret_end(const struct known *known, struct text *out)
{
	const char *day =
	    answers_get(known->answers, "registration.secret_expires");

	text_adds(out, day[0] != '\0' ? day : "a day that was not entered");
}

/* As the work will ask for it when the setting stays empty. */
static void
add_scope(const struct known *known, struct text *out)
{
	struct account account;
	struct fault why;

	account_init(&account);
	if (answers_to_account(known->answers, &account, &why)) {
		account_set(&account, "scope", "", &why);
		cloud_scope(&account, out);
	}
	account_clear(&account);
}

/* An answer that fits, else what stands for it in words. */
static void
add_or(const struct known *known, const char *setting, const char *words,
    struct text *out)
{
	const char *value = answers_get(known->answers, setting);

	text_adds(out, value[0] != '\0' ? value : words);
}

static void
add_sender(const struct known *known, struct text *out)
{
	add_or(known, "mailbox", "the mailbox", out);
}

static void
add_signer(const struct known *known, struct text *out)
{
	const char *mailbox = answers_get(known->answers, "mailbox");

	add_or(known, "sign_in_as",
	    mailbox[0] != '\0' ? mailbox : "the sending account", out);
}

/* As an argument of a command: in quotes where it has to be. quote is how a
 * single quote within is written there. */
static void
add_argument(const char *value, const char *quote, struct text *out)
{
	size_t i;

	if (value[strspn(value, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@_+-")] == '\0') {
		text_adds(out, value);
		return;
	}
	text_addc(out, '\'');
	for (i = 0; value[i] != '\0'; i++)
		if (value[i] == '\'')
			text_adds(out, quote);
		else
			text_addc(out, value[i]);
	text_addc(out, '\'');
}

static void
add_powershell(const struct known *known, const char *setting,
    const char *words, struct text *out)
{
	const char *value = answers_get(known->answers, setting);

	add_argument(value[0] != '\0' ? value : words, "''", out);
}

static void
add_sender_word(const struct known *known, struct text *out)
{
	add_powershell(known, "mailbox", "MAILBOX-ADDRESS", out);
}

static void
add_signer_word(const struct known *known, struct text *out)
{
	add_powershell(known, answers_fit(known->answers, "sign_in_as")
	    ? "sign_in_as" : "mailbox", "ADDRESS-THAT-SIGNS-IN", out);
}

static void
add_server(const struct known *known, struct text *out)
{
	size_t before = out->len;

	portal_fill("{smtp.host}", known, out);
	if (out->len == before)
		text_adds(out, "your mail server");
}

/* Who reads this machine's mail: one address, for lines to be copied. */
static void
add_reader(const struct known *known, struct text *out)
{
	static const char *const settings[] = { "root_to", "test.to",
		"notice.to", "mailbox" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		value = answers_get(known->answers, settings[i]);
		if (value[0] == '\0')
			continue;
		text_add(out, value, strcspn(value, ", "));
		return;
	}
	text_adds(out, "YOUR-ADDRESS");
}

/* The same as an argument in a shell. */
static void
add_reader_word(const struct known *known, struct text *out)
{
	struct text reader;

	text_init(&reader, ANSWER_SIZE);
	add_reader(known, &reader);
	add_argument(reader.at, "'\\''", out);
	text_clear(&reader);
}

/* A mailbox that is known to be read; nothing when none is known. */
static void
add_first_reader(const struct known *known, struct text *out)
{
	const char *value = answers_get(known->answers, "root_to");

	if (value[0] == '\0')
		value = answers_get(known->answers, "notice.to");
	text_add(out, value, strcspn(value, ", "));
}

/* What a finished account most likely needs: see desk.c. */
static void
add_cure(const struct known *known, struct text *out)
{
	text_adds(out, answers_is(known->answers, "start.cure", "secret")
	    ? "secret" : "signin");
}

static void
add_account_type(const struct known *known, struct text *out)
{
	const char *id = answers_is(known->answers, "cloud", "outlook")
	    ? "personal_only" : "single_tenant";
	const struct portal_label *label = portal_label_find(id, strlen(id));

	text_addf(out, "\"%s\" (older: \"%s\")", label->now, label->before);
}

/* Where an administrator consents to all that the registration lists; nothing
 * is added until the IDs in it are known. */
static void
add_consent_url(const struct known *known, struct text *out)
{
	struct account account;
	struct fault why;
	bool is_known;

	account_init(&account);
	if (portal_when("consent", 7, known, &is_known) && is_known &&
	    answers_to_account(known->answers, &account, &why) &&
	    cloud_url(&account, CLOUD_CONSENT, out, &why)) {
		text_addc(out, '?');
		http_query_add(out, "client_id",
		    account.registration.client_id);
		http_query_add(out, "redirect_uri",
		    account.registration.redirect_uri);
	}
	account_clear(&account);
}

static const struct {
	const char *name;
	void (*add)(const struct known *known, struct text *out);
} places[] = {
	{ "host", add_host },
	{ "month", add_month },
	{ "entra", add_entra },
	{ "admin", add_admin },
	{ "login", add_login },
	{ "scope", add_scope },
	{ "secret_end", add_secret_end },
	{ "smtp_host", add_smtp_host },
	{ "account_type", add_account_type },
	{ "consent_url", add_consent_url },
	{ "sender", add_sender },
	{ "signer", add_signer },
	{ "sender_word", add_sender_word },
	{ "signer_word", add_signer_word },
	{ "server", add_server },
	{ "reader", add_reader },
	{ "reader_word", add_reader_word },
	{ "first_reader", add_first_reader },
	{ "cure", add_cure },
};

/* What is unknown is a mistake in a table: it stays as it was written, braces
 * and all, so that a test sees it. */
static void
add_unknown(const char *name, size_t len, struct text *out)
{
	text_addf(out, "{%.*s}", (int)len, name);
}

static void
add_setting(const char *name, size_t len, const struct known *known,
    struct text *out)
{
	char setting[SETTING_SIZE];
	const struct setting *row;
	const struct field *field;

	if (len >= sizeof(setting)) {
		out->overflow = true;
		return;
	}
	memcpy(setting, name, len);
	setting[len] = '\0';
	field = field_find(setting, NULL, NULL);
	if (field != NULL)
		field_default(field, known, out);
	else if (answers_fit(known->answers, setting))
		text_adds(out, answers_get(known->answers, setting));
	else {
		row = settings_find(setting);
		if (row == NULL)
			add_unknown(name, len, out);
		else if (row->fallback != NULL)
			text_adds(out, row->fallback);
	}
}

static void
add_label(const char *name, size_t len, struct text *out)
{
	const struct portal_label *label =
	    portal_label_find(name + 1, len - 1);

	if (label == NULL) {
		add_unknown(name, len, out);
		return;
	}
	if (name[0] == '-') {
		text_adds(out, label->before != NULL ? label->before
						     : label->now);
		return;
	}
	text_adds(out, label->now);
	if (name[0] == '+' && label->before != NULL)
		text_addf(out, " (older: %s)", label->before);
}

static void
add_place(const char *name, size_t len, const struct known *known,
    struct text *out)
{
	size_t i;

	if (len > 0 && strchr("@+-", name[0]) != NULL) {
		add_label(name, len, out);
		return;
	}
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strlen(places[i].name) == len &&
		    memcmp(places[i].name, name, len) == 0) {
			places[i].add(known, out);
			return;
		}
	add_setting(name, len, known, out);
}

/* Does the condition behind the question mark hold? */
static bool
holds(const char *name, size_t len, const struct known *known,
    struct text *out)
{
	bool is_negated = len > 1 && name[1] == '!';
	size_t skip = is_negated ? 2 : 1;
	bool truth = false;

	if (portal_when(name + skip, len - skip, known, &truth))
		return truth != is_negated;
	add_unknown(name, len, out);
	return true;
}

bool
portal_fill(const char *template, const struct known *known, struct text *out)
{
	size_t depth = 0, hidden = 0; /* the depth at which it began */
	const char *end;
	size_t len;

	while (*template != '\0') {
		len = strcspn(template, "{");
		if (hidden == 0)
			text_add(out, template, len);
		template += len;
		end = strchr(template, '}');
		if (end == NULL)
			break;
		len = (size_t)(end - template - 1);
		if (template[1] == '?') {
			depth++;
			if (hidden == 0 && !holds(template + 1, len, known,
			    out))
				hidden = depth;
		} else if (template[1] == '/') {
			if (hidden == depth)
				hidden = 0;
			depth--;
		} else if (hidden == 0)
			add_place(template + 1, len, known, out);
		template = end + 1;
	}
	return !out->overflow;
}
