#!/bin/sh
# SPDX-License-Identifier: ISC
# The tenant program's SMTP ports as curl, a client that none of us wrote, sees
# them, with switches thrown from outside while it runs.
. "$top_srcdir/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"

tenant_start
answer=$(tenant_curl "$tenant_token_url" \
    -d grant_type=client_credentials \
    -d "client_id=$tenant_app_only_client_id" \
    --data-urlencode "client_secret=$(cat "$tenant_secret_file")" \
    --data-urlencode 'scope=https://outlook.office.com/.default')
printf 'user = "%s:"\noauth2-bearer = "%s"\n' alerts@contoso.example \
    "$(json_field "$answer" access_token)" >"$TMP/login"
printf 'From: alerts@contoso.example\r\nSubject: by curl\r\n\r\n.x\r\n' \
    >"$TMP/message"

# submit URL [OPTION...]
submit() {
	submit_url=$1
	shift
	check_run curl -sS --noproxy '*' --max-time 60 --ssl-reqd \
	    --cacert "$tenant_ca_file" -K "$TMP/login" \
	    --mail-from alerts@contoso.example --mail-rcpt ops@example.net \
	    -T "$TMP/message" "$@" "$submit_url/client.example"
}
starttls="smtp://localhost:$tenant_smtp_port"

submit "$starttls"
is "$status" 0 'curl sends by STARTTLS and XOAUTH2'
submit "smtps://localhost:$tenant_smtp_tls_port"
is "$status" 0 'and with TLS from the first byte'
like "$(cat "$tenant_mail_dir/0002.json")" \
    '"user":"alerts@contoso.example"' 'the envelope says who was logged in'
is "$(tail -n 1 "$tenant_mail_dir/0001.eml")" "$(printf '.x\r')" \
    'the message was kept as it was'
is "$(tenant_count smtp.auth:ok)" 2 'two logins were logged'

tenant_switch 'smtp.reply.auth=1*535 5.7.3 Authentication unsuccessful'
submit "$starttls"
is "$status" 67 'a login can be refused'
submit "$starttls"
is "$status" 0 'once'
tenant_switch smtp.no-starttls=1
submit "$starttls"
is "$status" 64 'without STARTTLS curl stops'
tenant_switch smtp.no-starttls=0 smtp.cert=expired
submit "$starttls"
is "$status" 60 'with an expired certificate too'
tenant_switch smtp.cert=good 'smtp.reply.dot=550 5.7.60 Not as this sender'
submit "$starttls"
is "$status" 8 'and what is said behind the final dot is seen'
is "$(tenant_count violation)" 0 'curl has good manners'
done_testing
