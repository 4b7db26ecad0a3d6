/* SPDX-License-Identifier: ISC */
/* The words that settings use for their choices. */
#include <config.h>

#include "account/account.h"

const char *const cloud_words[] = {
	[CLOUD_GLOBAL] = "global",
	[CLOUD_USGOV_HIGH] = "usgov-high",
	[CLOUD_USGOV_DOD] = "usgov-dod",
	[CLOUD_CHINA] = "china",
	[CLOUD_OUTLOOK] = "outlook",
	[CLOUD_CUSTOM] = "custom",
	[CLOUD_KINDS] = NULL,
};

const char *const grant_words[] = {
	[GRANT_CODE] = "authorization_code",
	[GRANT_DEVICE] = "device_code",
	[GRANT_APP] = "client_credentials",
	[GRANT_KINDS] = NULL,
};

const char *const credential_words[] = {
	[CREDENTIAL_SECRET] = "secret",
	[CREDENTIAL_CERTIFICATE] = "certificate",
	[CREDENTIAL_NONE] = "none",
	[CREDENTIAL_KINDS] = NULL,
};

const char *const security_words[] = {
	[SECURITY_STARTTLS] = "starttls",
	[SECURITY_TLS] = "tls",
	[SECURITY_NONE] = "none",
	[SECURITY_KINDS] = NULL,
};

const char *const auth_words[] = {
	[AUTH_NONE] = "none",
	[AUTH_PASSWORD] = "password",
	[AUTH_KINDS] = NULL,
};

const char *const sender_policy_words[] = {
	[SENDER_REWRITE] = "rewrite",
	[SENDER_KEEP] = "keep",
	[SENDER_POLICIES] = NULL,
};

const char *
cloud_word(enum cloud_kind kind)
{
	return kind < CLOUD_KINDS ? cloud_words[kind] : "";
}

const char *
grant_word(enum grant_kind kind)
{
	return kind < GRANT_KINDS ? grant_words[kind] : "";
}

const char *
credential_word(enum credential_kind kind)
{
	return kind < CREDENTIAL_KINDS ? credential_words[kind] : "";
}

const char *
security_word(enum security_kind kind)
{
	return kind < SECURITY_KINDS ? security_words[kind] : "";
}

const char *
auth_word(enum auth_kind kind)
{
	return kind < AUTH_KINDS ? auth_words[kind] : "";
}

const char *
sender_policy_word(enum sender_policy policy)
{
	return policy < SENDER_POLICIES ? sender_policy_words[policy] : "";
}

const char *
protocol_word(enum protocol protocol)
{
	static const char *const words[PROTOCOLS] = {
		[PROTOCOL_SMTP] = "smtp",
		[PROTOCOL_IMAP] = "imap",
		[PROTOCOL_POP3] = "pop3",
	};

	return protocol < PROTOCOLS ? words[protocol] : "";
}
