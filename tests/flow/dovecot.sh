#!/bin/sh
# SPDX-License-Identifier: ISC
# A real Dovecot takes the tenant's tokens for IMAP, POP3 and submission, and
# what is submitted there arrives at the tenant's plain port.
. "$top_srcdir/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/dovecot.sh"

dovecot_is_here || skip_all 'Dovecot 2.3 with IMAP, POP3 and submission is missing'
tenant_start
tenant_switch introspect.username=alerts@contoso.example

# A token of the application itself; the switch above gives it a person.
answer=$(tenant_curl "$tenant_token_url" \
    -d grant_type=client_credentials \
    -d "client_id=$tenant_app_only_client_id" \
    --data-urlencode "client_secret=$(cat "$tenant_secret_file")" \
    --data-urlencode 'scope=https://outlook.office.com/.default')
token=$(json_field "$answer" access_token)
isnt "$token" '' 'the tenant gives a token'

# write_config FILE TOKEN USER: for curl's -K
write_config() {
	printf 'user = "%s:"\noauth2-bearer = "%s"\n' "$3" "$2" >"$1"
}
write_config "$TMP/good" "$token" alerts@contoso.example
write_config "$TMP/bad" 'not-a-token' alerts@contoso.example
write_config "$TMP/other" "$token" ops@contoso.example
printf 'From: alerts@contoso.example\r\nTo: ops@example.net\r\n%s\r\n\r\n.x\r\n' \
    'Subject: through Dovecot' >"$TMP/message"

# ask CONFIG URL [OPTION...]: a session over verified TLS
ask() {
	ask_config=$1
	shift
	check_run curl -sS -4 --noproxy '*' --max-time 60 --ssl-reqd \
	    --cacert "$tenant_ca_file" -K "$TMP/$ask_config" "$@"
}

submit() {
	ask "$1" "smtp://localhost:$dovecot_submission_port/client.example" \
	    --mail-from alerts@contoso.example --mail-rcpt ops@example.net \
	    -T "$TMP/message"
}

# curl takes OAUTHBEARER wherever it is offered, so each stands alone here.
for mechanism in XOAUTH2 OAUTHBEARER; do
	dovecot_start "$TMP/$mechanism" \
	    "$(echo $mechanism | tr '[:upper:]' '[:lower:]')"
	ask good "imap://localhost:$dovecot_imap_port" \
	    -X 'STATUS INBOX (MESSAGES)'
	is "$status" 0 "IMAP takes the token by $mechanism"
	like "$out" 'STATUS INBOX (MESSAGES 0)' 'and opens the mailbox'
	ask good "pop3://localhost:$dovecot_pop3_port"
	is "$status" 0 "POP3 takes the token by $mechanism"
	submit good
	is "$status" 0 "submission takes the token by $mechanism and the mail"
	for config in bad other; do
		ask $config "imap://localhost:$dovecot_imap_port" -X NOOP
		is "$status" 67 "IMAP refuses the $config login"
		ask $config "pop3://localhost:$dovecot_pop3_port"
		is "$status" 67 "POP3 refuses the $config login"
		submit $config
		is "$status" 67 "submission refuses the $config login"
	done
	log=$(cat "$dovecot_dir/log")
	for service in imap pop3 submission; do
		like "$(echo "$log" | grep "$service-login: Info: Login:")" \
		    "method=$mechanism," "$service saw $mechanism"
	done
done
ask good "imaps://localhost:$dovecot_imaps_port" -X NOOP
is "$status" 0 'IMAP with TLS from the first byte takes it too'
ask good "pop3s://localhost:$dovecot_pop3s_port"
is "$status" 0 'and so does POP3'
tenant_clock +172800
ask good "imap://localhost:$dovecot_imap_port" -X NOOP
is "$status" 67 'an expired token is refused'

is "$(tenant_count relay.mail:ok)" 2 'two mails were relayed, no more'
is "$(tenant_count violation)" 0 'and relayed with good manners'
like "$(cat "$tenant_relay_dir/0001.json")" '"to":["ops@example.net"]' \
    'to their recipient'
like "$(cat "$tenant_relay_dir/0001.eml")" 'Subject: through Dovecot' \
    'with their subject'
is "$(tail -n 1 "$tenant_relay_dir/0002.eml")" "$(printf '.x\r')" \
    'and their text'
[ "$tap_failed" -eq 0 ] || note "$(cat "$TMP"/*/log)"
done_testing
