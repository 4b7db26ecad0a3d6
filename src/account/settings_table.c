/* SPDX-License-Identifier: ISC */
/* Every setting there is: where it is kept, what it may be, what it means. */
#include <config.h>

#include "account/settings_parts.h"

#include <stdint.h>
#include <string.h>

#define AT(member) .offset = offsetof(struct account, member)
#define BACKUP_AT(member) .offset = offsetof(struct account_backup, member)
#define TEXT .kind = SETTING_TEXT
#define NUMBER .kind = SETTING_NUMBER
#define SWITCH .kind = SETTING_SWITCH
#define WORD .kind = SETTING_WORD
#define LIST .kind = SETTING_LIST
#define NULLABLE .nullable = true

/* Where a token or a password travels, nothing goes unencrypted. */
static const char *const encrypted_words[] = { "starttls", "tls", NULL };
_Static_assert(SECURITY_STARTTLS == 0 && SECURITY_TLS == 1,
    "encrypted_words are the first of security_words");

static const struct setting rows[] = {
	{ "postfrank", NUMBER, .required = true, .fallback = "1", .min = 1,
	    .max = SETTINGS_VERSION, AT(version),
	    .help = "version of this file's form" },
	{ "account", TEXT, .fallback = "default", .check = check_name, AT(name),
	    .help = "name of the account, as the file is named" },
	{ "id", TEXT, NULLABLE, .check = check_uuid, AT(id),
	    .help = "made by postfrank; the vault is sealed for it" },
	{ "mailbox", TEXT, NULLABLE, .required = true, .check = check_address,
	    AT(mailbox), .help = "address of the mailbox that sends" },
	{ "sign_in_as", TEXT, NULLABLE, .check = check_address, AT(sign_in_as),
	    .help = "who signs in, when it is not the mailbox (a shared "
		    "mailbox, an alias)" },
	{ "sender.address", TEXT, NULLABLE, .check = check_address,
	    AT(sender.address),
	    .help = "address that mail comes from, when it is not the "
		    "mailbox" },
	{ "sender.name", TEXT, NULLABLE, AT(sender.name),
	    .help = "name shown beside that address" },
	{ "sender.policy", WORD, .fallback = "rewrite",
	    .words = sender_policy_words, AT(sender.policy),
	    .help = "rewrite: all mail gets that address; keep: callers "
		    "choose theirs" },
	{ "root_to", LIST, .check = check_address, AT(root_to),
	    .help = "where mail to root and other bare names goes that "
		    "/etc/aliases does not know" },
	{ "cloud", WORD, .fallback = "global", .words = cloud_words, AT(cloud),
	    .help = "which of Microsoft's clouds, or custom" },
	{ "ca_file", TEXT, NULLABLE, .check = check_path, AT(ca_file),
	    .help = "authorities to trust in place of the system's (custom "
		    "cloud)" },
	{ "proxy", TEXT, NULLABLE, .check = check_proxy, AT(proxy),
	    .help = "HTTP proxy to go through; the environment's is ignored" },
	{ "registration.name", TEXT, NULLABLE, AT(registration.name),
	    .help = "name of the app registration in the portal" },
	{ "registration.client_id", TEXT, NULLABLE, .required = true,
	    .check = check_client_id, AT(registration.client_id),
	    .help = "Application (client) ID" },
	{ "registration.tenant", TEXT, NULLABLE, .check = check_tenant,
	    AT(registration.tenant),
	    .help = "Directory (tenant) ID, or a domain of the tenant" },
	{ "registration.authorization_url", TEXT, NULLABLE, .check = check_url,
	    AT(registration.authorization_url),
	    .help = "OAuth 2.0 authorization endpoint, when it is not the "
		    "cloud's" },
	{ "registration.token_url", TEXT, NULLABLE, .check = check_url,
	    AT(registration.token_url),
	    .help = "OAuth 2.0 token endpoint, when it is not the cloud's" },
	{ "registration.device_authorization_url", TEXT, NULLABLE,
	    .check = check_url, AT(registration.device_authorization_url),
	    .help = "device authorization endpoint, when it is not the "
		    "cloud's" },
	{ "registration.redirect_uri", TEXT,
	    .fallback = "http://localhost:8765/postfrank",
	    .check = check_redirect, AT(registration.redirect_uri),
	    .help = "Redirect URI of the registration" },
	{ "registration.credential", WORD, .fallback = "secret",
	    .words = credential_words, AT(registration.credential),
	    .help = "how the application proves itself" },
	{ "registration.secret_expires", TEXT, NULLABLE, .check = check_date,
	    AT(registration.secret_expires),
	    .help = "when the client secret ends, as the portal shows it" },
	{ "grant", WORD, .fallback = "authorization_code", .words = grant_words,
	    AT(grant), .help = "how the sign-in is done" },
	{ "scope", TEXT, NULLABLE, AT(scope),
	    .help = "permissions to ask for, when they do not follow from "
		    "cloud and use" },
	{ "use.smtp", SWITCH, .fallback = "true", AT(use.smtp),
	    .help = "sending" },
	{ "use.imap", SWITCH, .fallback = "false", AT(use.imap),
	    .help = "reading by IMAP" },
	{ "use.pop3", SWITCH, .fallback = "false", AT(use.pop3),
	    .help = "reading by POP3" },
	{ "smtp.host", TEXT, NULLABLE, .check = check_host, AT(smtp.host),
	    .help = "SMTP server, when it is not the cloud's" },
	{ "smtp.port", NUMBER, .fallback = "587", .min = 1, .max = 65535,
	    AT(smtp.port), .help = "its port" },
	{ "smtp.security", WORD, .fallback = "starttls",
	    .words = encrypted_words, AT(smtp.security),
	    .help = "starttls, or tls from the first byte" },
	{ "smtp.user", TEXT, NULLABLE, AT(smtp.user),
	    .help = "SMTP login name, when it is not who signs in" },
	{ "imap.host", TEXT, NULLABLE, .check = check_host, AT(imap.host),
	    .help = "IMAP server, when it is not the cloud's" },
	{ "imap.port", NUMBER, .fallback = "993", .min = 1, .max = 65535,
	    AT(imap.port), .help = "its port" },
	{ "imap.security", WORD, .fallback = "tls", .words = encrypted_words,
	    AT(imap.security), .help = "starttls, or tls from the first byte" },
	{ "imap.user", TEXT, NULLABLE, AT(imap.user),
	    .help = "IMAP login name, when it is not the mailbox" },
	{ "pop3.host", TEXT, NULLABLE, .check = check_host, AT(pop3.host),
	    .help = "POP3 server, when it is not the cloud's" },
	{ "pop3.port", NUMBER, .fallback = "995", .min = 1, .max = 65535,
	    AT(pop3.port), .help = "its port" },
	{ "pop3.security", WORD, .fallback = "tls", .words = encrypted_words,
	    AT(pop3.security), .help = "starttls, or tls from the first byte" },
	{ "pop3.user", TEXT, NULLABLE, AT(pop3.user),
	    .help = "POP3 login name, when it is not the mailbox" },
	{ "rate", NUMBER, NULLABLE, .min = 0, .max = 100000, AT(rate),
	    .help = "messages a minute, 0 for no limit; 25 on Microsoft's "
		    "clouds unless set" },
	{ "limits.message_bytes", NUMBER, .fallback = "36700160", .min = 65536,
	    .max = INT32_MAX, AT(limits.message_bytes),
	    .help = "largest message that the mailbox takes, as it travels" },
	{ "limits.recipients_per_day", NUMBER, .fallback = "1000", .min = 1,
	    .max = 1000000, AT(limits.recipients_per_day),
	    .help = "recipients in 24 hours" },
	{ "backup", .kind = SETTING_BACKUPS, AT(backup),
	    .help = "other ways for mail when the account cannot deliver" },
	{ "notice.to", LIST, .check = check_address, AT(notice.to),
	    .help = "whom to tell that something needs care" },
	{ "notice.syslog", SWITCH, .fallback = "true", AT(notice.syslog),
	    .help = "tell the system's log" },
	{ "notice.motd", SWITCH, .fallback = "true", AT(notice.motd),
	    .help = "tell whoever logs in" },
	{ "notice.command", TEXT, NULLABLE, .check = check_path,
	    AT(notice.command), .help = "program to start with a notice" },
	{ "notice.webhook", TEXT, NULLABLE, .secret = true, .check = check_url,
	    AT(notice.webhook), .help = "address to post a notice to" },
	{ "notice.url", SWITCH, .fallback = "true", AT(notice.url),
	    .help = "put the sign-in address into a notice" },
	{ "flood.except", LIST, AT(flood.except),
	    .help = "senders whose mail is never folded together" },
	{ "heartbeat_days", NUMBER, NULLABLE, .min = 1, .max = 366,
	    AT(heartbeat_days),
	    .help = "send a sign of life every so many days" },
	{ "ack", .kind = SETTING_SECTION, NULLABLE, AT(ack.on),
	    .help = "alerts that can be answered by mail" },
	{ "ack.from", LIST, .check = check_address, AT(ack.from),
	    .help = "who may answer" },
	{ "ack.folder", TEXT, NULLABLE, AT(ack.folder),
	    .help = "folder where answers arrive, when it is not the inbox" },
	{ "ack.poll_minutes", NUMBER, .fallback = "5", .min = 1, .max = 1440,
	    AT(ack.poll_minutes), .help = "how often to look for answers" },
	{ "ack.delete", SWITCH, .fallback = "false", AT(ack.delete),
	    .help = "delete answers that were taken in" },
	{ "users", LIST, .check = check_word, AT(users),
	    .help = "local users who may send besides root; the account "
		    "default: everyone" },
	{ 0 },
};

static const struct setting backup_rows[] = {
	{ "id", TEXT, NULLABLE, .required = true, .check = check_name,
	    BACKUP_AT(id), .help = "its name, and of its password" },
	{ "host", TEXT, NULLABLE, .required = true, .check = check_host,
	    BACKUP_AT(host), .help = "SMTP server" },
	{ "port", NUMBER, .fallback = "25", .min = 1, .max = 65535,
	    BACKUP_AT(port), .help = "its port" },
	{ "security", WORD, .fallback = "starttls", .words = security_words,
	    BACKUP_AT(security),
	    .help = "starttls, tls, or none on a network you trust" },
	{ "auth", WORD, .fallback = "none", .words = auth_words,
	    BACKUP_AT(auth), .help = "none, or password (in the vault)" },
	{ "user", TEXT, NULLABLE, BACKUP_AT(user),
	    .help = "login name, with a password" },
	{ 0 },
};

const struct setting *
settings_row(size_t index)
{
	return index + 1 < sizeof(rows) / sizeof(rows[0]) ? &rows[index] : NULL;
}

const struct setting *
settings_backup_row(size_t index)
{
	return index + 1 < sizeof(backup_rows) / sizeof(backup_rows[0]) ?
	    &backup_rows[index] :
	    NULL;
}

const struct setting *
settings_find(const char *key)
{
	const struct setting *row;

	for (size_t i = 0; (row = settings_row(i)) != NULL; i++)
		if (strcmp(row->key, key) == 0)
			return row;
	return NULL;
}
