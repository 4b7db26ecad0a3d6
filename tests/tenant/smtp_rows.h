/* SPDX-License-Identifier: ISC */
/* Rows of the table in switches.c that belong to the two SMTP ports: smtp.NAME
 * for submission, relay.NAME for the plain port. Included there only. */
#ifdef TENANT_SMTP_ROW /* a file that is included for its text alone */

/*
 * STAGE is one of greeting ehlo starttls tls auth-start auth mail rcpt data
 * body dot rset noop quit other. A value of the kind WORDS may begin with "N*":
 * then it holds for N times.
 */

/* Faults, put before the answer of a stage; "STAGE:after" does the work of the
 * stage first, so that "dot:after" keeps the message and never says so. */
TENANT_SMTP_ROW("silent", WORDS, "", "STAGE[:after]: says nothing more")
TENANT_SMTP_ROW("reset", WORDS, "", "STAGE[:after]: resets the connection")
TENANT_SMTP_ROW("close", WORDS, "", "STAGE[:after]: closes the connection")
TENANT_SMTP_ROW("endless", WORDS, "", "STAGE: an answer that never ends")
TENANT_SMTP_ROW("garbage", WORDS, "", "STAGE: bytes that are no reply")
TENANT_SMTP_ROW("http", WORDS, "", "STAGE: the answer of a captive portal")
TENANT_SMTP_ROW("drip", WORDS, "", "STAGE:MS, one byte of the answer each MS")
TENANT_SMTP_ROW("delay", WORDS, "", "STAGE:MS, milliseconds before an answer")

/* Answers in place of ours; one that begins with 2 or 3 only replaces the
 * words, any other also what would have been done. \n (two characters) stands
 * between lines. 421 closes. reply.body comes while the message is read. */
TENANT_SMTP_ROW("reply.greeting", WORDS, "", "greeting, such as 421 4.3.2 ...")
TENANT_SMTP_ROW("reply.ehlo", WORDS, "", "answer to EHLO")
TENANT_SMTP_ROW("reply.starttls", WORDS, "", "answer, such as 454 4.7.0 ...")
TENANT_SMTP_ROW("reply.auth-start", WORDS, "", "answer to AUTH without data")
TENANT_SMTP_ROW("reply.auth", WORDS, "", "answer to the token")
TENANT_SMTP_ROW("reply.mail", WORDS, "", "answer to MAIL")
TENANT_SMTP_ROW("reply.rcpt", WORDS, "", "answer to each RCPT")
TENANT_SMTP_ROW("reply.data", WORDS, "", "answer to DATA")
TENANT_SMTP_ROW("reply.body", WORDS, "", "answer amid the message")
TENANT_SMTP_ROW("reply.dot", WORDS, "", "answer to the final dot")
TENANT_SMTP_ROW("reply.rset", WORDS, "", "answer to RSET")
TENANT_SMTP_ROW("reply.noop", WORDS, "", "answer to NOOP")
TENANT_SMTP_ROW("reply.quit", WORDS, "", "answer to QUIT")
TENANT_SMTP_ROW("reply.other", WORDS, "", "answer to any other command")
TENANT_SMTP_ROW("body-after", NUMBER, "0", "bytes before stage body; 0: one")

/* What is offered */
TENANT_SMTP_ROW("no-starttls", FLAG, "0", "STARTTLS is not offered")
TENANT_SMTP_ROW("no-auth", FLAG, "0", "AUTH is not offered")
TENANT_SMTP_ROW("mechanisms", WORDS, "", "in place of LOGIN XOAUTH2")
TENANT_SMTP_ROW("no-pipelining", FLAG, "0", "PIPELINING is not offered")
TENANT_SMTP_ROW("no-8bitmime", FLAG, "0", "8BITMIME is not offered")
TENANT_SMTP_ROW("no-smtputf8", FLAG, "0", "SMTPUTF8 is not offered")
TENANT_SMTP_ROW("no-size", FLAG, "0", "SIZE is not offered")
TENANT_SMTP_ROW("no-dsn", FLAG, "0", "DSN is not offered")
TENANT_SMTP_ROW("size", NUMBER, "0", "bytes SIZE announces; 0: 157286400")

/* TLS */
TENANT_SMTP_ROW("cert", WORDS, "good",
    "good, expired, early, wronghost or untrusted")
TENANT_SMTP_ROW("tls", WORDS, "", "1.1: nothing newer is spoken")
TENANT_SMTP_ROW("inject", WORDS, "", "a line in clear behind 220 STARTTLS")

/* Logging in */
TENANT_SMTP_ROW("auth-delay-ms", NUMBER, "0", "before a refusal; real: 5000")
TENANT_SMTP_ROW("challenge", FLAG, "0", "refuses tokens by 334 JSON first")
TENANT_SMTP_ROW("tenant-disabled", FLAG, "0", "535 5.7.139 ... Tenant")
TENANT_SMTP_ROW("mailbox-disabled", FLAG, "0", "535 5.7.139 ... Mailbox")

/* Limits and what is behind the final dot */
TENANT_SMTP_ROW("max-bytes", NUMBER, "0", "of a message; 0: the mailbox's")
TENANT_SMTP_ROW("recipients", NUMBER, "0", "of one message; 0: 500")
TENANT_SMTP_ROW("connections", NUMBER, "0", "of one user (real: 3); 0: any")
TENANT_SMTP_ROW("rate", NUMBER, "0", "messages a minute (real: 30); 0: any")
TENANT_SMTP_ROW("rate-delay-ms", NUMBER, "0", "delay beyond it; 0: as due")
TENANT_SMTP_ROW("quota", NUMBER, "0", "recipients a day (real: 10000)")
TENANT_SMTP_ROW("full", FLAG, "0", "554 5.2.2: the mailbox is full")
TENANT_SMTP_ROW("sendas", WORDS, "", "5.2.252: that refusal, not 5.7.60")
TENANT_SMTP_ROW("report", FLAG, "0", "unknown-* come back as a report")

#endif
