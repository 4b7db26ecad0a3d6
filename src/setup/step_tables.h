/* SPDX-License-Identifier: ISC */
/* What the files of the steps' tables share; others use step.h. */
#ifndef SETUP_STEP_TABLES_H
#define SETUP_STEP_TABLES_H

#include "setup/step.h"

/* Rows of a step's fields; step_fields.c. */
struct fields {
	const struct field *at;
	size_t count;
};
extern const struct fields step_fields[STEP_COUNT];

/* Which answers call for a step or field; step_check.c. */
bool needs_account(const struct answers *answers);
bool needs_microsoft(const struct answers *answers);
bool needs_custom(const struct answers *answers);
bool needs_imap(const struct answers *answers);
bool needs_pop3(const struct answers *answers);
bool needs_backup(const struct answers *answers);
bool needs_no_backup(const struct answers *answers);
bool needs_secret(const struct answers *answers);
bool needs_device_url(const struct answers *answers);
bool needs_arrival(const struct answers *answers);

/* The checks of the fields; step_check.c. */
bool field_check_client_id(const char *value, const struct known *known,
    struct finding *found);
bool field_check_tenant(const char *value, const struct known *known,
    struct finding *found);
bool field_check_endpoint(const char *value, const struct known *known,
    struct finding *found);
bool field_check_path(const char *value, const struct known *known,
    struct finding *found);
bool field_check_name(const char *value, const struct known *known,
    struct finding *found);
bool field_check_address(const char *value, const struct known *known,
    struct finding *found);
bool field_check_addresses(const char *value, const struct known *known,
    struct finding *found);
bool field_check_scope(const char *value, const struct known *known,
    struct finding *found);
bool field_check_host(const char *value, const struct known *known,
    struct finding *found);
bool field_check_port(const char *value, const struct known *known,
    struct finding *found);
bool field_check_secret(const char *value, const struct known *known,
    struct finding *found);
bool field_check_end(const char *value, const struct known *known,
    struct finding *found);
bool field_check_arrived(const char *value, const struct known *known,
    struct finding *found);
bool field_check_pasted(const char *value, const struct known *known,
    struct finding *found);

#endif
