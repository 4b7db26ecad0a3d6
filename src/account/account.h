/* SPDX-License-Identifier: ISC */
/* One mailbox that postfrank sends for, as its settings describe it: plain
 * values, no secret, no file. How it is read and written: settings.h. */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

/* The words of each are in account_words.c; the last member counts them. */
enum cloud_kind {
	CLOUD_GLOBAL,
	CLOUD_USGOV_HIGH,
	CLOUD_USGOV_DOD,
	CLOUD_CHINA,
	CLOUD_OUTLOOK,
	CLOUD_CUSTOM,
	CLOUD_KINDS
};
enum grant_kind {
	GRANT_CODE,   /* authorization_code */
	GRANT_DEVICE, /* device_code */
	GRANT_APP,    /* client_credentials */
	GRANT_KINDS
};
enum credential_kind {
	CREDENTIAL_SECRET,
	CREDENTIAL_CERTIFICATE,
	CREDENTIAL_NONE, /* a public client */
	CREDENTIAL_KINDS
};
enum security_kind {
	SECURITY_STARTTLS,
	SECURITY_TLS,
	SECURITY_NONE, /* backup relays only */
	SECURITY_KINDS
};
enum auth_kind {
	AUTH_NONE,
	AUTH_PASSWORD, /* backup relays: the vault's password:ID */
	AUTH_KINDS
};
enum sender_policy {
	SENDER_REWRITE, /* every From becomes the sender's address */
	SENDER_KEEP,	/* the caller's From stays */
	SENDER_POLICIES
};
enum protocol { PROTOCOL_SMTP, PROTOCOL_IMAP, PROTOCOL_POP3, PROTOCOLS };

/* The word of the settings file; "" for a number that is none. */
const char *cloud_word(enum cloud_kind kind);
const char *grant_word(enum grant_kind kind);
const char *credential_word(enum credential_kind kind);
const char *security_word(enum security_kind kind);
const char *auth_word(enum auth_kind kind);
const char *sender_policy_word(enum sender_policy policy);
const char *protocol_word(enum protocol protocol);

/* NULL-terminated rows of words, in the order of the enums. */
extern const char *const cloud_words[];
extern const char *const grant_words[];
extern const char *const credential_words[];
extern const char *const security_words[];
extern const char *const auth_words[];
extern const char *const sender_policy_words[];

/* Strings in order; at is NULL while there is none. */
struct strings {
	char **at;
	size_t count;
};
void strings_add(struct strings *strings, const char *string);
bool strings_have(const struct strings *strings, const char *string);
void strings_clear(struct strings *strings);

/* Where mail goes; host and user NULL: what follows from cloud and account. */
struct account_server {
	char *host;
	int64_t port;
	enum security_kind security;
	char *user;
};

struct account_backup {
	char *id; /* names its password in the vault: password:ID */
	char *host;
	int64_t port;
	enum security_kind security;
	enum auth_kind auth;
	char *user;
};

/*
 * Owned strings; NULL is the file's null. What each member means, its default
 * and its range stand in one place, the table of settings_table.c. A new
 * member needs a row there and nothing else.
 */
struct account {
	int64_t version; /* 1 */
	char *name;	 /* "default" */
	char *id;	 /* UUID */
	char *mailbox;
	char *sign_in_as;
	struct {
		char *address;
		char *name;
		enum sender_policy policy;
	} sender;
	struct strings root_to;
	enum cloud_kind cloud;
	char *ca_file;
	char *proxy; /* http://host:port */
	struct {
		char *name;
		char *client_id;
		char *tenant;
		char *authorization_url;
		char *token_url;
		char *device_authorization_url;
		char *redirect_uri;
		enum credential_kind credential;
		char *secret_expires; /* "2026-11-23" */
	} registration;
	enum grant_kind grant;
	char *scope;
	struct {
		bool smtp;
		bool imap;
		bool pop3;
	} use;
	struct account_server smtp;
	struct account_server imap;
	struct account_server pop3;
	int64_t rate; /* messages a minute; -1: the cloud's */
	struct {
		int64_t message_bytes;
		int64_t recipients_per_day;
	} limits;
	struct account_backup *backup;
	size_t backup_count;
	struct {
		struct strings to;
		bool syslog;
		bool motd;
		char *command;
		char *webhook;
		bool url;
	} notice;
	struct {
		struct strings except;
	} flood;
	int64_t heartbeat_days; /* -1: none */
	struct {
		bool on;
		struct strings from; /* who may answer */
		char *folder;	     /* NULL: the inbox */
		int64_t poll_minutes;
		bool delete; /* answers that were taken in */
	} ack;
	struct strings users;
};

/* Every setting at its default, no mailbox, no id. What the struct held before
 * is forgotten, not freed: for one that is new. */
void account_init(struct account *account);
/* Frees, and leaves a struct of zeros. */
void account_clear(struct account *account);
/* A copy of its own; into is initialised, cleared or zeros, and what it held
 * is freed. */
void account_copy(struct account *into, const struct account *from);

/* [a-z0-9][a-z0-9._-]{0,62}, and no ending that names a file of another
 * account (".draft", ".good"). FAULT_USAGE with the rule. */
bool account_name_check(const char *name, struct fault *why);

/* Borrowed until the account changes; "" before there is a mailbox. */
const char *account_mailbox(const struct account *account);
/* Who signs in: sign_in_as, else the mailbox. */
const char *account_sign_in_as(const struct account *account);
/* Whom mail comes from: sender.address, else the mailbox. */
const char *account_sender_address(const struct account *account);
/* The login name: the server's user, else for SMTP who signs in (Exchange
 * refuses a shared mailbox there), the mailbox for IMAP, POP3 and app-only. */
const char *account_login(const struct account *account,
    enum protocol protocol);
const struct account_server *account_server(const struct account *account,
    enum protocol protocol);
bool account_uses(const struct account *account, enum protocol protocol);
/* Messages a minute, 0: no limit. 25 on Microsoft's clouds unless set. */
unsigned account_rate(const struct account *account);
/* May the local user send through it? root and listed users; everyone through
 * the account named "default" when nobody is listed. */
bool account_may_send(const struct account *account, const char *user);

#endif
